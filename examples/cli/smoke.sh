# The main job from the command line, on files made here.
set -eu
export KITH_DB=smoke.kith LC_ALL=C.UTF-8
kith() { "$EXAMPLE" "$@"; }
expect() { # expect WORDS: the last output holds them
    grep -qF -- "$1" out.txt || { echo "expected: $1"; echo "found:"; cat out.txt; exit 1; }
}
fails() { # fails CODE COMMAND...: it exits with the code
    want=$1; shift
    got=0; "$EXAMPLE" "$@" > out.txt 2>&1 || got=$?
    [ "$got" = "$want" ] || { echo "kith $*: exit $got, not $want"; cat out.txt; exit 1; }
}

fails 1 list                                  # there is no file yet
expect "does not exist"
kith new --region JP --zone Asia/Tokyo
fails 1 new
kith add name.full='山田 太郎' email=taro@example.jp phone=03-5550-1234 tags=vip > out.txt; expect 1
kith add name.given=Taro name.family=Yamada email=taro@example.jp phone='+81 3 5550 1234' > out.txt; expect 2
kith add name.given=Ada name.family=Lovelace birthday=1815-12-10 > out.txt; expect 3
fails 1 add nmae.given=x
expect "did you mean"
kith show 1 > out.txt; expect "太郎"
kith edit 3 notes='Prefers letters' > out.txt; expect "Prefers letters"
kith log ada --channel phone --direction inbound --subject 'Notes on the engine' > out.txt; expect 1
kith tag ada translator
kith search 山 > out.txt; expect "山田 太郎"
kith search yam > out.txt; expect "Taro Yamada"
kith query 'tag = vip' > out.txt; expect "taro@example.jp"
kith query 'has interaction (channel = phone)' --json > out.txt; expect '"name.given":"Ada"'
fails 1 query 'tagg = vip'
expect "line 1, column 1"
kith query 'tag = vip' --explain > out.txt; expect "SELECT"
kith segment VIPs 'tag = vip'
kith segment > out.txt; expect "tag = vip"
kith dupes --threshold 0.5 --explain > out.txt 2>&1; expect "bits"
kith dupes --threshold 0.5 --pairs pairs.csv 2> out.txt; head -1 pairs.csv > out.txt; expect "a,b,probability"
kith merge 1 2 --dry-run > out.txt 2>&1; expect "nothing was written"
kith merge 1 2 > out.txt; expect "merge 1 into 1"
kith list > out.txt; if grep -q Yamada out.txt; then cat out.txt; exit 1; fi
kith unmerge 1 > out.txt; kith list > out.txt; expect "Yamada"
kith history 3 > out.txt; expect "notes"
kith history > out.txt; expect "transaction"

printf 'Mitglied,Name,E-Mail,Stadt,Schuh\nM1,Jörg Müller,joerg@example.de,Köln,43\nM2,Ines Groß,ines@example.de,Ulm,38\n' > members.csv
kith import members.csv --map Name=name.full --map Stadt=address.locality --map Schuh=field.shoe --external-id Mitglied > out.txt
expect "2 created"
kith import members.csv --map Name=name.full --map Stadt=address.locality --map Schuh=field.shoe --external-id Mitglied > out.txt
expect "2 unchanged"
kith query 'field.shoe = "38"' > out.txt; expect "Ines"
kith undo --batch 1 > out.txt; expect "taken back"
kith query 'email = "ines@example.de"' --count > out.txt; expect 0
kith export all.vcf && kith export all.csv && kith export all.jsonl --type all
KITH_DB=copy.kith kith new --region JP
KITH_DB=copy.kith kith import all.vcf > out.txt; expect "3 created"
kith stats > out.txt; expect "contact"
kith verify
fails 2 nonsense
