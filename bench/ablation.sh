#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ablation.sh BUILD_DIR SECONDS SEEDS PROGRAM-ARGUMENTS…: the same problem (of desk: the same size) with each part of the roster
# engine left out in turn, seeds 1 to SEEDS, in processor seconds on one thread; median, least and most of the proven gaps:
# ablation.sh build/release 10 5 nrp Instance8.txt, or ablation.sh build/release 10 5 desk --agents 40.
set -eu
[ $# -ge 4 ] || { sed -n 3,5p "$0" >&2; exit 2; }
build=$1 seconds=$2 seeds=$3 program=$4
shift 4
echo "| without | median gap | least | most |"
echo "|---|---|---|---|"
for part in nothing ramp one-opt seeds smoothing dives windows pairs people mip tree chain counts; do
  for seed in $(seq "$seeds"); do
    "$build/bench/$program" "$@" --cpu --threads 1 --seconds "$seconds" --seed "$seed" --without "$part" | tail -1
  done | sed -E 's/objective=([0-9-]+) bound=([0-9-]+) .*/\1 \2/' | awk '{ print 100 * ($1 - $2) / $1 }' | sort -n |
    awk -v part="$part" '{ gap[NR] = $1 } END { printf "| %s | %.2f %% | %.2f | %.2f |\n", part, gap[int((NR + 1) / 2)], gap[1], gap[NR] }'
done
