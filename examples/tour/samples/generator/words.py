"""The word lists that the sample people are composed of.

Everything here was invented for kith or is a common name, a place or a word. Companies, streets and
towns do not exist; combining the lists gives people who do not exist either.
"""

# --- English -----------------------------------------------------------------------------------
# given name, and the nickname that a friend writes ("" where there is none in common use)
EN_MALE = [tuple((w + ":").split(":")[:2]) for w in """
Robert:Bob William:Bill James:Jim Richard:Rick Michael:Mike Thomas:Tom Edward:Ted Charles:Chuck
Joseph:Joe Daniel:Dan Anthony:Tony Andrew:Andy Benjamin:Ben Samuel:Sam Christopher:Chris
Nicholas:Nick Gregory:Greg Lawrence:Larry Frederick:Fred Alexander:Alex Theodore:Theo Kenneth:Ken
Timothy:Tim Walter:Walt Leonard:Len Matthew:Matt Arjun Omar Kofi Ravi Owen Graham Neil Colin Hugh
Desmond Idris Callum Felix Stuart""".split()]
EN_FEMALE = [tuple((w + ":").split(":")[:2]) for w in """
Elizabeth:Liz Margaret:Peggy Katherine:Kate Patricia:Pat Jennifer:Jen Rebecca:Becky Susan:Sue
Deborah:Debbie Victoria:Vicky Abigail:Abby Jacqueline:Jackie Dorothy:Dot Eleanor:Nell Josephine:Jo
Theresa:Tess Gabrielle:Gabby Christina:Tina Barbara:Barb Catherine:Cathy Pamela:Pam Priya Amara
Fiona Niamh Zara Imogen Ruth Joan Claire Hazel Ivy Leila Ngozi Meera Bridget Harriet Sylvia Nadia
Rosalind Corinne""".split()]
EN_FAMILY = """
Ashdown Barlow Birchall Bramley Brightwell Caldwell Carraway Chadwick Copeland Corrigan Cranmer
Dalrymple Danvers Deering Dunmore Eastwick Elphick Fairbairn Fenwick Finchley Garside Glanville
Goodacre Greaves Haddon Halloran Hartnell Haversham Hillyard Holloway Ibbotson Ingleby Jessop Kilbride
Kingsnorth Langridge Larkin Lockyer Lovatt Maddox Marchbank McAllister McCready Merriweather Mistry
Mottram Nethercott Norwood Oakden O'Connor O'Malley Okafor Oyelaran Paget Pemberton Penhaligon Pickford
Quillfeather Ramaswamy Ravenhill Redfern Rosewarne Rowntree Saltmarsh Sedgwick Shackleford Silverdale
Skelton Standish Stroud Tanner Thistlewood Thornbury Tregenza Underhill Van Dyke Venables Wadsworth
Wainscott Walcott Weatherby Wetherell Whitlock Wickham Winterbourne Wolstenholme Wragg Yardley Yelland
Abernathy Bellweather Cotterill Drummond Everly Fotheringay Gallowglass Hesketh Islip Kettlewell
Lambourne Mablethorpe Northcote Oglethorpe Priestnall Rackham Summerscale Tattersall Umpleby Vickerstaff
Whittaker Youngblood Zell""".replace("Van Dyke", "Van~Dyke").split()
EN_FAMILY = [w.replace("~", " ") for w in EN_FAMILY]
EN_DOUBLE = ["Carraway-Finch", "Hartnell-Moss", "Redfern-Okafor"]   # families with a hyphen
EN_TITLES = ["Sales Manager", "Buyer", "Engineer", "Accountant", "Director", "Office Manager",
             "Head of Operations", "Designer", "Consultant", "Account Executive", "Owner",
             "Warehouse Lead", "Product Manager", "Technician", "VP Sales"]
EN_DEPARTMENTS = ["Sales", "Purchasing", "Engineering", "Finance", "Operations", "Marketing", "Support"]
EN_STREETS = ["Sample Street", "Specimen Road", "Placeholder Avenue", "Example Lane", "Fictional Way",
              "Quill Court", "Imaginary Drive", "Testament Hill", "Marigold Terrace", "Old Ferry Road",
              "Lantern Street", "Copperplate Lane", "Windmill Rise", "Foxglove Close"]
# street word -> the abbreviation that another export writes
STREET_SHORT = {"Street": "St.", "Road": "Rd", "Avenue": "Ave", "Lane": "Ln", "Court": "Ct",
                "Drive": "Dr", "Terrace": "Ter.", "Close": "Cl"}
# country, city, region, postcode pattern (# is a digit), area code of a land line
EN_PLACES = [
    ("US", "Portland", "OR", "972##", "503"), ("US", "Springfield", "IL", "627##", "217"),
    ("US", "Austin", "TX", "787##", "512"), ("US", "Boston", "MA", "021##", "617"),
    ("US", "Denver", "CO", "802##", "303"), ("US", "Madison", "WI", "537##", "608"),
    ("US", "New York", "NY", "100##", "212"), ("US", "Seattle", "WA", "981##", "206"),
    ("GB", "London", "", "SE1# #ZZ", "20"), ("GB", "Bristol", "", "BS# #ZZ", "117"),
    ("GB", "Leeds", "", "LS# #ZZ", "113"), ("GB", "Edinburgh", "", "EH# #ZZ", "131"),
    ("CA", "Toronto", "ON", "M5V #A#", "416"), ("CA", "Vancouver", "BC", "V6B #C#", "604"),
    ("AU", "Sydney", "NSW", "20##", "2"),
]
COUNTRY = {"US": "United States", "GB": "United Kingdom", "CA": "Canada", "AU": "Australia",
           "JP": "日本", "DE": "Deutschland", "ES": "España", "CN": "中国", "KR": "대한민국"}
# base name, legal form, domain
EN_COMPANIES = [
    ("Harborlight Tools", "Inc.", "harborlight.example"), ("Larkfield Logistics", "Ltd", "larkfield.example"),
    ("Copperplate Press", "LLC", "copperplate.example"), ("Marigold & Finch Catering", "LLC", "marigoldfinch.example"),
    ("Northwater Instruments", "Inc.", "northwater.example"), ("Tamarack Timberworks", "Corp.", "tamarack.example"),
    ("Blue Heron Analytics", "Inc.", "blueheron.example"), ("Quill & Ledger Accounting", "LLP", "quill-ledger.example"),
    ("Saltmarsh Ceramics", "Ltd", "saltmarsh-ceramics.example"), ("Windmill Rise Dental", "", "windmillrise.example"),
    ("Foxglove Robotics", "Inc.", "foxglove.example"), ("Pebbledash Builders", "Ltd", "pebbledash.example"),
    ("Orrery Software", "GmbH", "orrery.example"), ("Thimble Street Textiles", "Co.", "thimblestreet.example"),
    ("Juniper Crossing Clinic", "", "junipercrossing.example"), ("Silver Kettle Coffee", "LLC", "silverkettle.example"),
    ("Granite Bay Freight", "Pty Ltd", "granitebay.example"), ("Paper Lantern Events", "Inc.", "paperlantern.example"),
    ("Halfmoon Optics", "Ltd", "halfmoon.example"), ("Cloudberry Foods", "Inc.", "cloudberry.example"),
]
FORM_LONG = {"Inc.": "Incorporated", "Ltd": "Limited", "Corp.": "Corporation", "Co.": "Company",
             "LLC": "L.L.C.", "LLP": "L.L.P.", "Pty Ltd": "Pty. Limited", "GmbH": "G.m.b.H."}
EN_PERSONAL = ["example.com", "example.net", "example.org", "post.example", "letters.example"]

# --- Japanese ----------------------------------------------------------------------------------
# family name and reading; readings are in hiragana, other scripts are derived
JA_FAMILY = [tuple(w.split("/")) for w in """
佐藤/さとう 鈴木/すずき 高橋/たかはし 田中/たなか 伊藤/いとう 渡辺/わたなべ 山本/やまもと 中村/なかむら
小林/こばやし 加藤/かとう 吉田/よしだ 山田/やまだ 佐々木/ささき 山口/やまぐち 松本/まつもと 井上/いのうえ
木村/きむら 林/はやし 斎藤/さいとう 清水/しみず 山崎/やまざき 森/もり 池田/いけだ 橋本/はしもと 阿部/あべ
石川/いしかわ 山下/やました 中島/なかじま 石井/いしい 小川/おがわ 前田/まえだ 岡田/おかだ 長谷川/はせがわ
藤田/ふじた 後藤/ごとう 近藤/こんどう 村上/むらかみ 遠藤/えんどう 青木/あおき 坂本/さかもと 福田/ふくだ
太田/おおた 西村/にしむら 藤井/ふじい 金子/かねこ 岡本/おかもと 中野/なかの 三浦/みうら 原田/はらだ
竹内/たけうち 上野/うえの 中山/なかやま 和田/わだ 大野/おおの 小野/おの 高木/たかぎ 宮崎/みやざき 島田/しまだ
桜井/さくらい 沢田/さわだ 広瀬/ひろせ 浜田/はまだ 国分/こくぶ 柴田/しばた 東海林/しょうじ 新川/にいかわ
""".split()]
# how another system writes the same family
JA_VARIANT = {"高橋": ["髙橋"], "斎藤": ["齋藤", "斉藤", "齊藤"], "渡辺": ["渡邊", "渡邉"], "山崎": ["山﨑"],
              "宮崎": ["宮﨑"], "高木": ["髙木"], "島田": ["嶋田"], "桜井": ["櫻井"], "沢田": ["澤田"],
              "広瀬": ["廣瀬"], "浜田": ["濱田"], "国分": ["國分"], "中島": ["中嶋"]}
JA_MALE = [tuple(w.split("/")) for w in """
健/たけし 誠/まこと 大輔/だいすけ 翔太/しょうた 拓也/たくや 直人/なおと 健一/けんいち 浩/ひろし 浩二/こうじ
隆/たかし 修/おさむ 茂/しげる 和也/かずや 雄介/ゆうすけ 優太/ゆうた 蓮/れん 悠真/ゆうま 達也/たつや 哲也/てつや
啓介/けいすけ 純一/じゅんいち 智也/ともや 亮/りょう 剛/つよし 学/まなぶ 洋平/ようへい 康平/こうへい 進/すすむ
陽一郎/よういちろう 豊/ゆたか""".split()]
JA_FEMALE = [tuple(w.split("/")) for w in """
裕子/ゆうこ 恵子/けいこ 陽子/ようこ 由美/ゆみ 真由美/まゆみ 明美/あけみ 久美子/くみこ 幸子/さちこ 智子/ともこ
直美/なおみ 美穂/みほ 麻衣/まい 彩/あや 愛/あい 舞/まい さくら/さくら ひなた/ひなた 葵/あおい 結衣/ゆい 美咲/みさき
七海/ななみ 遥/はるか 桃子/ももこ 香織/かおり 千尋/ちひろ 亜希子/あきこ 綾子/あやこ 友美/ともみ 奈々/なな
涼子/りょうこ""".split()]
# a kana-to-kanji slip: the same reading, other characters
JA_HOMOPHONE = {"裕子": "祐子", "恵子": "啓子", "陽子": "洋子", "由美": "由実", "智子": "友子", "直美": "尚美",
                "幸子": "早智子", "浩": "宏", "浩二": "浩司", "健一": "賢一", "隆": "孝", "修": "治", "達也": "達哉",
                "哲也": "哲哉", "純一": "順一", "亮": "涼", "剛": "毅", "洋平": "陽平", "綾子": "彩子", "麻衣": "真衣",
                "直人": "尚人", "拓也": "拓哉", "和也": "和哉", "香織": "佳織", "康平": "航平", "友美": "智美"}
# region, city, first three digits of the postcode, area code, region and city in Latin letters
JA_PLACES = [
    ("東京都", "千代田区", "101", "3", "Tokyo", "Chiyoda-ku"), ("東京都", "渋谷区", "150", "3", "Tokyo", "Shibuya-ku"),
    ("東京都", "世田谷区", "154", "3", "Tokyo", "Setagaya-ku"), ("東京都", "新宿区", "160", "3", "Tokyo", "Shinjuku-ku"),
    ("神奈川県", "横浜市中区", "231", "45", "Kanagawa", "Naka-ku, Yokohama"),
    ("大阪府", "大阪市北区", "530", "6", "Osaka", "Kita-ku, Osaka"),
    ("京都府", "京都市左京区", "606", "75", "Kyoto", "Sakyo-ku, Kyoto"),
    ("愛知県", "名古屋市中区", "460", "52", "Aichi", "Naka-ku, Nagoya"),
    ("福岡県", "福岡市中央区", "810", "92", "Fukuoka", "Chuo-ku, Fukuoka"),
    ("北海道", "札幌市中央区", "060", "11", "Hokkaido", "Chuo-ku, Sapporo"),
    ("宮城県", "仙台市青葉区", "980", "22", "Miyagi", "Aoba-ku, Sendai"),
    ("兵庫県", "神戸市中央区", "650", "78", "Hyogo", "Chuo-ku, Kobe"),
]
JA_TOWNS = [("見本町", "Mihoncho"), ("例ヶ丘", "Reigaoka"), ("架空台", "Kakudai"), ("仮名町", "Kanacho"),
            ("雛形", "Hinagata"), ("試ヶ原", "Tameshigahara")]
JA_BUILDINGS = ["", "", "", "見本ビル3F", "コーポ雛形201", "サンプルハイツ105号室", "例ヶ丘マンション702", "架空ビル 5階"]
# base name, legal form, "front" or "back", the base in Latin letters, domain
JA_COMPANIES = [
    ("みどり川精機", "株式会社", "front", "Midorikawa Seiki", "midorikawa.example"),
    ("空色回路", "株式会社", "front", "Sorairo Kairo", "sorairo.example"),
    ("ななほし印刷", "株式会社", "back", "Nanahoshi Insatsu", "nanahoshi.example"),
    ("月見坂商事", "株式会社", "front", "Tsukimizaka Shoji", "tsukimizaka.example"),
    ("風見鶏物流", "株式会社", "back", "Kazamidori Butsuryu", "kazamidori.example"),
    ("とんぼ橋建設", "有限会社", "front", "Tombobashi Kensetsu", "tombobashi.example"),
    ("銀杏並木出版", "株式会社", "front", "Ichonamiki Shuppan", "ichonamiki.example"),
    ("架け橋翻訳", "合同会社", "front", "Kakehashi Honyaku", "kakehashi.example"),
    ("見本堂", "株式会社", "front", "Mihondo", "mihondo.example"),
    ("たとえば工業", "株式会社", "back", "Tatoeba Kogyo", "tatoeba.example"),
    ("雲雀野製作所", "株式会社", "front", "Hibarino Seisakusho", "hibarino.example"),
    ("夕凪化学", "株式会社", "back", "Yunagi Kagaku", "yunagi.example"),
    ("星屑光学", "株式会社", "front", "Hoshikuzu Kogaku", "hoshikuzu.example"),
    ("こもれび設計", "合同会社", "back", "Komorebi Sekkei", "komorebi.example"),
    ("狐火ソフト", "株式会社", "front", "Kitsunebi Soft", "kitsunebi.example"),
    ("三日月農園", "有限会社", "back", "Mikazuki Noen", "mikazuki.example"),
    ("八重雲電機", "株式会社", "front", "Yaegumo Denki", "yaegumo.example"),
]
JA_TITLES = ["部長", "課長", "主任", "係長", "代表取締役", "取締役", "営業担当", "店長", "エンジニア", "デザイナー"]
JA_DEPARTMENTS = ["営業部", "総務部", "開発部", "第①営業課", "経理部", "企画室", "購買部"]
JA_PERSONAL = ["example.jp", "example.ne.jp", "example.com", "tegami.example"]

# --- a few others: given, family (, second family), in Latin letters as well -----------------------
DE_PEOPLE = [tuple(w.split("/")) for w in """
Jürgen/Köhler/m Björn/Schäfer/m Käthe/Böhm/f Jörg/Krüger/m Sören/Jäger/m Heike/Schröder/f Bärbel/Weiß/f
Rüdiger/Groß/m Ute/Möller/f Matthias/Bäumler/m Günter/Strößner/m Antje/Löwe/f""".split()]
DE_UMLAUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
DE_PLACES = [("Berlin", "10###", "30"), ("Köln", "50###", "221"), ("München", "80###", "89"), ("Hamburg", "20###", "40")]
DE_STREETS = ["Musterstraße", "Beispielweg", "Probegasse", "Lindenallee"]
ES_PEOPLE = [tuple(w.split("/")) for w in """
María~José/Fernández/Ibáñez/f Álvaro/Núñez/Gutiérrez/m Concepción/Yáñez/Peña/f Íñigo/Domínguez/Arce/m
Begoña/Muñoz/Güell/f Tomás/Ordóñez/Rivas/m Inés/Quiñones/López/f Raúl/Zúñiga/Ortega/m
Lucía/Bermúdez/Sáez/f Joaquín/Peñalver/Gómez/m""".replace("\n", " ").split()]
ES_PLACES = [("Madrid", "280##", "91"), ("Sevilla", "410##", "95"), ("Valencia", "460##", "96")]
ZH_PEOPLE = [tuple(w.split("/")) for w in """
王/雨桐/Wang/Yutong/f 李/建国/Li/Jianguo/m 张/丽华/Zhang/Lihua/f 陈/子涵/Chen/Zihan/f 刘/晓东/Liu/Xiaodong/m
赵/文静/Zhao/Wenjing/f 黄/志明/Huang/Zhiming/m 周/海燕/Zhou/Haiyan/f 吴/小龙/Wu/Xiaolong/m""".split()]
KO_PEOPLE = [tuple(w.split("/")) for w in """
김/하은/Kim/Haeun/f 이/도윤/Lee/Doyun/m 박/예진/Park/Yejin/f 최/현우/Choi/Hyunwoo/m 정/은지/Jung/Eunji/f
강/민준/Kang/Minjun/m 조/수빈/Cho/Subin/f 윤/지훈/Yoon/Jihoon/m 한/서연/Han/Seoyeon/f""".split()]

EN_TAGS = ["Customers", "Suppliers", "Friends", "Newsletter", "Trade show 2025", "Christmas cards"]
JA_TAGS = ["取引先", "仕入先", "友人", "メルマガ", "展示会2025", "年賀状"]
EN_NOTES = ["Met at the trade show in Leeds.", "Prefers to be called after 3 pm.", "Vegetarian; allergic to nuts.",
            "Introduced by the Finch family.", "Speaks some Japanese.", "Do not phone on Fridays, writes back at once.",
            "Invoice goes to the head office; deliveries to the back door, ring twice, and mind the dog."]
JA_NOTES = ["展示会で名刺交換。", "電話は午後3時以降がよい。", "英語でのメールも可。", "ご紹介者：見本堂の部長。",
            "納品は裏口へ。請求書は本社の経理部宛てに郵送し、控えをメールでも送ること。毎月20日締め。",
            "お酒は飲まない。", "年賀状は会社宛て。"]

# Combinations of the lists above that too many readers would take for someone they know of.
AVOID = set("""
山口智子 中山美穂 橋本愛 渡辺直美 前田愛 高橋愛 山口達也 三浦大輔 田中裕子 鈴木愛 鈴木茂 鈴木修 鈴木奈々 佐々木誠
伊藤智也 小林幸子 松本隆 高橋大輔 村上隆 森進 林修 加藤剛 木村拓也 中村修 佐藤愛 佐藤浩 佐藤隆 前田健 吉田修
鈴木亮 金子修 中島健 加藤浩 藤井隆 山田優太 太田愛 三浦翔太 坂本誠 遠藤彩 石川遼 藤田晋 森茂 大野健 中島愛 吉田葵
Theodore-Walcott James-Greaves Kenneth-Wolstenholme William-Wragg Anthony-O'Malley Desmond-O'Connor
Patricia-Holloway Hazel-O'Connor Elizabeth-Birchall Richard-Ashdown Thomas-Fairbairn Edward-Drummond""".split())
