# Three weeks in pieces of a week: the pieces keep the rules of one plan, a piece that has no roster is told of, and what --roll takes.
paiban init . --sample tiny --quiet
paiban forecast --days 21 --quiet
paiban staff --quiet
paiban plan --days 21 --roll 7 | sed -n '1,5p'
paiban check --days 21 | grep standup
paiban check --days 21 >/dev/null && echo "the auditor passes all three weeks"
cut -d, -f1 out/roster.csv | sort -u | wc -l
ls rosters 2>/dev/null
paiban plan --days 21 --roll month --no-proof | sed -n '1,4p'
paiban plan --days 21 --no-proof | sed -n '1p'
paiban plan --days 21 --roll week || echo "exit $?"
echo "max_shifts,all,3," >>rules.csv
echo "min_agents,all,1," >>rules.csv
paiban plan --days 21 --roll 7 --no-proof | sed -n '1,2p'
