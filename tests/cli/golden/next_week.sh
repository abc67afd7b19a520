# From week to week: the roster that a plan replaces stays in rosters/, so that rest times and fair shares go on.
paiban init ws --sample tiny --quiet
cd ws
ls rosters
paiban run --quiet
first=$(sed -n 2p out/roster.csv | cut -d, -f1)
next=$(date -u -d "$first + 7 days" +%F)
cp out/roster.csv last
echo "the same week again"
paiban plan > /dev/null
ls rosters
echo "the next week, and somebody has left"
sed -i '3d' agents.csv
rm -f requests.csv absences.csv
paiban run --from "$next" 2>&1 | grep -E 'kept as|not in agents' | sed "s/$first/FIRST/g" || true
cmp last "rosters/$first.csv"
echo "once more: what is kept is not touched"
echo '# by hand' >> "rosters/$first.csv"
paiban run --from "$next" 2>&1 | grep -c 'kept as' || true
tail -n 1 "rosters/$first.csv"
paiban check | head -n 1 | cut -c 1-20
echo "the first week planned anew is what counts"
paiban run --quiet --from "$first"
cp out/roster.csv anew
paiban run --quiet --from "$next"
cmp anew "rosters/$first.csv"
paiban run --quiet --from "$first" --days 3
paiban run --quiet --from "$next"
ls rosters | wc -l
cmp anew "rosters/$first.csv"
echo "a calendar month"
paiban run --quiet --month 2026-12
sed -n '2p;$p' out/roster.csv | cut -d, -f1
paiban plan --month 2026-12 --days 3 2>&1 || true
