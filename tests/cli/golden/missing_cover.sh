# One figure of missing cover: check and swap count the same hours where queues share their agents.
paiban init ws --sample shop --quiet
cd ws
paiban forecast --quiet
paiban staff --quiet
cat > out/roster.csv <<'CSV'
date,agent,shift
2026-09-28,a01,早班
2026-09-28,a02,晚班
2026-09-29,a01,早班
2026-09-29,a02,晚班
CSV
paiban check --json 2> /dev/null | grep '"missing_h"' || true
paiban swap a01 2026-09-28 a02 2026-09-28 --json 2> /dev/null | grep -A 2 '"missing_h"' || true
