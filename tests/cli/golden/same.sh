# Same input and seed: the same bytes in every file, on one thread or two, and again.
for i in 1 2 3; do
  paiban init $i --sample tiny --quiet
  (cd $i && paiban run --threads $((i < 3 ? i : 1)) > ../out.$i 2> ../err.$i)
done
diff -r --exclude .paiban.lock 1 2
diff -r --exclude .paiban.lock 1 3
cmp out.1 out.2 && cmp err.1 err.2 && cmp err.1 err.3
ls 1/out
