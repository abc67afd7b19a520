# Two runs in one workspace: the second is refused, says by whom, and writes nothing.
paiban init ws --sample tiny --quiet
exec 9> ws/.paiban.lock
flock 9
code=0; paiban publish -C ws 2> words || code=$?
echo "exit $code"
sed 's/process [0-9]*/process N/' words
# a plan is refused before it searches, not after
flock -u 9
paiban forecast -q -C ws
paiban staff -q -C ws
flock 9
code=0; paiban plan -C ws > plan 2> words || code=$?
echo "exit $code, $(wc -c < plan) bytes"
grep -o 'another run' words
code=0; paiban plan -C ws -o - -t 1 2> words | grep -c '^2026' || code=$?
