#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# nrp_table.sh BUILD_DIR INSTANCES_DIR SECONDS THREADS [NUMBER…]: solves public instances (InstanceN.txt), judges each
# roster by nrp_check and prints a table against INSTANCES_DIR/known.csv. Extra options of nrp in $NRP_OPTIONS.
set -eu
[ $# -ge 4 ] || { sed -n 3,4p "$0" >&2; exit 2; }
build=$1 dir=$2 seconds=$3 threads=$4
shift 4
# shellcheck disable=SC2046  # numbers, one a line
[ $# -gt 0 ] || set -- $(cut -d, -f1 "$dir/known.csv" | tail -n +2)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
echo "| instance | best known | objective | gap | bound | proven gap | seconds | status | judged |"
echo "|---|---|---|---|---|---|---|---|---|"
for i in "$@"; do
  known=$(awk -F, -v i="$i" '$1 == i { print $2 }' "$dir/known.csv")
  # shellcheck disable=SC2086
  line=$("$build/bench/nrp" "$dir/Instance$i.txt" --seconds "$seconds" --threads "$threads" \
    --solution "$tmp/$i.sol" ${NRP_OPTIONS:-} | tail -1)
  if [ -f "$tmp/$i.sol" ]; then
    judged=$("$build/bench/nrp_check" "$dir/Instance$i.txt" "$tmp/$i.sol" | tail -1) || judged="BROKEN $judged"
  else
    judged="no roster"
  fi
  echo "$line" | tr ' ' '\n' | awk -F= -v i="$i" -v known="$known" -v judged="$judged" '
    { v[$1] = $2 }
    END {
      o = v["objective"]; b = v["bound"]
      gap = o == "none" ? "-" : sprintf("%.2f %%", 100 * (o - known) / known)
      proven = o == "none" || b == "none" ? "-" : sprintf("%.2f %%", 100 * (o - b) / o)
      printf "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", i, known, o, gap, b, proven, v["seconds"], v["status"], judged
    }'
done
