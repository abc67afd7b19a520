#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# bench/forecast.sh HISTORY_DIR [N_ORIGINS [PEER=N …]]
#
# Accuracy and time of the forecast on real histories (timestamp,volume files and holidays.csv), beside peers
# at the same origins: stlf and tbats of R (r-cran-forecast), prophet, mstl and autoets of Python (a virtual
# environment with prophet and statsforecast; PYTHON names its interpreter). PEER=N: run that peer on N of the
# origins, which may take minutes each; results are kept under build/bench/forecast and not made again.
# candidate (needs numpy) is the reference method of forecast_candidate.py, a few seconds for all series.
# Example: bench/forecast.sh ../histories 9 stlf=9 prophet=3 tbats=3 candidate=9
set -eu
cd "$(dirname "$0")/.."
source=$1
origins=${2:-9}
[ $# -lt 2 ] || shift
shift
work=build/bench/forecast
cmake --preset release >/dev/null
cmake --build build/release --target forecast_bench forecast_cover >/dev/null
series=$(python3 bench/forecast_prepare.py "$source" "$work" "$origins")
for peer in "$@"; do
  method=${peer%%=*} n=${peer##*=}
  for s in $series; do
    case $method in
    candidate) "${PYTHON:-python3}" bench/forecast_candidate.py "$work" "$s" "$n" ;;
    stlf | tbats) Rscript bench/forecast_peers.R "$work" "$method" "$s" "$n" ;;
    *) "${PYTHON:-python3}" bench/forecast_peers.py "$work" "$method" "$s" "$n" ;;
    esac
  done
done
build/release/bench/forecast_bench "$work"
build/release/bench/forecast_bench "$work" speed
build/release/bench/forecast_cover "$work"
