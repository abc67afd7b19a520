#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# clients.sh PAIBAN [CLIENTS [ZONES]]: publishes a fortnight, then its re-plan (shifts moved, removed, swapped and added
# over the end of daylight saving, Chinese names, leave), in each zone (default: three), and lets real calendar
# clients read both (calendar-clients.sh). CLIENTS: those to drive, default the ones that apt has and that
# are small; "all" drives everything (one to two minutes a zone). Exit 77: none of them is installed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
paiban=$(readlink -f "$1")
clients=${2:-lint python-icalendar khal radicale}
command -v khal >/dev/null && command -v radicale >/dev/null && /usr/bin/python3 -c 'import icalendar' 2>/dev/null || exit 77
[ "$clients" = all ] && clients=
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
for zone in ${3:-Europe/Berlin Asia/Shanghai America/New_York}; do
  dir=$work/$(basename "$zone")
  python3 "$here/scenario.py" pair "$dir" "$zone"
  PAIBAN_NOW=2026-10-15T08:00:00Z "$paiban" publish -q -C "$dir" --alarm 30m
  cp "$dir/out/calendars/import/1042.ics" "$dir/old.ics"
  PAIBAN_NOW=2026-10-18T09:30:00Z "$paiban" publish -q -C "$dir" --alarm 30m "$dir/new.csv"
  for f in "$dir"/out/calendars/*/*.ics "$dir"/out/calendars/*.ics "$dir"/out/calendars/messages/*/*.ics; do
    bash "$here/calendar-clients.sh" --lint "$f" >"$work/lint" || { echo "$f"; cat "$work/lint"; bad=1; }
  done
  echo "== $zone"
  CLIENT_TZ=$zone ONLY=$clients VERBOSE=0 MESSAGES="$dir/out/calendars/messages/1042" \
    bash "$here/calendar-clients.sh" "$dir/old.ics" "$dir/out/calendars/import/1042.ics" || bad=1
done
exit $bad
