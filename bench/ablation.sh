#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ablation.sh BUILD_DIR SECONDS PROGRAM-ARGUMENTS…: the same problem with each part of the roster engine left out in turn, in
# processor seconds on one thread: ablation.sh build/release 10 nrp Instance8.txt, or ablation.sh build/release 10 desk --agents 40.
set -eu
[ $# -ge 3 ] || { sed -n 3,4p "$0" >&2; exit 2; }
build=$1 seconds=$2 program=$3
shift 3
echo "| without | objective | bound | seconds | status |"
echo "|---|---|---|---|---|"
for part in nothing ramp one-opt seeds smoothing dives windows pairs people mip tree; do
  line=$("$build/bench/$program" "$@" --cpu --threads 1 --seconds "$seconds" --without "$part" | tail -1)
  echo "$line" | tr ' ' '\n' | awk -F= -v part="$part" '
    { v[$1] = $2 }
    END { printf "| %s | %s | %s | %s | %s |\n", part, v["objective"], v["bound"], v["seconds"], v["status"] }'
done
