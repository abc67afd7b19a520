# The whole chain on the smallest sample: each stage says one thing, the end says what was made.
paiban init ws --sample tiny --quiet
paiban run -C ws
paiban check -C ws | head -n 1
paiban run -C ws --json --quiet > result.json
python3 - <<'P'
import json
r = json.load(open("result.json"))
print(r["exit"], [(s["stage"], s["exit"]) for s in r["stages"]])
P
# one form of dates in a report, in its tables and in its sentences
for lang in en zh; do
  paiban report -C ws --quiet --lang $lang
  grep -oE '(Sat|周六) 11-28|Sat 28 Nov|11月28日 周六' ws/out/report.html | sort -u
  grep -oE '<li>[^<]*(Sat 28 Nov|11月28日 周六)' ws/out/report.html | head -n 1 | grep -c .
done
cmp ws/history.csv <(paiban init other --sample tiny --quiet && cat other/history.csv)
