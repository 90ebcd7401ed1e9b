# The example says what it should.
set -eu
"$EXAMPLE" > said.txt
cat said.txt
grep -q 'Forty days later' said.txt
grep -q 'Bianchi' said.txt
grep -q 'yes .*has no interaction' said.txt
grep -q 'Tagged: 3, tasks: 3' said.txt
grep -q 'And taken back: 0' said.txt
grep -q 'A month ago: 1 were quiet, of 5' said.txt
