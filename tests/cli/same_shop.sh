#!/bin/sh
# same_shop.sh PAIBAN: the sample shop's week planned on one thread and on two, with time enough that the work and
# not the clock ends it: the same bytes in every file and on the terminal.
set -eu
paiban=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
for n in 1 2; do
    "$paiban" init $n --sample shop --quiet
    (
        cd $n
        "$paiban" forecast --quiet
        "$paiban" staff --quiet
        "$paiban" plan --threads $n --time-limit 20m --lang en > ../out.$n 2> ../err.$n || test $? -eq 4
    )
done
diff -r --exclude .paiban.lock 1 2
cmp out.1 out.2
if grep -q "time limit cut" out.1; then
    echo "the clock cut it short: nothing is shown" >&2
    exit 1
fi
head -1 out.1
