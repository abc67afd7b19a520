# Two people exchange a shift each: lawful or not, what it changes, what cannot be asked, and what --apply writes. The meal
# of a5 on Thursday is too late before and after: that is held against nobody.
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
date,agent,shift,start,end,breaks,queue,activities,pinned,note,wish
2026-11-30,a1,early,09:00,17:00,11:30-12:00;15:00-15:15,,,,,
2026-11-30,a2,early,09:00,17:00,12:30-13:00;15:30-15:45,,,,,
2026-11-30,a3,late,10:00,18:00,13:00-13:30;16:00-16:15,,,,,
2026-11-30,a4,early,09:00,17:00,13:30-14:00;15:00-15:15,,,,,
2026-11-30,a5,late,10:00,18:00,14:00-14:30;16:30-16:45,,,,,
2026-12-01,a1,early,09:00,17:00,11:30-12:00;15:00-15:15,,standup 10:00-10:30,,,
2026-12-01,a2,early,09:00,17:00,12:30-13:00;15:30-15:45,,standup 10:00-10:30,,,
2026-12-01,a3,off,,,,,,,,
2026-12-01,a4,early,09:00,17:00,13:30-14:00;15:00-15:15,,standup 10:00-10:30,,,
2026-12-01,a5,late,10:00,18:00,14:00-14:30;16:30-16:45,,standup 10:00-10:30,,first late alone,
2026-12-02,a1,early,09:00,17:00,11:30-12:00;15:00-15:15,,,,,
2026-12-02,a2,early,09:00,17:00,12:30-13:00;15:30-15:45,,,,,
2026-12-02,a3,late,10:00,18:00,13:00-13:30;16:00-16:15,,,yes,"asked for it, by mail",blue
2026-12-02,a4,early,09:00,17:00,13:30-14:00;15:00-15:15,,,,,
2026-12-02,a5,off,,,,,,,,red
2026-12-03,a1,early,09:00,17:00,11:30-12:00;15:00-15:15,,,,,
2026-12-03,a2,off,,,,,,,,
2026-12-03,a3,late,10:00,18:00,13:00-13:30;16:00-16:15,,,,,
2026-12-03,a4,off,,,,,,,,
2026-12-03,a5,early,09:00,17:00,14:00-14:30;16:30-16:45,,,,,
CSV
cp out/roster.csv before.csv
paiban publish --quiet
echo "--- lawful, of one day, by name and by id"
try paiban swap 李娜 2026-12-02 a4 2026-12-02
try paiban swap a4 2026-12-02 a3 2026-12-02 --lang zh
echo "--- lawful, of two days"
try paiban swap a4 2026-12-02 a5 2026-12-03
try paiban swap 陈静 2026-12-03 a4 2026-12-02 --lang zh
try paiban swap a4 2026-12-02 a5 2026-12-03 --quiet
echo "--- not lawful"
try paiban swap a5 2026-12-01 a3 2026-12-02 --apply
try paiban swap a5 2026-12-01 a3 2026-12-02 --lang zh
cmp out/roster.csv before.csv
echo "--- cannot be asked"
try paiban swap "Dora Kline" 2026-12-02 a9 2026-12-02
try paiban swap a3 2026-12-02 a4 2026-12-24
try paiban swap a3 2026-12-01 a4 2026-12-02
try paiban swap a3 2026-12-02 a5 2026-12-03
try paiban swap a3 2026-12-02 a3 2026-12-03
try paiban swap a1 2026-12-02 a2 2026-12-02
try paiban swap a1 tomorrow a2 2026-12-02
try paiban swap a1 2026-12-02
try paiban swap a3 2026-12-02 a4 2026-12-24 --lang zh
echo "--- written: these rows and no others"
try paiban swap a3 2026-12-02 a4 2026-12-02 --apply --quiet
diff before.csv out/roster.csv || true
try paiban -C . swap a4 2026-12-02 a5 2026-12-03 --apply
diff before.csv out/roster.csv || true
echo "--- a roster of duties alone, in a file of its own, without a requirement"
rm out/requirement.csv out/requirement_deferred.csv 2> /dev/null || true
printf 'agent;date;shift\na5;2026-12-01;late\na4;2026-12-02;early\na4;2026-12-03;early\n' > hand.csv
try paiban swap a5 2026-12-01 a4 2026-12-02 --roster hand.csv --apply
cat hand.csv
echo "--- a roster that cannot be read"
sed -i 's/early/earyl/' hand.csv
try paiban swap a5 2026-12-01 a4 2026-12-02 --roster hand.csv
rm out/roster.csv
try paiban swap a5 2026-12-01 a4 2026-12-02 --apply
