# The requirement from two files, its derivation, what-if, and the simulator on it.
cat > queues.csv <<'END'
queue,channel,service_level,within_s,answer_rate,max_occupancy,patience_s,concurrency,aht_s,deadline_h,opens,closes,shrinkage,priority
phone,voice,80%,20,95%,88%,120,,,,08:00,12:00,12%,
vip,voice,90%,10,,,180,,,,08:00,12:00,12%,5
chat,chat,80%,30,,,120,3,,,08:00,12:00,12%,
mail,deferred,,,,,,,,2,08:00,12:00,12%,
END
{
  echo start,queue,contacts,aht_s
  for t in 08:00 08:30 09:00 09:30 10:00 10:30 11:00 11:30; do
    echo "2026-11-30T$t,phone,60,300"
    echo "2026-11-30T$t,vip,20,360"
    echo "2026-11-30T$t,chat,40,600"
    echo "2026-11-30T$t,mail,6,600"
  done
} > forecast.csv
cat > agents.csv <<'END'
agent,name,skills
a,A,phone
b,B,phone;vip
c,C,vip;mail
d,D,chat
END
files="--forecast forecast.csv --queues queues.csv"
paiban staff $files --agents agents.csv -o - -q | grep T10:00 | cut -d, -f1-4,10
paiban staff $files --agents agents.csv -o r.csv
paiban staff $files --explain 2026-11-30T10:00 vip
paiban staff $files --explain 2026-11-30T10:00 chat --json
paiban staff $files --what-if agents=9 vip | grep T10:00 | cut -d, -f1-3
paiban staff $files --policy quantile --quantile 90% -o - -q | grep T10:00,phone | cut -d, -f3
paiban simulate $files --replications 20 --threads 2 -o one.csv -q
paiban simulate $files --replications 20 --threads 1 -o two.csv -q
cmp one.csv two.csv
head -1 one.csv
paiban simulate $files --replications 4 --until 5%
paiban simulate $files --requirement r.csv --handle fixed --json --replications 4 | grep -c service_level
paiban staff $files --explain 2026-11-30T10:00 nobody || echo "exit $?"
paiban staff $files --explain tomorrow vip || echo "exit $?"
paiban staff $files --explain 2027-01-01T10:00 vip || echo "exit $?"
paiban staff $files --what-if agents=many || echo "exit $?"
paiban staff --forecast none.csv --queues queues.csv || echo "exit $?"
