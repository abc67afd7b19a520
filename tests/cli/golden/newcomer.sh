# What a newcomer meets: things that are not there yet, misspelt words, a shift that the law forbids.
paiban check -C nowhere || echo "exit $?"
paiban init '' || echo "exit $?"
paiban init ws --sample tiny --quiet
cd ws
for c in staff plan check simulate publish report; do
  paiban $c || echo "$c: exit $?"
done
paiban plna || echo "exit $?"
paiban plan --tme-limit 5 || echo "exit $?"
paiban forecast phone || echo "exit $?"
paiban help plan | sed -n '4p'
# nine hours without a break: Chinese law knows no such day
sed -i 's/^law,.*/law,cn/' team.csv
printf 'shift,kind,start,end\nlong,day,08:00,17:00\n' > shifts.csv
paiban run --time-limit 2 > /dev/null 2> words || true
grep -E 'nobody may|no contact' words
# a roster of no rows
printf 'date,agent,shift\n' > empty.csv
paiban report empty.csv || echo "exit $?"
paiban check empty.csv || echo "exit $?"
# what is kept in files does not depend on --quiet
cd ..
paiban init quiet --sample tiny --quiet
paiban run -q -C quiet
head -n 1 quiet/out/plan.txt quiet/out/check.txt | cut -c 1-16
# publishing what breaks a rule is allowed, but not silent
cd quiet
sed -i '0,/,early,09:00,17:00,[^,]*/s//,early,04:00,23:00,/' out/roster.csv
paiban publish 2>&1 > /dev/null | grep -c 'hard rule'
# a queue that nobody can serve is told before the plan, not found in it
cd ..
paiban init alone --sample tiny --quiet
cd alone
printf 'vip,voice,0.8,20,90,240,1,Mon-Fri 09:00,Mon-Fri 18:00,0.05\n' >> queues.csv
sed -n '/^20/s/support/vip/p' history.csv > history-vip.csv
sed -i '1i start,queue,contacts,aht_s' history-vip.csv
paiban run --quiet --time-limit 2
grep -A1 -- '-[0-9:]* vip short' out/plan.txt | head -n 2 | cut -c 13-
paiban run --time-limit 2 --lang zh 2>&1 > /dev/null | grep '^警告'
# why, but whom and when?
paiban plan --why 王芳 || echo "exit $?"
paiban plan --why 王方 2026-12-01 || echo "exit $?"
paiban publish --alarm 30 || echo "exit $?"
