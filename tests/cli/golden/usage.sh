# Wrong command lines: exit code 2, one line that says what is wrong, nothing else on standard output.
try() {
  code=0
  "$@" || code=$?
  echo "exit $code"
}
try paiban 2>/dev/null # shows the help
try paiban plann
try paiban --colour
try paiban --threads
try paiban --threads=0
try paiban --lang=fr
try paiban --quiet=yes
LANGUAGE=zh try paiban plann
try paiban --lang zh --seed=x
PAIBAN_NOW=yesterday try paiban --version
try paiban plann --json
