# Tables as spreadsheets of other countries save them: read where there is one way to, else told in one line a file.
paiban init ws --sample tiny --quiet
cd ws
paiban forecast --quiet -o ../as-it-is.csv
cp history.csv ../history.csv
faults() {
  paiban forecast --quiet -o /dev/null "$@" || echo "exit $?"
}
same() {
  paiban forecast --quiet -o ../other.csv && cmp ../as-it-is.csv ../other.csv && echo "$1"
}
day='^([0-9]{4})-([0-9]{2})-([0-9]{2}) ([0-9:]+)'
sed -E "s#$day#\\3.\\2.\\1 \\4#" ../history.csv > history.csv
same "day first, with dots"
iconv -f UTF-8 -t UTF-16LE ../history.csv > history.csv
same "UTF-16 without its mark"
sed -E "s#$day#\\2/\\3/\\1 \\4 AM#" ../history.csv > history.csv
faults
faults --lang zh
(cat ../history.csv; echo '合计,,12345,') > history.csv
faults
faults --lang zh
cp ../history.csv history.csv
# the same in the other tables
cp agents.csv ../agents.csv
sed -i 's#,leader,#,boss,#; s#2024-03-01#3/1/2024#; s#2027-06-30#30.6.2027#' agents.csv
paiban check --rules || echo "exit $?"
paiban check --rules --lang zh || echo "exit $?"
cp ../agents.csv agents.csv
(echo '时间,队列,来电量' && sed 1,2d ../history.csv) | iconv -f UTF-8 -t UTF-16LE > history.csv
faults
faults --lang zh
cp ../history.csv history.csv
# what the system says of files
mkdir folder.csv
for lang in en zh; do
  paiban check nothing.csv --lang $lang || echo "exit $?"
  paiban check folder.csv --lang $lang || echo "exit $?"
done
