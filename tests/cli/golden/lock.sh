# Two runs in one workspace: the second is refused, says by whom, and writes nothing.
paiban init ws --sample tiny --quiet
exec 9> ws/.paiban.lock
flock 9
code=0; paiban publish -C ws 2> words || code=$?
echo "exit $code"
sed 's/process [0-9]*/process N/' words
