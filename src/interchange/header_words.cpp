#include "interchange/header_words.hpp"

#include <array>

namespace kith::interchange {

namespace {

// English, Japanese, German, French, Spanish; Google, Outlook and Thunderbird say many of these too.
constexpr auto contacts = std::to_array<HeaderWords>({
    {"name.full",
     "Name|Full Name|Display Name|Contact Name|Person|氏名|お名前|名前|フルネーム|顧客名|氏名（漢字）|名前（漢字）|"
     "Anzeigename|Vollständiger Name|Nom complet|Nom et prénom|Nom affiché|Nombre completo|Nombre y apellidos"},
    {"name.given",
     "First Name|Given Name|Forename|First|Given|fname|名|下の名前|名（漢字）|Vorname|Rufname|Prénom|Prénoms|"
     "Nombre de pila|Nombres"},
    {"name.family",
     "Last Name|Surname|Family Name|Last|Family|lname|姓|苗字|名字|姓（漢字）|Nachname|Familienname|Zuname|"
     "Nom de famille|Apellidos|Apellido|Primer apellido"},
    {"name.additional",
     "Middle Name|Middle Names|Additional Name|Middle Initial|Middle|ミドルネーム|Zweiter Vorname|Weitere Vornamen|"
     "Deuxième prénom|Autres prénoms|Segundo nombre"},
    {"name.prefix",
     "Name Prefix|Prefix|Salutation|Honorific|Honorific Prefix|Courtesy Title|Anrede|Namenspräfix|Civilité|"
     "Tratamiento|Titre de civilité"},
    {"name.suffix", "Name Suffix|Suffix|Generation|Honorific Suffix|敬称|Namenssuffix|Suffixe|Sufijo"},
    {"name.nickname", "Nickname|Nick Name|Nick|ニックネーム|愛称|通称|Spitzname|Surnom|Apodo"},
    {"name.phonetic_given",
     "Phonetic First Name|Phonetic Given Name|Given Name Yomi|Given Yomi|First Name Yomi|名ふりがな|名カナ|"
     "名（カナ）|名よみ|メイ|名（フリガナ）"},
    {"name.phonetic_family",
     "Phonetic Last Name|Phonetic Family Name|Family Name Yomi|Surname Yomi|Last Name Yomi|姓ふりがな|姓カナ|"
     "姓（カナ）|姓よみ|セイ|姓（フリガナ）"},
    {"name.reading",
     "Yomi Name|Yomi|Phonetic Name|Furigana|ふりがな|フリガナ|カナ|氏名カナ|氏名（カナ）|氏名フリガナ|氏名（フリガナ）|"
     "名前カナ|名前フリガナ|お名前フリガナ|カナ氏名|よみがな|読み|読み仮名"},
    {"organization",
     "Company|Company Name|Organization|Organisation|Organization Name|Organisation Name|Employer|Business Name|"
     "会社|会社名|勤務先|勤務先名|所属|組織|組織名|企業|企業名|法人名|団体名|社名|Firma|Firmenname|Unternehmen|Société|"
     "Entreprise|Organisme|Empresa|Compañía|Organización"},
    {"organization.phonetic",
     "Company Yomi|Phonetic Company|Organization Yomi|会社名フリガナ|会社名ふりがな|会社名カナ|会社フリガナ|会社ふりがな|"
     "社名カナ|社名フリガナ"},
    {"title",
     "Job Title|Position|Role|Occupation|Organization Title|役職|役職名|職位|職種|職業|Position im Unternehmen|"
     "Berufsbezeichnung|Funktion|Stellenbezeichnung|Beruf|Fonction|Poste|Profession|Cargo|Puesto"},
    {"department",
     "Department|Dept|Organization Department|部署|部署名|部門|部課名|所属部署|Abteilung|Service d'affectation|"
     "Departamento"},
    {"email",
     "Email|Email Address|Mail|Mail Address|Primary Email|Secondary Email|メール|メールアドレス|電子メール|電子メールアドレス|Eメール|"
     "Eメールアドレス|E-Mail-Adresse|Mailadresse|Adresse e-mail|Adresse de messagerie|Courriel|Adresse électronique|"
     "Correo electrónico|Dirección de correo electrónico|Correo|Primäre E-Mail|Weitere E-Mail"},
    {"email.label", "Email Label"},
    {"phone",
     "Phone|Telephone|Phone Number|Telephone Number|Tel|Primary Phone|Phone Primary|電話|電話番号|お電話番号|TEL番号|通常電話|"
     "Telefon|Telefonnummer|Rufnummer|Haupttelefon|Téléphone|Numéro de téléphone|Teléfono|Número de teléfono"},
    {"phone",
     "Mobile|Mobile Phone|Mobile Number|Mobile Phone Number|Cell|Cell Phone|Cellular|携帯|携帯電話|携帯番号|携帯電話番号|"
     "Mobiltelefon|Handy|Handynummer|Mobilnummer|Portable|Téléphone mobile|Tél. mobile|Móvil|Teléfono móvil|Celular",
     "mobile"},
    {"phone", "Company Main Phone|Main Phone|代表電話|会社代表電話|会社代表|代表番号", "main"},
    {"phone", "Car Phone|自動車電話|Autotelefon", "car"},
    {"phone", "Pager|Pager Number|ポケットベル|ポケベル", "pager"},
    {"phone",
     "Fax|Fax Number|Telefax|FAX番号|ファックス|ファクス|Faxnummer|Télécopie|Télécopieur|Fax principal",
     "fax"},
    {"phone.label", "Phone Label|Phone Type"},
    {"address", "Full Address|住所|ご住所|現住所|Adresse|Anschrift|Adresse postale|Dirección|Domicilio"},
    {"birthday",
     "Birthday|Birth Date|Birthdate|Date of Birth|Born|DOB|誕生日|生年月日|Geburtstag|Geburtsdatum|Date de naissance|"
     "Fecha de nacimiento|Cumpleaños"},
    {"birthday.year", "Birth Year|Year of Birth|誕生年|生年|Geburtsjahr"},
    {"birthday.month", "Birth Month|Month of Birth|誕生月|Geburtsmonat"},
    {"birthday.day", "Birth Day|Day of Birth|Geburtstag (Tag)"},
    {"date", "Anniversary|Wedding Anniversary|記念日|結婚記念日|Jahrestag|Aniversario", "anniversary"},
    {"notes",
     "Notes|Note|Comments|Comment|Memo|Remarks|メモ|備考|コメント|摘要|Notizen|Notiz|Bemerkung|Bemerkungen|Kommentar|"
     "Remarques|Remarque|Notas|Observaciones|Comentarios"},
    {"tags",
     "Tags|Tag|Labels|Categories|Category|Group Membership|Groups|Group|タグ|分類|分類項目|カテゴリ|カテゴリー|グループ|Kategorien|"
     "Kategorie|Gruppen|Catégories|Catégorie|Étiquettes|Categorías|Categoría|Etiquetas"},
    {"handle",
     "Website|Web Site|Web Page|Personal Web Page|Business Home Page|Homepage|Home Page|Web|URL|ホームページ|Web ページ|ウェブサイト|"
     "ウェブページ|Webseite|Internetseite|Site web|Page web|Página web|Sitio web",
     "", "web"},
    {"handle", "Screen Name|IM Address|Instant Messenger"},
    {"handle", "Skype|Skype Name|Skype ID", "", "skype"},
    {"handle", "LINE|LINE ID|LINE名", "", "line"},
    {"handle", "Twitter|X (Twitter)|Twitter Handle|ツイッター", "", "twitter"},
    {"handle", "LinkedIn|LinkedIn URL|LinkedIn Profile", "", "linkedin"},
    {"handle", "Facebook|Facebook URL", "", "facebook"},
    {"handle", "Instagram", "", "instagram"},
    {"handle", "WeChat|WeChat ID|微信", "", "wechat"},
    {"handle", "WhatsApp", "", "whatsapp"},
    {"handle", "Telegram", "", "telegram"},
    {"handle", "Slack", "", "slack"},
    {"handle", "GitHub", "", "github"},
    {"gender", "Gender|Sex|性別|Geschlecht|Sexe|Sexo|Género"},
    {"language", "Language|言語|Sprache|Langue|Idioma"},
    {"time_zone", "Time Zone|Timezone|タイムゾーン|Zeitzone|Fuseau horaire|Zona horaria"},
    {"source", "Source|Lead Source|Contact Source|取得元|流入元|Quelle|Herkunft|Origine|Origen"},
    {"lifecycle", "Lifecycle|Lifecycle Stage|Customer Status|顧客区分"},
    {"owner",
     "Owner|Account Owner|Contact Owner|Responsible|担当|担当者|担当営業|営業担当|Betreuer|Zuständig|Responsable"},
    {"external_id", "External Id|Externe ID|外部ID"},
    {"uid", "UID"},
    // What exporters write of themselves, not of the person.
    {"-",
     "File As|Photo|Email Type|Email Display Name|電子メール種類|電子メール表示名|Initials|Priority|Private|Sensitivity|優先度|"
     "秘密度|プライベート|Organizational ID Number|Directory Server|Internet Free Busy"},
});

constexpr auto organizations = std::to_array<HeaderWords>({
    {"name",
     "Name|Company|Company Name|Organization|Organisation|Organization Name|Organisation Name|Site Name|Business Name|"
     "Account Name|会社|会社名|法人名|企業名|組織名|団体名|社名|名称|Firma|Firmenname|Unternehmen|Société|Entreprise|Raison sociale|"
     "Empresa|Razón social"},
    {"phonetic",
     "Company Yomi|ふりがな|フリガナ|会社名フリガナ|会社名ふりがな|会社名カナ|社名カナ|カナ名称|名称カナ"},
    {"industry", "Industry|業種|業界|Branche|Secteur|Sector|Industria"},
    {"website",
     "Website|Web Site|URL|Homepage|Home Page|Web|ホームページ|ウェブサイト|Webseite|Site web|Página web|Sitio web"},
    {"corporate_number",
     "Corporate Number|Register Number|VAT|VAT ID|VAT Number|Tax ID|法人番号|登録番号|USt-IdNr|Handelsregisternummer|"
     "SIREN|SIRET|NIF|CIF"},
    {"parent", "Parent|Parent Company|Parent Account|親会社|Muttergesellschaft|Société mère|Empresa matriz"},
});

constexpr auto interactions = std::to_array<HeaderWords>({
    {"at",
     "At|Date|Datetime|Date Time|Date and Time|Timestamp|When|Start|Time|日時|日付|対応日|対応日時|時刻|Datum|Zeitpunkt|Uhrzeit|Date et heure|"
     "Heure|Fecha|Hora|Fecha y hora"},
    {"channel", "Channel|Type|Medium|手段|チャネル|方法|種別|対応方法|Kanal|Art|Canal|Tipo"},
    {"direction", "Direction|In/Out|方向|受発信|Richtung|Sens|Dirección"},
    {"contact",
     "Contact|Contacts|Who|With|Person|Customer|Client|Participant|Participants|Email|Email Address|Phone|連絡先|顧客|相手|"
     "お客様|Kontakt|Kunde|Contacto|Cliente"},
    {"subject", "Subject|Title|Topic|件名|用件|題名|表題|Betreff|Thema|Objet|Sujet|Asunto"},
    {"body",
     "Body|Text|Message|Content|Notes|Note|Details|Description|本文|内容|メモ|対応内容|Inhalt|Nachricht|Notiz|Contenu|Mensaje|Contenido"},
    {"duration", "Duration|Duration (s)|Seconds|所要時間|通話時間|Dauer|Durée|Duración"},
    {"user", "User|Agent|Staff|Handled By|担当|担当者|対応者|Mitarbeiter|Bearbeiter|Utilisateur|Usuario"},
    {"organization", "Organization|Organisation|Company|会社|会社名|Firma|Société|Empresa"},
    {"source", "Source|取得元|Quelle"},
    {"external_id", "External Id|外部ID"},
});

constexpr auto placed = std::to_array<HeaderWords>({
    {"email",
     "Email|Email Address|Mail|メール|メールアドレス|電子メール|電子メールアドレス|E-Mail-Adresse|Adresse e-mail|Correo electrónico"},
    {"phone", "Phone|Telephone|Phone Number|Tel|電話|電話番号|Telefon|Telefonnummer|Téléphone|Teléfono"},
    {"phone", "Fax|Fax Number|FAX番号|ファックス|ファクス|Telefax|Télécopie", "fax"},
    {"phone", "Mobile|Mobile Phone|Cell|携帯|携帯電話", "mobile"},
    {"address", "Address|住所|Adresse|Anschrift|Dirección"},
    {"address.number",
     "Street Number|House Number|Street No|Building Number|Hausnummer|Hausnr|Numéro de rue|Número"},
    {"address.street",
     "Street|Street Address|Address 1|Address Line 1|Addr 1|Street Name|番地|住所1|町名|町域|町名番地|町名・番地|丁目番地|Straße|"
     "Strasse|Straße und Hausnummer|Rue|Calle|Dirección 1"},
    {"address.extended",
     "Street 2|Address 2|Address Line 2|Addr 2|Extended Address|Apartment|Apt|Suite|Unit|Building|番地 2|住所2|"
     "建物名|建物|建物名・部屋番号|マンション名|アパート名|部屋番号|Adresszusatz|Straße 2|Complément d'adresse|Rue 2|Calle 2"},
    {"address.extended", "Street 3|Address 3|Address Line 3|番地 3|住所3|Straße 3|Rue 3|Calle 3", "+"},
    {"address.extended", "PO Box|P.O. Box|Post Office Box|私書箱|Postfach|Boîte postale|Apartado postal", "+"},
    {"address.locality",
     "City|Town|Suburb|Locality|Municipality|Place|市区町村|市町村|市区郡|市|Ort|Stadt|Wohnort|Ville|Commune|Localité|Ciudad|"
     "Localidad|Población|Municipio"},
    {"address.region",
     "State|Province|Region|County|Prefecture|State/Province|State or Province|都道府県|県|Bundesland|Kanton|Région|"
     "Département|Provincia|Estado|Región"},
    {"address.postcode",
     "Postcode|Post Code|Postal Code|Zip|Zip Code|ZipCode|ZIP/Postal Code|郵便番号|PLZ|Postleitzahl|Code postal|"
     "Código postal"},
    {"address.country",
     "Country|Country/Region|Country Name|国|国/地域|国名|国 / 地域|Land|Land/Region|Pays|Pays/Région|País|País/Región"},
    {"handle", "Web Page|Website|Web Site|URL|Homepage|ホームページ|Web ページ", "", "web"},
});

constexpr auto words_of_places = std::to_array<PlaceWords>({
    {"work",
     "Business|Work|Office|Company|会社|勤務先|職場|仕事|業務|業務用|オフィス|Geschäftlich|Dienstlich|Büro|Arbeit|Firma|Bureau|"
     "Professionnel|Professionnelle|Travail|Trabajo|Oficina"},
    {"home",
     "Home|Personal|Private|自宅|個人|家|Privat|Zuhause|Domicile|Privé|Personnel|Personnelle|Casa|Particular"},
    {"other", "Other|その他|Weitere|Andere|Autre|Otro|Otra"},
    {"mailing", "Mailing|Postal|送付先"},
    {"billing", "Billing|請求先|Rechnung"},
    {"shipping", "Shipping|Delivery|配送先|お届け先|Lieferung"},
});

}  // namespace

std::span<const HeaderWords> contact_words() { return contacts; }
std::span<const HeaderWords> organization_words() { return organizations; }
std::span<const HeaderWords> interaction_words() { return interactions; }
std::span<const HeaderWords> placed_words() { return placed; }
std::span<const PlaceWords> place_words() { return words_of_places; }

}  // namespace kith::interchange
