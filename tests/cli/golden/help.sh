# Help goes to standard output and is no error; each language has its own.
paiban --version
paiban --help | head -5
paiban --help --lang zh | head -8
LANG=zh_CN.UTF-8 LC_ALL= paiban -h | head -2
LC_ALL=C LANGUAGE=en paiban -h | head -2
# a command that needs operands tells of them, and no error is said
paiban swap --help | sed -n 3,4p
paiban cover -h --lang zh | head -n 4
