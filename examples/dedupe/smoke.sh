# A sheet of people who are in it twice, in two encodings: what comes out, and what it never does.
set -eu
cat > people.csv <<'CSV'
Nr,First Name,Last Name,Business Phone,Mobile Phone,E-mail Address,Birthday,City,Shoe size
1,Ada,Lovelace,020 7946 0018,,ada@engines.example,1975-12-10,London,38
2,Charles,Babbage,020 7946 0100,,charles@engines.example,1971-12-26,London,44
3,Ada,Lovelace,,07700 900123,ada@home.example,10 December 1975,London,
4,Mary,Somerville,,07700 900456,mary@stars.example,1980-12-26,Oxford,37
5,ADA,LOVELACE,020 7946 0018,,ada@engines.example,1975-12-10,,38
6,George,Boole,,,george@logic.example,31 February 1975,Cork,41
CSV
status=0; "$EXAMPLE" people.csv --region GB > said.txt || status=$?
cat said.txt
[ "$status" = 0 ]
for file in people-clean.csv people-report.html people.kith; do test -s "$file"; done
[ -z "$(ls ./*.part* people.kith-* 2> /dev/null)" ] || { ls; exit 1; }
# The columns of the file, in their order; a column that nobody knows is there too, and one for the second e-mail.
head -1 people-clean.csv | tr -d '\r\357\273\277' > header.txt
grep -q '^Nr,First Name,Last Name,Business Phone,Mobile Phone,E-mail Address,Birthday,City,Shoe size,email\[2\]' header.txt
[ "$(grep -ci lovelace people-clean.csv)" = 1 ]
[ "$(wc -l < people-clean.csv)" = 5 ]
grep -i lovelace people-clean.csv > ada.txt
grep -q '020 7946 0018,07700 900123,ada@engines.example,1975-12-10,London,38,ada@home.example' ada.txt
for part in United 'To be looked at' 'Not understood' 'class="kith-waterfall"' 'unmerge' '<tr><td>7<td>'; do
    grep -q "$part" people-report.html || { echo "the report lacks $part"; exit 1; }
done
if grep -Eq '(src|href)=.?https?:' people-report.html; then echo 'the report loads something from outside'; exit 1; fi
# Nothing is replaced unasked.
cp people-clean.csv before.csv
if "$EXAMPLE" people.csv 2> said.txt; then echo 'files were replaced'; exit 1; fi
grep -q 'exists; --force replaces it' said.txt
cmp people-clean.csv before.csv
"$EXAMPLE" people.csv --region GB --force > /dev/null
# A merge is taken back as the report says.
if [ -n "${KITH:-}" ]; then
    "$KITH" --db people.kith unmerge 1 > said.txt
    [ "$("$KITH" --db people.kith query 'name.family = Lovelace' --count)" -ge 2 ]
    "$KITH" --db people.kith verify
fi
# What was cleaned is clean.
"$EXAMPLE" before.csv --region GB --out again > said.txt
grep -q '4 records, 4 after 0 merges' said.txt
# Japanese, as spreadsheets there write it.
printf '氏名,ふりがな,メールアドレス,電話番号,住所\n山田 太郎,やまだ たろう,taro@mihon.example,03-5550-1234,東京都千代田区見本町1-2-3\n佐藤 花子,さとう はなこ,hanako@mihon.example,090-5550-9876,大阪府大阪市北区雛形1-30-14\n山田　太郎,ﾔﾏﾀﾞ ﾀﾛｳ,taro@mihon.example,０３（５５５０）１２３４,東京都千代田区見本町一丁目2番3号\n' > utf8.csv
iconv -f UTF-8 -t CP932 utf8.csv > 名簿.csv
"$EXAMPLE" 名簿.csv --region JP --out 名簿 > said.txt
cat said.txt
grep -q '3 records, 2 after 1 merges' said.txt
grep -q '^.*氏名,ふりがな,メールアドレス,電話番号,住所' 名簿/名簿-clean.csv
[ "$(grep -c 太郎 名簿/名簿-clean.csv)" = 1 ]
"$EXAMPLE" 名簿.csv --region JP --encoding Shift_JIS --out 指定 > said.txt
cmp 名簿/名簿-clean.csv 指定/名簿-clean.csv
printf 'Company,Phone\nAnalytical Engines Ltd,020 7946 0018\nDifference Works,020 7946 0100\nAnalytical Engines Limited,+44 20 7946 0018\n' > firms.csv
"$EXAMPLE" firms.csv --type organization --region GB --threshold 0.9 > said.txt
grep -q '3 records, 2 after 1 merges' said.txt
# An identifier of each row; of those that are united all stay.
printf 'external_id,Name,Email\nA1,Ada Lovelace,ada@engines.example\nA2,Lovelace Ada,ada@engines.example\nA3,Mary Somerville,mary@stars.example\n' > ids.csv
"$EXAMPLE" ids.csv --region GB --threshold 0.8 > said.txt
grep -q '3 records, 2 after 1 merges' said.txt
grep -q 'A1.*A2' ids-clean.csv
# What fails leaves nothing.
if "$EXAMPLE" nosuch.csv --out failed 2> said.txt; then echo 'a missing file was accepted'; exit 1; fi
grep -q nosuch.csv said.txt
[ -z "$(ls -A failed)" ]
status=0; "$EXAMPLE" people.csv --threshold 2 2> said.txt || status=$?; [ "$status" = 2 ]
status=0; "$EXAMPLE" 2> said.txt || status=$?; [ "$status" = 2 ]
"$EXAMPLE" --help | grep -q threshold
