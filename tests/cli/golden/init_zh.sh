# The samples in Chinese: the same people, contacts and rules behind Chinese words, read without a complaint of their own.
for sample in shop desk tiny; do
  paiban init en --sample $sample --quiet
  paiban init zh --sample $sample --quiet --lang zh
  for dir in en zh; do
    paiban forecast -C $dir > $dir/said 2>&1
    paiban staff -C $dir >> $dir/said 2>&1
    paiban check --rules -C $dir --lang zh > $dir/rules
  done
  sed -i 's/售前/presale/g; s/售后/aftersale/g; s/在线/chat/g; s/工单/tickets/g' zh/said zh/out/requirement.csv
  [ $sample = tiny ] && queue=support || queue=hotline
  sed -i "s/热线/$queue/g" zh/said zh/out/requirement.csv
  diff en/said zh/said
  cmp en/out/requirement.csv zh/out/requirement.csv
  diff <(sed 's/tickets/工单/g; s/Dora Klein/刘敏/; s/rules.csv:.*//' en/rules) <(sed 's/rules.csv:.*//' zh/rules)
  echo "$sample: $(wc -l < zh/rules) rules, $(wc -l < zh/out/requirement.csv) rows of the requirement"
  rm -r en zh
done
paiban init ws --sample tiny --lang zh
for file in ws/*.csv ws/rosters/*.csv; do
  echo "== ${file#ws/}"
  head -n 10 "$file"
done
# A word that is none of the known ones: they are told in Chinese.
sed -i '4s/组长/班总/' ws/agents.csv
sed -i 's/^最多连续上班天数/最多连续上班日数/' ws/rules.csv
paiban check --rules -C ws --lang zh || echo "exit $?"
rm -r ws
paiban init ws --sample tiny --lang zh --quiet
paiban report -C ws ws/rosters/2026-11-26.csv --lang zh --quiet
# the payroll sheet's columns are named after kinds of shift, not after days
python3 - <<'PY'
import re, zipfile
with zipfile.ZipFile("ws/out/report.xlsx") as z:
    words = re.findall(r"<t[^>]*>([^<]*)</t>", "".join(z.read(n).decode() for n in z.namelist() if n.endswith(".xml")))
at = words.index("班数")
print(" ".join(words[at:at + 6]))
PY
