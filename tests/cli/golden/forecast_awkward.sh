# Histories as they should not be, one after the other: what comes out, and what is said of it.
days() { # FIRST LAST STEP CONTACTS: 09:00-18:00 of these days of January 2026
  awk -v a="$1" -v b="$2" -v step="$3" -v n="$4" 'BEGIN {
    print "start,queue,contacts"
    for (d = a; d <= b; d++) for (m = 540; m < 1080; m += step)
      printf "2026-01-%02dT%02d:%02d,q,%g\n", d, m / 60, m % 60, n + (d + m / step) % 3 - 1 }'
}
sum() { awk -F, 'NR > 1 { s += $3; if ($3 < 0 || $4 < 0 || $6 < 0) print "negative:", $0; if ($3 > 0) n++ }
  END { printf "%d slots of %d, %.0f contacts\n", n, NR - 1, s }'; }
try() { # TITLE FILE OPTIONS
  echo "-- $1"
  echo "-- $1" >&2
  shift
  file=$1
  shift
  paiban forecast --history "$file" "$@" >out.csv && sum <out.csv || echo "exit $?"
}
days 5 7 30 10 >three.csv
try "three days of history" three.csv --days 7
printf 'start,queue,contacts\n2026-01-05T10:00,q,3\n' >one.csv
try "one slot of history" one.csv --days 2
printf 'start,queue,contacts\n2026-01-05T10:00,q,-3\n2026-01-05T10:30,q,\n2026-01-05T11:00,,4\n2026-01-05T11:30,q,many\n' >bad.csv
try "negative, empty, nameless, a word" bad.csv
(days 5 25 30 10 && echo 2026-01-20T10:00,q,12) >doubled.csv
try "a slot told twice" doubled.csv --days 7
days 5 25 30 0 | awk -F, 'NR == 1 { print } NR > 1 { print $1 ",q,0" }' >zeros.csv
try "nothing but zeros" zeros.csv --days 7
for step in 5 10 15 20 30 60; do
  days 5 25 $step $((2 * step)) >step.csv
  try "slots of $step minutes" step.csv --days 7
done
try "slots of 60 minutes asked for in 15" step.csv --days 7 --slot-minutes 15
(days 5 11 30 10 && days 26 31 30 10 | sed 1d) >gap.csv
try "two weeks missing in the middle" gap.csv --days 7
try "a month between history and forecast" gap.csv --from 2026-03-02 --days 7
(days 5 31 30 10 && days 5 11 30 10 | sed '1d; s/,q,/,old,/' && days 27 31 30 4 | sed '1d; s/,q,/,new,/') >three.csv
try "one queue opens late, one has stopped" three.csv --days 7
days 4 31 30 10 | awk -F, 'NR == 1 { print } NR > 1 { d = substr($1, 9, 2) % 7; print $1 "," $2 "," (d == 2 || d == 3 ? 1 : $3) }' >sunday.csv
printf 'date,day,name\n2026-02-04,statutory_holiday,feast\n' >feast.csv
echo "-- a week from Sunday to Thursday: eve, feast; Thursday is a bridge to Friday's rest"
for day in 2026-02-03 2026-02-04 2026-02-05; do
  paiban forecast --history sunday.csv --calendar feast.csv --explain $day | sed -n '/learnt from [0-9]* such/p'
done
awk 'BEGIN { print "start,contacts"; for (d = 1; d <= 28; d++) for (s = 0; s < 48; s++)
  printf "2026-03-%02dT%02d:%02d,%d\n", d, s / 2, s % 2 * 30, 10 }' >night.csv
try "the day of 23 hours" night.csv --timezone Europe/Berlin --from 2026-03-29 --days 1
try "the day of 25 hours" night.csv --timezone Europe/Berlin --from 2026-10-25 --days 1
awk 'BEGIN { print "start,contacts,abandoned"; for (d = 1; d <= 28; d++) for (s = 18; s < 36; s++)
  printf "2026-02-%02dT%02d:%02d,20,%d\n", d, s / 2, s % 2 * 30, s == 20 ? 6 : 2 }' >left.csv
paiban forecast --history left.csv --days 1 --quiet | awk -F, 'NR == 1 || /T09:30|T10:00/ { print $1, $3 + 0, $NF + 0 }'
# queues that queues.csv has not: left out, or an error where there is no other
paiban init names --sample tiny --quiet
cd names
sed -n '/^20/s/support/old_line/p' history.csv > history-old.csv
sed -i '1i start,queue,contacts,aht_s' history-old.csv
paiban forecast
paiban staff
cut -d, -f2 out/forecast.csv | sort -u
paiban hire --months 1 --quiet && head -n 2 out/hiring.csv | cut -d, -f1,6
sed -i 's/support/helpline/' history.csv
paiban forecast || echo "exit $?"
paiban hire --months 1 --quiet || echo "exit $?"
# a handle time in minutes and seconds, and more errors than are shown
rm history-old.csv
sed -i 's/helpline/support/; s/,[0-9.]*$/,04:10/' history.csv
paiban forecast 2>&1 | sed -n '1p;$p'
