# A history as a Chinese spreadsheet saves it (GB18030, CRLF, slashes), with a week missing and every 11th
# day half seen; then a log of one row a contact; then what is refused.
history() {
  awk 'BEGIN {
    printf "时间,队列,来电量\r\n"
    for (day = 0; day < 70; day++) {
      if (day >= 30 && day < 37) continue
      t = day + 4 # 2026-01-05, a Monday
      month = t < 31 ? 1 : t < 59 ? 2 : 3
      date = month == 1 ? t + 1 : month == 2 ? t - 30 : t - 58
      for (s = 18; s < 36; s++) {
        if (day % 11 == 3 && s > 26) continue
        n = day % 7 > 4 ? 5 : 20 + (s % 3) + (day % 5)
        printf "2026/%d/%d %02d:%02d,电话,%d\r\n", month, date, s / 2, s % 2 * 30, n
      }
    }
  }' | iconv -f UTF-8 -t GB18030
}
short() { awk -F, 'NR == 1 || $3 > 0 { if (NR > 1) $3 = sprintf("%.0f", $3); print $1, $2, $3 }' | sed -n "${1:-1,4p}"; }
history >h.csv
paiban forecast --history h.csv --timezone Asia/Shanghai --days 2 | short '1,3p;10p'
paiban forecast --history h.csv --timezone Asia/Shanghai --open "09:00-12:00" --days 2 --quiet | short '1,20p' | wc -l
paiban forecast --history h.csv --timezone Asia/Shanghai --from 2026-03-09 --days 7 --slot-minutes 60 --quiet | short '2,3p'
paiban forecast --history h.csv --backtest 3 --days 7 | sed -n '1,4p'
paiban forecast --history h.csv --from 2026-03-09 --explain 2026-03-10 --lang zh | sed -n '3p'
awk 'BEGIN { print "arrived,queue"; for (d = 1; d < 29; d++) for (i = 0; i < 40; i++)
  printf "2026-02-%02dT%02d:%02d:00,chat\n", d, 9 + i % 8, (i * 7) % 60 }' >log.csv
paiban forecast --history log.csv --slot-minutes 60 --days 1 --quiet | short '2,3p'
for bad in "--timezone Mars/Base" "--slot-minutes 7" "--open noon" "--explain 2020-01-01" "--explain 2026-03-20 vip"; do
  code=0
  paiban forecast --history h.csv $bad >/dev/null || code=$?
  echo "exit $code"
done
