# What rules mean, which can never hold, and what a broken one is shown with.
paiban init ws --sample tiny --quiet
cd ws
paiban check --rules
echo "a typo"
sed -i 's/^max_days_in_row/max_day_in_row/' rules.csv
paiban check --rules || echo "exit $?"
sed -i 's/^max_day_in_row/max_days_in_row/' rules.csv
echo "more than the other limits leave, and more people than there are"
printf 'rest_days_per_week,all,4,\nmin_hours_week,a2,38,\nmin_agents,all,9,\nmax_kind,all,night 3,\n' >> rules.csv
paiban check --rules --lang zh | grep '^  !'
sed -i '/^rest_days_per_week\|^min_hours_week\|^min_agents\|^max_kind/d' rules.csv
echo "late, and early on the next day: evidence and place"
printf 'date,agent,shift,start,end\n2026-11-30,a2,late,,\n2026-12-01,a2,early,04:00,12:00\n2026-12-02,a2,off,,\n' > hand.csv
paiban check hand.csv --quiet --json | python3 -c '
import json, sys
for f in json.load(sys.stdin)["findings"]:
    if f["hard"]:
        print(f["check"], f["found"], f["limit"], f.get("source"), f["evidence"])'
paiban check hand.csv --quiet | grep -A1 '^  !' || true
echo "other ways to write a value"
printf 'rule,who,value,cost\nrole_on_shift,all,leader early,\nrole_on_shift,all,"leader,late,2",\nforbid_next,all,late -> early,\nforbid_next,a1,late->off,\nmax_kind,all,late=6,\n' > rules.csv
paiban check --rules | cut -d';' -f1
