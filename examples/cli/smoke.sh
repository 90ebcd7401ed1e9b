# The main job from the command line, on files made here.
set -eu
export KITH_DB=smoke.kith LC_ALL=C.UTF-8
kith() { "$EXAMPLE" "$@"; }
expect() { # expect WORDS: the last output holds them
    grep -qF -- "$1" out.txt || { echo "expected: $1"; echo "found:"; cat out.txt; exit 1; }
}
lacks() { # lacks WORDS: the last output does not hold them
    if grep -qF -- "$1" out.txt; then echo "not expected: $1"; echo "found:"; cat out.txt; exit 1; fi
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
kith query 'tag = vip' --explain > out.txt; expect "SELECT"; expect "to visit"
kith query 'tag=vip AND (given is known)' --format > out.txt; expect "tag = vip and given is known"
kith query 'tag = vip' --to-json > query.json; cp query.json out.txt; expect '{"kith_query":1,"where":{"test":"tag","op":"=","value":"vip"}}'
kith query --from-json "$(cat query.json)" > out.txt; expect "taro@example.jp"
kith query --from-json "$(cat query.json)" --format > out.txt; expect "tag = vip"
fails 1 query --from-json '{"kith_query":1,"were":{}}'
expect "/were: expected a key"
kith query 'tag = vip' --count --as-of 2001-01-01T00:00:00Z > out.txt; expect 0
kith query 'tag = vip' --as-of 2199-01-01T00:00:00Z > out.txt; expect "taro@example.jp"
kith query 'given = :n and created within last :days days' --param n=Ada --param days=2 > out.txt; expect Lovelace
kith query 'given in (:n)' --param n=Ada --param n=Taro --count > out.txt; expect 2
kith query 'family = :n' --param n=007 --count > out.txt; expect 0
fails 1 query 'given = :n' --param =x
expect "NAME=VALUE"
fails 1 query 'created within last :n days' --param n=many
expect "a whole number from 1 to 99999"
kith query 'order by name' --page 2 --fields given > out.txt 2> next.txt; kith query 'order by name' --page 2 --after "$(sed "s/^next page: --after '//; s/'\$//" next.txt)" > out.txt; expect 山田; lacks Lovelace
fails 1 query 'order by name' --page 2 --after nowhere
expect "no place"
fails 2 query 'order by name' --after nowhere
fails 1 query "tag = vip" --as-of ""
fails 1 query 'tag = vip' --as-of yesterday
kith bulk 'tag = vip' --set source=fair --tag seen --dry-run > out.txt 2>&1; expect "would change 1 of 1"
kith query 'tag = seen' --count > out.txt; expect 0
kith bulk 'tag = vip' --set source=fair --tag seen > out.txt 2>&1; expect "changed 1 of 1"; expect "takes it back"
kith query 'tag = seen and source = fair' --count > out.txt; expect 1
fails 1 bulk 'tag = vip' --set sauce=fair
kith segment VIPs 'tag = vip'
kith segment > out.txt; expect "tag = vip"
kith segment Calls 'in segment VIPs and has interaction' 2> out.txt
kith why 1 --segment Calls > out.txt; expect "no       in segment VIPs and has interaction"; expect "tag: seen, vip"; expect "count interaction: 0"
kith why 3 'family != Lovelace or has interaction (channel = phone)' --json > out.txt; expect '"title":"'; expect '"holds":"yes"'
kith why 1 'birthday < 2000' > out.txt; expect "unknown  birthday < 2000"
fails 1 why 1 --segment Nobody
kith segment Warm 'tag = warm' --live 2> out.txt; kith segment > out.txt; expect "live query"
kith tag 1 warm; kith segment Warm --changes > out.txt; expect entered
kith segment Warm > out.txt; expect "entered"; expect "taro@example.jp"; kith segment Warm --json > out.txt; expect '"entered":"20'
kith segment Warm --explain > out.txt; expect segment_member; lacks warning
kith tag 1 warm --remove; kith segment Warm --changes > out.txt; expect left
kith segment Warm --growth > out.txt; expect members
kith clock 2> out.txt; expect "0 entered or left"
kith overlaps VIPs Warm > out.txt; expect VIPs; expect Warm
kith segment VIPs --sample 1 > out.txt; expect "taro@example.jp"
kith tag 3 vip; kith segment VIPs --sample 5 > out.txt; expect "taro@example.jp"; expect Lovelace; [ "$(grep -c organization.name out.txt)" = 1 ]; kith tag 3 vip --remove
kith segment Then 'in segment VIPs' --snapshot 2> out.txt; kith segment > out.txt; expect snapshot
fails 1 segment Top 'top 3 by birthday' --live
expect "cannot be live"
kith segment Warm --still 2> out.txt; kith segment > out.txt; lacks "live query"
kith segment --rename VIPs 'Very important'
kith segment > out.txt; expect "in segment \"Very important\""; lacks VIPs
fails 1 segment --rename VIPs Other
expect "there is no segment"
fails 2 segment --rename Calls
fails 2 segment Calls --rename Calls Other
kith dupes --threshold 0.5 --explain > out.txt 2>&1; expect "bits"
kith dupes --threshold 0.5 --explain --svg why > out.txt 2>&1; for drawing in why/*-*.svg; do cp "$drawing" out.txt; expect "likely to be the same"; done
fails 2 dupes --svg why
kith compare 1 2 > out.txt; expect "bits"; expect "sum"
kith compare 1 2 --json > out.txt; expect '"evidence":'
kith compare 1 2 --svg - > out.txt; expect "<svg"; lacks "of it rarity"
fails 1 compare 1 1
fails 1 compare 1 2 --svg smoke.kith
expect "is the database"
kith model > out.txt; expect "name.given"; expect "of its household"
kith model --json > model.json; cp model.json out.txt; expect '"kith_match_model": 1'
kith model --model model.json --json | cmp - model.json
kith dupes --threshold 0.5 --pairs - 2> /dev/null > learned.csv; kith dupes --threshold 0.5 --pairs - --model model.json 2> /dev/null | cmp - learned.csv
kith similar 1 > out.txt; expect "  2 Taro Yamada"; lacks "  1 "
kith similar name.full='Yamada Taro' email=taro@example.jp --json > out.txt; expect '"id":1'; expect '"id":2'; expect '"probability":0.9'
kith similar name.family=Smith name.given=Ann email=ann@smith.example > out.txt; lacks "0."
kith similar name.full='Someone Else' organization=Nowhere > out.txt; lacks "0."
fails 1 similar nmae.full=x
expect "did you mean"
fails 1 similar 1 2
expect "is not FIELD=VALUE"
fails 1 dupes --model smoke.kith
fails 1 dupes --model nosuch.json
fails 1 dupes --model model.json --type organization
expect "is a model of type contact"
kith dupes --threshold 0.5 --pairs pairs.csv 2> out.txt; head -1 pairs.csv > out.txt; expect "a,b,probability"
kith dupes --threshold 0.5 --clusters clusters.csv 2> out.txt; expect "clusters; "; cp clusters.csv out.txt; expect "cluster,id,probability"; expect "1,1,0."
printf 'First Name,Last Name,E-mail,Code\nTaro,Yamada,taro@example.jp,T-1\nZoe,Quist,zoe@far.example,Z-9\n' > fair.csv
kith link fair.csv > out.txt 2>&1; expect "line 2 Taro Yamada  is  "; expect "1 of the list are here, 0 to look at"; lacks Quist
kith link fair.csv --external-id Code --csv links.csv --linkage many_to_many 2> out.txt; cp links.csv out.txt; expect "list,id,probability,sure"; expect "T-1,1,0."; expect "T-1,2,0."; lacks Z-9
kith link fair.csv --json --explain 2> /dev/null > out.txt; expect '"list":"line 2"'; expect '"evidence":'; expect '"rivals":'
kith list > before.txt; kith --db linked.kith new --region JP; kith --db linked.kith import fair.csv > out.txt 2>&1
kith link linked.kith --linkage one_to_one 2> /dev/null > out.txt; expect "1 Taro Yamada  is  "; kith list | cmp - before.txt
fails 1 link smoke.kith
expect "both are"
fails 1 link nosuch.csv
fails 1 link fair.csv --linkage some
expect "many_to_many"
fails 1 link fair.csv --type deal; expect "cannot be searched for duplicates"
fails 2 link fair.csv --limit -1
fails 1 link fair.csv --csv - --json; expect "both write to standard output"
kith link fair.csv --threshold 0.3 > out.txt 2>&1; expect "1 of the list are here, 0 to look at"
printf 'SQLite format 3 and nothing else' > broken.kith; fails 1 link broken.kith; expect "kith: the list broken.kith: "
fails 1 link linked.kith --map A=email
fails 1 link fair.csv --csv smoke.kith
cp fair.csv kept.csv; fails 1 link fair.csv --csv ./fair.csv; expect "is the list"; cmp fair.csv kept.csv
fails 1 link linked.kith --csv linked.kith; expect "is the list"; kith --db linked.kith list > out.txt; expect "Taro Yamada"
kith merge 1 2 --dry-run --policy source=source:fair,erp > out.txt 2>&1; expect "nothing was written"; expect "the record would be"; expect "because"
kith merge 1 2 --dry-run --json > out.txt; expect '"record":{'; expect '"merge":0'
fails 1 merge 1 2 --dry-run --policy source:
expect "needs sources"
kith different 1 2
fails 1 merge 1 2
expect "contact 1 and 2 were decided to be different"; expect "--force"
kith decisions > out.txt; expect "different"
kith confirm 1 2; kith decisions --json > out.txt; expect '"verdict":"same"'; lacks different
kith dupes --threshold 1 > out.txt; expect "1.0000  1 "
kith different 1 2 --forget; kith decisions --json > out.txt; lacks verdict
kith different 1 2
kith merge 1 2 --force > out.txt; expect "merge 1 into 1"
kith list > out.txt; lacks Yamada
kith show 2 > out.txt; expect "contact 2 was merged into 1"; expect "id           1"
kith show 2 --json > out.txt; expect '"id":1'; expect '"merged_from":2'
kith tag 2 later; kith log 2 --channel phone --subject 'Who was that' > out.txt
kith unmerge 1 --dry-run > out.txt 2>&1; expect "nothing was written"; expect "later"; expect "Who was that"; expect "participant:"
fails 1 unmerge 1 --move task=2
expect "no such thing was added since"
fails 1 unmerge 1 --move participant
expect "TABLE=RECORD"
fails 1 unmerge 1 --move participant=3
expect "neither the survivor nor"
kith unmerge 1 --move participant=2 --json > out.txt; expect '"records":[2]'; expect '"owner":2'
kith list > out.txt; expect "Yamada"
kith timeline 2 > out.txt; expect "Who was that"
kith tag 1 later --remove
kith auto-merge --threshold 0.5 --dry-run 2> out.txt; expect "would merge"
kith auto-merge --threshold 0.5 --dry-run --json > out.txt; expect '"transaction":0'
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
fails 1 export all.xyz
expect "say --format"
KITH_DB=copy.kith kith new --region JP
KITH_DB=copy.kith kith import all.vcf > out.txt; expect "3 created"
kith stats > out.txt; expect "contact"
kith verify
fails 2 nonsense

# Times are those of the file's zone, and say so.
kith log 3 --at 2025-01-01T10:00 --subject local > out.txt
kith show 3 > out.txt; expect "2025-01-01 10:00:00+09:00  note  local"
kith query 'at = "2025-01-01T10:00"' --type interaction --json > out.txt; expect '"at":"2025-01-01T01:00:00.000Z"'
kith log 3 --at 2025-01-01T10:00Z --subject offset > out.txt
kith list interaction > out.txt; expect "2025-01-01 19:00:00+09:00"
fails 1 log 3 --at soon
expect "at needs a time"; lacks "custom field"

# Fields with several values, parts of dates, positions.
kith add contact name.full='Bo Ek' email=bo@x.example email=b2@x.example email.label=home tags=a,b > out.txt; expect 6
kith show 6 --json > out.txt; expect '{"email":"bo@x.example","normalized":"bo@x.example","primary":false,"validity":"unknown"}'
expect '{"email":"b2@x.example","label":"home",'
kith show 6 > out.txt; expect "b2@x.example (label home)"
kith edit 6 tags=c,d > out.txt; kith query 'tag = a and tag = c and tag = d' --count > out.txt; expect 1
kith edit 6 tags-=A email-=BO@X.EXAMPLE > out.txt; lacks "bo@x.example"; expect "b2@x.example"
kith query 'tag = a' --count > out.txt; expect 0
kith edit 6 tags= > out.txt; lacks tags
fails 1 edit 6 email-=nobody@x.example
expect "there is no email"
kith edit 6 birthday.day=29 birthday.month=2 > out.txt; expect "--02-29"
fails 1 edit 6 birthday.month=13
kith edit 6 organization='株式会社アクメ' title=部長 field.hat=M > out.txt; expect "works at  株式会社アクメ, 部長"; expect "field.hat"
kith edit 6 organization='(株)アクメ' title=社長 > out.txt; expect "works at  株式会社アクメ, 社長"; lacks 部長
kith edit 6 organization= > out.txt; lacks "works at"
kith add user name=eve > out.txt
kith add task title='見積もりを送る' due='2025-01-01 09:00' contact=3 assignee=1 priority=high > out.txt; expect 1
kith add appointment title=Fair start='2099-05-01 10:00' participant=3 > out.txt; expect 1
kith add relationship contact=3 related=1 kind=referrer > out.txt; expect 1
kith edit 3 rhythm_days=1 > out.txt; expect "task      見積もりを送る, due 2025-01-01 09:00"
expect "meeting   2099-05-01 10:00  Fair"; expect "related   山田 太郎, referrer"; expect "contacts  "
kith today --user eve > out.txt; expect "見積もりを送る"; expect "days ago"
kith today --ja > out.txt; expect "期限を"
kith today --json > out.txt; expect '"record":"task"'
kith timeline 3 > out.txt; expect "local"
kith edit --type task 1 done='2025-02-01 10:00' > out.txt
kith today > out.txt; lacks "見積もりを送る"
fails 1 today --user nobody
kith remove 6; kith show 6 > out.txt; expect "trash"; kith show 6 --json > out.txt; expect '"deleted"'; fails 1 similar 6; expect "contact 6 is in the trash"

# Each file of an import by itself, and what it was found to be.
printf 'BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nEMAIL:ann@x.example\nEND:VCARD\n' > a.vcf
printf 'Name,E-Mail\nCy Poe,cy@x.example\n' > b.csv
printf '\216\201\226\274,\203\201\201\133\203\213\n\216\122\223\143 \221\276\230\131,taro3@example.jp\n\215\262\223\241 \211\324\216\161,hanako@example.jp\n' > sjis.csv
fails 1 import a.vcf b.csv nosuch.csv sjis.csv --map Mitglied=external_id
expect "a.vcf: 1 rows, 1 created"; expect "b.csv: the file has no column 'Mitglied'"
expect "nosuch.csv: it cannot be read: No such file or directory"
fails 1 import a.vcf b.csv nosuch.csv members.csv --map Mitglied=external_id
expect "b.csv: 1 rows, 1 created"; expect "members.csv: 2 rows, 2 created"
kith import sjis.csv > out.txt 2> err.txt; expect "2 created"; expect "csv, CP932"
[ ! -s err.txt ] || { cat err.txt; exit 1; }   # no progress where there is no terminal
kith import b.csv --json > out.txt
for key in encoding encoding_confidence dialect ignored warnings; do expect "\"$key\":"; done
printf 'date,channel,direction,contact\n2025-02-03 09:00,phone,inbound,cy@x.example\n' > calls.csv
kith import calls.csv > out.txt 2>&1; expect "by its headers a row is an interaction"; expect "1 created"
kith import calls.csv --json > out.txt 2> err.txt; expect '"type":"interaction"'; expect '"format":"csv"'
kith import calls.csv --inspect > out.txt 2>&1; expect "by its headers a row is an interaction"; expect "direction  direction"
printf 'date,channel,contact\n2025-02-04 09:00,phone,POE CY\n2025-02-04 10:00,phone,Ann\n' > names.csv
fails 3 import names.csv
expect "1 created"; expect "no contact is known as 'Ann'"
fails 1 import calls.csv --type contact
kith import --fields > out.txt; expect "address.postcode"

# Rows that are probably somebody who is there already.
printf 'First Name,Last Name,E-mail,City\nCy,Poe,cy@x.example,Oslo\nKim,Noor,kim@x.example,\n' > fair.csv
kith import fair.csv --likeness ask --dry-run > out.txt; expect "1 created"; expect "1 asked"; expect "Cy Poe"
kith query 'email = "kim@x.example"' --count > out.txt; expect 0
kith import fair.csv --likeness skip --json > out.txt; expect '"skipped":1'; expect '"probability":'; expect '"outcome":"skipped"'
fails 1 import fair.csv --likeness ask --decide 9=skip
expect "line 9, on which no row starts"
fails 1 import fair.csv --likeness ask --decide 2
expect "LINE=ACTION"
fails 1 import fair.csv --likeness ask --threshold 0.2
expect "from 0.5 to 1"
fails 2 import fair.csv --likeness guess
kith import fair.csv --likeness ask --decide 2=update > out.txt; expect "1 updated"; lacks asked
kith query 'address.locality = Oslo' --count > out.txt; expect 1
kith import sjis.csv --source again --tag again --likeness merge > out.txt
expect "0 created, 2 updated"   # the rows are known by their content
printf '\216\201\226\274,\203\201\201\133\203\213,\223d\230b\n\216\122\223\143 \221\276\230\131,taro3@example.jp,075-555-0100\n' > sjis2.csv
kith import sjis2.csv --likeness merge > out.txt; expect "0 created, 0 updated, 1 merged"; expect "csv, CP932"
kith import sjis2.csv --likeness merge > out.txt; expect "1 unchanged"

# Output that cannot be written is a failure; the database is not overwritten.
if [ -c /dev/full ]; then
    for command in list "export -" "show 3" stats history --help; do
        got=0; "$EXAMPLE" $command > /dev/full 2> out.txt || got=$?
        [ "$got" = 1 ] || { echo "kith $command > /dev/full: exit $got"; exit 1; }
    done
fi
fails 1 dupes --pairs ./smoke.kith
expect "is the database"
fails 1 dupes --pairs smoke.kith-wal
kith verify
env -u USER -u LOGNAME "$EXAMPLE" tag 3 x; "$EXAMPLE" history --limit 1 --json > out.txt; lacks '"actor":""'

# Deals on a board.
kith pipeline Verkauf Idee:20 Angebot:50 Gewonnen+ Verloren- > out.txt; expect 1
kith add deal name=Maschine stage=1 amount='1200.50 USD' contact=1 > out.txt; expect 1
kith edit --type stage 4 required_fields=lost_reason > out.txt; expect lost_reason
fails 1 move 1 Verloren
expect "lost_reason is required to enter stage 'Verloren'"
fails 1 move 1 Nirgends
expect "there are: Idee, Angebot"
kith move 1 Angebot
kith board > out.txt; expect "Angebot  1  1200.50 USD (600.25 USD)"; expect "  1  Maschine  1200.50 USD"
kith board --filter 'amount > 5000 USD' > out.txt; lacks Maschine
kith query 'has deal (stage = Angebot)' --count > out.txt; expect 1

# What is done for a deal.
kith log 3 --deal Maschine --channel phone --subject Preisfrage --at '2026-01-15 10:00' > out.txt
kith add task title=Angebot due='2025-01-02 09:00' deal=1 > out.txt
kith add reminder at='2025-01-02 09:00' note=Nachfassen deal=1 > out.txt
kith timeline Maschine --type deal > out.txt; expect Preisfrage; lacks local
fails 1 timeline 1 --type task
expect "a timeline is of a contact or a deal, not of a task"
kith show 1 --type deal > out.txt; expect "task      Angebot, due 2025-01-02 09:00"; expect "phone  Preisfrage"
kith today > out.txt; expect "Maschine"
kith today --json > out.txt; expect '"deal":1'
kith query 'has task (done is unknown) and has interaction (channel = phone)' --type deal --count > out.txt; expect 1
kith bulk 'name = Maschine' --type deal --task 'Anruf: {title}' > out.txt
kith show 1 --type deal > out.txt; expect "task      Anruf: Maschine"
fails 1 log 3 --deal Nirgends
kith verify

# What else a card shows.
kith add touch contact=3 at='2026-01-02 10:00' source=fair medium=booth > out.txt
kith add event contact=3 at='2026-01-03 10:00' kind=visit subject=/pricing > out.txt
kith add consent contact=3 purpose=news channel=email at='2026-01-04 10:00' > out.txt
kith show 3 > out.txt; expect "touch     2026-01-02 10:00  fair  booth"; expect "event     2026-01-03 10:00  visit  /pricing"
expect "consent   news by email: granted since 2026-01-04 10:00"
kith add user name=max > out.txt
kith bulk 'stage = :s' --param s=Angebot --type deal --assign eve,max --task 'Call about {title}' > out.txt 2>&1; expect "changed 1 of 1"
kith query 'stage = Angebot and owner = eve' --type deal --count > out.txt; expect 1
kith query 'title = "Call about Maschine"' --type task --count > out.txt; expect 1
kith bulk 'stage = Angebot' --type deal --move Gewonnen > out.txt 2>&1; expect "changed 1 of 1"
kith query 'status = won' --type deal --count > out.txt; expect 1
kith bulk 'has deal' --list Kunden > out.txt 2>&1; expect "changed 1 of 1"; kith query 'in list Kunden' --count > out.txt; expect 1
kith bulk 'has deal' --unlist Kunden > out.txt 2>&1; kith query 'in list Kunden' --count > out.txt; expect 0
fails 1 bulk 'stage = Angebot' --type deal --move Nirgends
expect "there is no stage"
fails 1 bulk 'stage = Angebot' --type deal --assign nobody
expect "there is no user"
kith verify

# Copies, plain and encrypted, and a shorter history.
kith backup spare.kith 2> out.txt; expect "up to transaction"
fails 1 backup spare.kith
expect "is there already"
fails 1 backup ./smoke.kith --replace
expect "is the file itself"
kith --db spare.kith verify
kith restore-backup spare.kith back.kith; kith --db back.kith query 'tag = vip' --count > out.txt; kith query 'tag = vip' --count > want.txt
cmp want.txt out.txt
printf 'correct horse\n' > secret.txt; printf 'battery staple\n' > other.txt
got=0; "$EXAMPLE" backup spare.sealed --passphrase-file secret.txt > out.txt 2>&1 || got=$?
if [ "$got" = 0 ]; then
    if grep -q SQLite spare.sealed; then echo "spare.sealed is not encrypted"; exit 1; fi
    fails 1 restore-backup spare.sealed sealed.kith --passphrase-file other.txt
    expect "does not open this copy"
    kith restore-backup spare.sealed sealed.kith --passphrase-file secret.txt
    kith --db sealed.kith verify
else
    expect "libsodium"
fi
kith --db back.kith prune > out.txt; expect "0 transactions"; expect "kept for ever"
kith --db back.kith prune --before '2999-01-01' > out.txt; lacks ", 0 changes"; expect "begins with transaction"
fails 1 --db back.kith undo 1
expect "before the horizon"
kith --db back.kith prune --keep-days 30 > out.txt; expect "kept for 30 days"
fails 2 prune --keep-days -1
kith --db back.kith verify
# Privacy.
kith add name.full='Zoraida Quillfeather' email=zq@secret.example > out.txt; expect 1
kith privacy consent Quillfeather news > out.txt; expect none
kith privacy consent Quillfeather news --set granted --source form > out.txt; expect granted; expect form
kith privacy export Quillfeather > out.txt; expect '"purpose": "news"'; expect zq@secret.example
fails 1 privacy erase Quillfeather; expect 'cannot be undone'
fails 1 privacy consent Quillfeather news --set perhaps; expect 'granted, pending, withdrawn'
kith privacy erase Quillfeather --yes > out.txt; expect 'contact 1'
[ "$(grep -c Quillfeather smoke.kith)" = 0 ] || { echo 'the erased name is in the file'; exit 1; }
kith verify

# Upkeep.
KITH_DB=upkeep.kith; export KITH_DB
kith new --region JP --zone Asia/Tokyo
kith add name.family=山田 name.given=太郎 email=taro@engines.example > out.txt; expect 1
kith add name.family=山田 name.given=太郎 name.phonetic_family=やまだ email=taro@engines.example phone=０９０１２３４５６７８ > out.txt; expect 2
kith add name.given=ADA name.family="O'BRIEN" email='Ada <ada@Engines.EXAMPLE>' birthday=2999-01-01 > out.txt; expect 3
kith upkeep quality > out.txt; expect "3 contacts"; expect "completeness"; expect "missing"; expect "duplicate"
kith upkeep quality --pairs > out.txt; expect "duplicate"
kith upkeep quality --json --among 'given = ADA' > out.txt; expect '"contacts":1'
kith upkeep quality 3 > out.txt; expect "the birthday 2999-01-01 is in the future"; expect "no telephone number"
kith upkeep quality 3 --json > out.txt; expect '"problem":"in the future"'
kith upkeep complete 1 > out.txt; expect "name.phonetic_family"; expect "やまだ"; expect "likely the same as contact 2"
fails 1 upkeep complete 1 --apply 9; expect "there are suggestions 1 to 2"
kith upkeep complete 1 --apply-all > out.txt 2>&1; expect "2 written"; expect "takes it back"
kith show 1 > out.txt; expect "やまだ"
kith upkeep normalise --dry-run > out.txt 2>&1; expect "O'Brien"; expect "090-1234-5678"; expect "ada@engines.example"; expect "would change 3 of 3"
kith upkeep normalise --field phone --phones e164 > out.txt 2>&1; expect "+819012345678"; lacks "O'Brien"; expect "takes it back"
fails 1 upkeep normalise --field phon; expect "did you mean 'phone'?"
kith tag 1 customer; kith tag 2 customers; kith tag 3 customers
kith segment Customers 'tag = customer' 2> out.txt
kith upkeep tags > out.txt; expect "number"; expect "97 %"
kith upkeep tags --merge customer --into customers --dry-run > out.txt 2>&1; expect "1 would move to customers, 0 had it already; queries that would name it since: 1"; lacks undo
kith upkeep tags --merge customer --into customers > out.txt 2>&1; expect "1 moved to customers"; expect "takes it back"
kith query 'in segment Customers' --count > out.txt; expect 3
kith upkeep tags --unused > out.txt; lacks customer
kith bulk '' --list Press > out.txt 2>&1; kith bulk '' --list Journalists > out.txt 2>&1; kith bulk 'id = 1' --list 'press ' > out.txt 2>&1
kith upkeep lists > out.txt; expect "Journalists"; expect "100 %"
kith upkeep lists --merge Journalists --into Press --dry-run > out.txt 2>&1; expect "0 would move to Press, 3 had it already"
kith upkeep lists --merge Journalists --into Press > out.txt 2>&1; expect "0 moved to Press, 3 had it already"
fails 2 upkeep lists --dry-run
fails 2 upkeep lists --merge Press
kith upkeep stale --days 1 --count > out.txt 2>&1; expect "updated < 1 day"; expect 0
kith upkeep stale --unengaged --among 'tag = customers' --count > out.txt 2>&1; expect "has no interaction (at within last 365 days)"
kith verify
KITH_DB=smoke.kith; export KITH_DB

# The examples of every --help, each on what the ones before it made.
examples() { "$EXAMPLE" "$@" --help | grep '^  kith ' | sed 's/^  //'; }
examples > examples.txt
[ "$(wc -l < examples.txt)" -ge 10 ] || { cat examples.txt; exit 1; }
for command in new list show add edit log today timeline tag search query segment why export import dupes compare model merge unmerge auto-merge different confirm decisions \
    pipeline board move remove restore history undo backup restore-backup prune upkeep privacy; do examples $command; done >> examples.txt
export KITH_DB=office.kith
while IFS= read -r line; do
    eval "$line" > out.txt 2>&1 < /dev/null || { echo "$line"; cat out.txt; exit 1; }
done < examples.txt
kith verify

# what follows from records is made anew; records that another program changed are not taken for right without a word
if command -v sqlite3 > out.txt; then
    sqlite3 office.kith 'DELETE FROM contact_summary'
    kith verify > out.txt && exit 1
    kith rebuild > out.txt 2>&1
    kith verify
    sqlite3 office.kith "UPDATE tag SET color = '#123456' WHERE id = (SELECT min(id) FROM tag)"
    kith rebuild > out.txt 2>&1 && exit 1
    grep -q 'accept-records' out.txt
    kith rebuild --accept-records
    kith verify
fi
