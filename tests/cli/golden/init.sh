# A sample workspace is written whole, the same for the same seed, and never over files that exist.
paiban init shop
paiban init again --quiet
diff -r shop again
paiban init other --seed 2 --quiet
cmp shop/history.csv other/history.csv | sed 's/differ:.*/differ/' || true
paiban init "two words" --sample tiny
paiban init tiny --sample tiny --json
echo mine > shop/team.csv
code=0; paiban init shop || code=$?
echo "exit $code, team.csv: $(cat shop/team.csv)"
