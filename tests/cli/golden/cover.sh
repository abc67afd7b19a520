# Somebody cannot come: who can take the shift, best first, why the others cannot, and what --apply writes.
try() {
  code=0
  "$@" || code=$?
  echo "exit $code"
}
paiban init ws --sample tiny --quiet
cd ws
paiban forecast --quiet --days 7
paiban staff --quiet
cat > out/roster.csv <<'CSV'
date,agent,shift,start,end,breaks,queue,activities,pinned,note
2026-12-01,a1,early,09:00,17:00,11:30-12:00;15:00-15:15,,,,
2026-12-01,a2,early,09:00,17:00,12:30-13:00;15:30-15:45,,,,
2026-12-01,a3,off,,,,,,,
2026-12-01,a4,early,09:00,17:00,13:30-14:00;15:00-15:15,,,,
2026-12-01,a5,late,10:00,18:00,14:00-14:30;16:30-16:45,,,,
2026-12-02,a1,early,09:00,17:00,11:30-12:00;15:00-15:15,,,,
2026-12-02,a2,off,,,,,,yes,
2026-12-02,a3,off,,,,,,,
2026-12-02,a4,early,09:00,17:00,13:30-14:00;15:00-15:15,,,yes,
2026-12-02,a5,late,10:00,18:00,14:00-14:30;16:30-16:45,,,,
2026-12-03,a1,early,09:00,17:00,11:30-12:00;15:00-15:15,,,,
2026-12-03,a2,off,,,,,,,
2026-12-03,a3,late,10:00,18:00,13:00-13:30;16:00-16:15,,,,
2026-12-03,a4,early,09:00,17:00,13:30-14:00;15:00-15:15,,,,
2026-12-03,a5,off,,,,,,,
CSV
cp out/roster.csv before.csv
echo "--- who can"
try paiban cover 陈静 2026-12-02
try paiban cover a5 2026-12-02 --lang zh
echo "--- some cannot"
try paiban cover a5 2026-12-01
try paiban cover a5 2026-12-01 --lang zh
echo "--- one alone"
try paiban cover a5 2026-12-02 --by "Ben Stone"
try paiban cover a5 2026-12-01 --by 李娜
try paiban cover a4 2026-12-01 --by a1 --lang zh
cmp out/roster.csv before.csv
echo "--- nobody can: an early without a leader"
cp rules.csv rules.kept
sed -i 's/leader early 1,12.5/leader early 1,/' rules.csv
try paiban cover a1 2026-12-02 --apply
try paiban cover a1 2026-12-02 --lang zh
mv rules.kept rules.csv
cmp out/roster.csv before.csv
echo "--- cannot be asked"
try paiban cover nobody 2026-12-02
try paiban cover a2 2026-12-02
try paiban cover a2 2027-01-01
try paiban cover a5 2026-12-02 --by a5
try paiban cover a5 2026-12-02 --by a77
try paiban cover a5 soon --lang zh
cp agents.csv agents.kept
sed -i 's/Ben Stone/Dora Klein/' agents.csv
try paiban cover "Dora Klein" 2026-12-02
mv agents.kept agents.csv
echo "--- written: the best, then another"
try paiban cover a5 2026-12-02 --apply
diff before.csv out/roster.csv || true
cp before.csv out/roster.csv
try paiban cover a5 2026-12-02 --by a3 --apply --quiet
diff before.csv out/roster.csv || true
echo "--- entered, it is no longer asked for; entered first, it is as well"
cp before.csv out/roster.csv
paiban cover a5 2026-12-02 --apply 2> /dev/null | sed -n 's/^Enter .*: //p' >> absences.csv
tail -n 1 absences.csv
paiban check | head -n 1
cp before.csv out/roster.csv
paiban check | head -n 1
try paiban cover a5 2026-12-02 --apply 2>&1 | grep -c Enter || true
paiban check | head -n 1
