# The tour on its samples: it must leave a sound base and a page that shows all three parts.
set -eu
"$EXAMPLE" > story.txt
cat story.txt
test -s tour.kith
test ! -e tour.kith-wal
grep -q '^2. Duplicates' story.txt
grep -q 'phone.vcf again: 0 created, 0 updated' story.txt
for part in 'Duplicates, and why' 'class="kith-waterfall"' 'A merge, before it is made' 'One contact:' 'Segment: Lapsing VIPs'; do grep -q "$part" tour.html; done
if grep -Eq '(src|href)=.?https?:' tour.html; then echo 'tour.html loads something from outside'; exit 1; fi
# The same on the reader's own files.
"$EXAMPLE" "$SOURCE/samples/google.csv" > own.txt
grep -q 'google.csv: csv' own.txt
# Nothing is replaced for a file that cannot be read.
if "$EXAMPLE" nosuch.vcf 2> said.txt; then echo 'a missing file was accepted'; exit 1; fi
grep -q "nosuch.vcf" said.txt
test -s tour.kith
"$EXAMPLE" --help | grep -q '^usage:'
