# With --json messages are JSON lines, the same keys in every language.
paiban --json --seed=x --threads=99 --lang zh
