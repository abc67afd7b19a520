#!/bin/sh
# bench/real_week.sh HISTORY.csv … : `paiban run` on a team of 24 for a week, made from each real history;
# prints the program's own summary (cost, bound, gap) and the time taken. PAIBAN names the program.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
paiban=${PAIBAN:-$here/../build/release/bin/paiban}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for history in "$@"; do
  name=$(basename "$history" .csv)
  echo "== $name"
  python3 "$here/real_workspace.py" "$history" "$folder/$name"
  began=$(date +%s)
  code=0
  "$paiban" run -C "$folder/$name" || code=$?
  echo "exit $code, $(($(date +%s) - began)) s"
done
