# The whole chain on the smallest sample: each stage says one thing, the end says what was made.
paiban init ws --sample tiny --quiet
paiban run -C ws
paiban check -C ws | head -n 1
paiban run -C ws --json --quiet > result.json
python3 - <<'P'
import json
r = json.load(open("result.json"))
print(r["exit"], [(s["stage"], s["exit"]) for s in r["stages"]])
P
cmp ws/history.csv <(paiban init other --sample tiny --quiet && cat other/history.csv)
