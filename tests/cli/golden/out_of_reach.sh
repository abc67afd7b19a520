# Hours that no shift reaches, and those of the first morning that only the night before the plan could.
paiban init ws --sample tiny --quiet
cd ws
rm activities.csv
echo 'night,night,22:00,02:00' >> shifts.csv
cat > need.csv <<'T'
start,queue,required,scheduled
2026-11-30T00:30,support,1,1
2026-11-30T19:00,support,1,1
2026-12-01T00:30,support,1,1
T
paiban plan --requirement need.csv --from 2026-11-30 --days 2 | grep ' 00:30-\| 19:00-'
