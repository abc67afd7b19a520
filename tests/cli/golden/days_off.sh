# The roster decides every day it is for: a row for each person and day, and publish takes a duty of the last
# day away when that day becomes free.
paiban init ws --sample tiny --quiet
cd ws
paiban run --quiet
python3 - <<'P'
import csv
agents = [r for r in open("agents.csv", encoding="utf-8") if r[0] == "a" and r[1].isdigit()]
rows = list(csv.DictReader(open("out/roster.csv")))
days = sorted({r["date"] for r in rows})
cells = {(r["date"], r["agent"]) for r in rows}
print(len(days), "days,", len(agents), "agents,", len(rows), "rows,", len(cells), "cells")
print("off on the way:", any(r["shift"] == "off" for r in rows))
P
paiban publish --quiet
paiban check | head -n 1
# the last day of the last roster becomes a day off for whoever works then
python3 - <<'P'
import csv
rows = list(csv.DictReader(open("out/roster.csv")))
last = max(r["date"] for r in rows)
for r in rows:
    if r["date"] == last and r["shift"] != "off":
        r.update(shift="off", start="", end="", breaks="", note="off by hand", pinned="yes")
        n = r["agent"]
with open("out/roster.csv", "w", newline="") as f:
    w = csv.DictWriter(f, rows[0].keys())
    w.writeheader()
    w.writerows(rows)
P
paiban publish --dry-run --quiet | cut -d, -f1-4
paiban publish --dry-run --quiet --json | sed -n "/changes\":/,/}/p"
# a pinned day off stays with its note when the week is planned again
grep -c 'off by hand' out/roster.csv
paiban plan --quiet
grep -c 'off,.*yes,off by hand' out/roster.csv
