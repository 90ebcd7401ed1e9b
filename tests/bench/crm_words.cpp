// Lists are written "word, word/sound, word/sound/nickname, word//nickname"; "-" is an empty word.
#include "crm_words.hpp"

#include <array>
#include <string_view>

namespace kith::bench {

namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> result;
    for (;;) {
        const std::size_t end = text.find(separator);
        std::string_view part = text.substr(0, end);
        while (!part.empty() && (part.front() == ' ' || part.front() == '\n')) part.remove_prefix(1);
        result.push_back(part == "-" ? "" : part);
        if (end == std::string_view::npos) return result;
        text.remove_prefix(end + 1);
    }
}

std::array<std::string, 4> parts(std::string_view text) {
    std::array<std::string, 4> result;
    std::size_t i = 0;
    for (const std::string_view part : split(text, '/')) result[i++] = part;
    return result;
}

std::vector<Word> words(std::string_view list) {
    std::vector<Word> result;
    for (const std::string_view word : split(list, ',')) {
        auto [written, sound, nickname, none] = parts(word);
        result.push_back({written, sound, nickname});
    }
    return result;
}

std::vector<City> cities(std::string_view list) {
    std::vector<City> result;
    for (const std::string_view city : split(list, ',')) {
        auto [name, region, postcode, area] = parts(city);
        result.push_back({name, region, postcode, area});
    }
    return result;
}

Culture american() {
    return {
        "US",
        "+1",
        46,
        {.common = words(
             "Mary//Molly, Jennifer//Jenny, Elizabeth//Liz, Linda, Susan//Sue, Jessica//Jess, Sarah, Karen, Lisa, "
             "Nancy, Margaret//Peggy, Sandra//Sandy, Ashley, Emily, Katherine//Kate, Michelle, Amanda//Mandy, "
             "Patricia//Pat, Rebecca//Becky, Deborah//Debbie, Laura, Christine//Chris, Samantha//Sam, Stephanie//Steph, "
             "Cynthia//Cindy, Amy, Angela//Angie, Anna, Ruth, Brenda, Pamela//Pam, Nicole//Nikki, Virginia//Ginny, "
             "Catherine//Cathy, Helen, Rachel, Carolyn, Janet, Maria, Heather, Diane, Julie, Joyce, Victoria//Vicky, "
             "Kelly, Christina//Tina, Joan, Evelyn, Lauren, Judith//Judy, Olivia, Frances//Fran, Martha, Cheryl, "
             "Megan//Meg, Andrea, Hannah, Jacqueline//Jackie, Gloria, Jean, Kathryn//Kathy, Alice, Teresa//Terry, "
             "Sara, Janice, Doris, Madison//Maddie, Julia, Grace, Judy, Abigail//Abby, Marie, Denise, Beverly//Bev, "
             "Amber, Theresa, Marilyn, Danielle//Dani, Diana, Brittany, Natalie//Nat, Sophia, Rose, Isabella//Bella, "
             "Alexis//Lexi, Kayla, Charlotte//Lottie, Priya, Aisha, Zoë, Chloe, Mei, Fatima, Dorothy//Dot, Leah, Tara, "
             "Yolanda, Wanda, Ingrid, Renée"),
         .percent_common = 100},
        {.common = words(
             "James//Jim, Robert//Bob, John//Jack, Michael//Mike, David//Dave, William//Bill, Richard//Dick, "
             "Joseph//Joe, Thomas//Tom, Charles//Chuck, Christopher//Chris, Daniel//Dan, Matthew//Matt, "
             "Anthony//Tony, Mark, Donald//Don, Steven//Steve, Paul, Andrew//Andy, Joshua//Josh, Kenneth//Ken, Kevin, "
             "Brian, George, Timothy//Tim, Ronald//Ron, Edward//Ted, Jason, Jeffrey//Jeff, Ryan, Jacob//Jake, Gary, "
             "Nicholas//Nick, Eric, Jonathan//Jon, Stephen, Larry, Justin, Scott, Brandon, Benjamin//Ben, "
             "Samuel//Sam, Gregory//Greg, Alexander//Alex, Frank, Patrick//Pat, Raymond//Ray, Dennis, Jerry, Tyler, "
             "Aaron, Jose, Adam, Nathan//Nate, Henry//Hank, Douglas//Doug, Zachary//Zach, Peter//Pete, Kyle, Ethan, "
             "Walter//Walt, Noah, Jeremy, Christian, Keith, Roger, Terry, Gerald//Jerry, Harold//Harry, Sean, Austin, "
             "Carl, Arthur//Art, Lawrence//Larry, Dylan, Jesse, Jordan, Bryan, Billy, Joe, Bruce, Gabriel//Gabe, "
             "Logan, Albert//Al, Willie, Alan, Juan, Wayne, Elijah//Eli, Randy, Roy, Vincent//Vince, Ralph, Eugene, "
             "Russell//Russ, Bobby, Omar, Sanjay, Wei, Ahmed"),
         .percent_common = 100},
        {.common = words(
             "Smith, Johnson, Williams, Brown, Jones, Davis, Miller, Wilson, Taylor, Thomas, Moore, Martin, "
             "Jackson, Thompson, White, Harris, Clark, Lewis, Robinson, Walker, Young, Allen, King, Wright, "
             "Scott, Hill, Green, Adams, Baker, Nelson, Carter, Mitchell, Roberts, Turner, Phillips, Campbell, "
             "Parker, Evans, Edwards, Collins, O'Connor, MacDonald, Patel, Khan, Nguyen, Singh, Murphy, Kelly"),
         .openings = words(
             "Ash, Black, Brad, Brom, Chester, Cran, Dar, East, Fair, Fern, Gold, Hal, Ham, Hart, Haw, Hob, "
             "Kirk, Lang, Lin, Love, Mal, Mans, Mar, Nor, Oak, Pem, Rad, Red, Rock, Sel, Shel, Stan, Stock, "
             "Sut, Thorn, Ving, Wake, Wal, Wes, Whit, Win, Wood, York, Ather, Beck, Cold, Dun, Ever, Green, High"),
         .middles = words("-, -, ing, er, en, el, a"),
         .endings = words(
             "ford, ton, well, ley, worth, field, bury, ham, wood, stone, ridge, man, brook, by, den, shaw, "
             "wick, combe, dale, mere, son, er, hurst, land"),
         .percent_common = 15},
        cities(
            "New York/NY/100/212, Los Angeles/CA/900/213, Chicago/IL/606/312, Houston/TX/770/713, Phoenix/AZ/850/602, "
            "Philadelphia/PA/191/215, San Diego/CA/921/619, Dallas/TX/752/214, Austin/TX/787/512, Columbus/OH/432/614, "
            "Seattle/WA/981/206, Denver/CO/802/303, Boston/MA/021/617, Portland/OR/972/503, Atlanta/GA/303/404, "
            "Springfield/IL/627/217, Portland/ME/041/207, Columbia/SC/292/803, Miami/FL/331/305, Omaha/NE/681/402, "
            "Tucson/AZ/857/520, Fresno/CA/937/559, Mesa/AZ/852/480, Tulsa/OK/741/918, Tampa/FL/336/813, Reno/NV/895/775"),
        words(
            "Main St, Oak Avenue, Maple Street, 2nd St, Park Ave, Washington Blvd, Lake Drive, Hill Road, Cedar Lane, "
            "Elm Street, Sunset Blvd, River Road, Church Street, Madison Avenue, Franklin St, Highland Ave, "
            "Jefferson Street, Willow Way, 5th Avenue, Broadway, Mill Road, Spruce Street, Chestnut Street, Lincoln Ave"),
        words("Sales Manager, Account Executive, CEO, Chief Technology Officer, Head of Marketing, Engineer, "
              "Software Engineer, Director, Office Manager, Buyer, Consultant, Vice President, Analyst, HR Manager, "
              "Project Manager, Owner, Controller, Designer"),
        words("Logistics, Software, Consulting, Foods, Dental, Insurance, Solutions, Media, Foundry, Partners, Systems, "
              "Plumbing, Research, Realty, Motors"),
        words("Inc., LLC, Ltd, Corporation, -, Co."),
        words(
            "Daniel, Danielle, Michael, Michelle, Paul, Paula, Eric, Erica, Carl, Carla, Joseph, Josephine, Robert, "
            "Roberta, Emma, Gemma, Anna, Hannah, Julia, Juliana, Jayden, Hayden, Aidan, Jaden, Kaylee, Kylie, "
            "Ella, Stella, Gabriel, Gabrielle, Dean, Deana, Paul, Paula, Justin, Justine, Alex, Alexa, Mary Ann, Mary Lou")};
}

Culture japanese() {
    return {
        "JP",
        "+81",
        28,
        {.common = words(
             "花子/はなこ, 美咲/みさき, 陽子/ようこ, 恵/めぐみ, 由美/ゆみ, 裕子/ゆうこ, 直美/なおみ, 愛/あい, 彩/あや, "
             "葵/あおい, さくら/さくら, 結衣/ゆい, 明美/あけみ, 京子/きょうこ, 順子/じゅんこ, 千尋/ちひろ, 理恵/りえ, "
             "綾乃/あやの, 優子/ゆうこ, 香織/かおり, 久美子/くみこ, 真由美/まゆみ"),
         .openings = words(
             "美/み, 真/ま, 由/ゆ, 智/とも, 恵/え, 直/なお, 千/ち, 麻/ま, 和/かず, 佳/よし, 早/さ, 友/とも, 亜/あ, 里/り, 春/はる"),
         .middles = words("-, -, 由/ゆ, 佐/さ, 津/つ"),
         .endings =
             words("子/こ, 美/み, 香/か, 奈/な, 代/よ, 紀/き, 織/おり, 穂/ほ, 里/り, 衣/い, 乃/の, 江/え"),
         .percent_common = 50},
        {.common = words(
             "太郎/たろう, 健/けん, 翔太/しょうた, 誠/まこと, 大輔/だいすけ, 直樹/なおき, 純一郎/じゅんいちろう, 浩/ひろし, "
             "健一/けんいち, 健太/けんた, 拓也/たくや, 隆/たかし, 修/おさむ, 剛/つよし, 雄一/ゆういち, 祐一/ゆういち, "
             "達也/たつや, 亮/りょう, 悠斗/ゆうと, 蓮/れん, 学/まなぶ, 哲也/てつや, 幸一/こういち, 幸一郎/こういちろう"),
         .openings = words(
             "正/まさ, 和/かず, 俊/とし, 英/ひで, 義/よし, 康/やす, 隆/たか, 直/なお, 浩/ひろ, 雅/まさ, 達/たつ, 裕/ひろ, "
             "博/ひろ, 秀/ひで, 信/のぶ, 克/かつ"),
         .middles = words("-"),
         .endings = words(
             "夫/お, 彦/ひこ, 樹/き, 也/や, 之/ゆき, 志/し, 男/お, 人/と, 明/あき, 史/ふみ, 行/ゆき, 弘/ひろ, 次/じ"),
         .percent_common = 50},
        {.common = words(
             "佐藤/さとう, 鈴木/すずき, 高橋/たかはし, 田中/たなか, 伊藤/いとう, 渡辺/わたなべ, 山本/やまもと, 中村/なかむら, "
             "小林/こばやし, 加藤/かとう, 吉田/よしだ, 山田/やまだ, 佐々木/ささき, 山口/やまぐち, 松本/まつもと, 井上/いのうえ, "
             "木村/きむら, 林/はやし, 斎藤/さいとう, 清水/しみず, 大野/おおの, 阿部/あべ, 長谷川/はせがわ, 安部/あべ, "
             "菅原/すがわら, 東/ひがし, 近藤/こんどう, 工藤/くどう, 髙橋/たかはし, 齋藤/さいとう, 五十嵐/いがらし, 小野/おの"),
         .openings = words(
             "石/いし, 岩/いわ, 上/うえ, 内/うち, 大/おお, 岡/おか, 小/お, 片/かた, 川/かわ, 北/きた, 黒/くろ, 坂/さか, "
             "島/しま, 白/しら, 杉/すぎ, 竹/たけ, 谷/たに, 寺/てら, 長/なが, 永/なが, 西/にし, 野/の, 浜/はま, 原/はら, "
             "平/ひら, 藤/ふじ, 古/ふる, 堀/ほり, 前/まえ, 丸/まる, 水/みず, 宮/みや, 村/むら, 森/もり, 柳/やなぎ"),
         .middles = words("-"),
         .endings = words(
             "田/た, 川/かわ, 山/やま, 野/の, 村/むら, 本/もと, 井/い, 沢/さわ, 島/しま, 崎/さき, 原/はら, 口/ぐち, 木/き, "
             "岡/おか, 尾/お, 上/がみ, 谷/たに, 森/もり, 倉/くら, 下/した"),
         .percent_common = 30},
        cities(
            "千代田区/東京都/100/03, 渋谷区/東京都/150/03, 新宿区/東京都/160/03, 横浜市西区/神奈川県/220/045, 大阪市北区/大阪府/530/06, "
            "名古屋市中区/愛知県/460/052, 札幌市中央区/北海道/060/011, 福岡市博多区/福岡県/812/092, 京都市下京区/京都府/600/075, "
            "神戸市中央区/兵庫県/650/078, 仙台市青葉区/宮城県/980/022, 広島市中区/広島県/730/082, 世田谷区/東京都/154/03"),
        words(
            "丸の内, 本町, 中央, 栄, 道玄坂, 桜木町, 北一条西, 南町, 青葉, 若葉, 緑が丘, 大手町, 元町, 旭町, 寿町, 新町"),
        words(
            "営業部長, 課長, 代表取締役, 主任, 係長, 取締役, エンジニア, 営業, 総務, 店長, マーケティング, 人事部長, 経理, 顧問"),
        words("製作所, 商事, 工業, 建設, 不動産, 食品, 電機, 物流, システム, コンサルティング, 印刷, 薬局"),
        words("^株式会社, 株式会社, ^有限会社, 合同会社, ㈱, -"),
        words(
            "一郎/いちろう, 二郎/じろう, 健太/けんた, 健太郎/けんたろう, 真理/まり, 真理子/まりこ, 由美/ゆみ, 由美子/ゆみこ, "
            "浩一/こういち, 浩二/こうじ, 裕子/ゆうこ, 裕美/ひろみ, 翔/しょう, 翔太/しょうた, 恵/めぐみ, 恵子/けいこ, 悠希/ゆうき, 由紀/ゆき")};
}

Culture german() {
    return {
        "DE",
        "+49",
        9,
        {.common = words(
             "Anna, Katharina//Kathi, Ursula//Uschi, Sabine, Brigitte//Gitte, Elisabeth//Lisa, Käthe, Monika, "
             "Petra, Heike, Claudia, Susanne//Susi, Andrea, Birgit, Martina, Karin, Gabriele//Gabi, Renate, "
             "Stefanie//Steffi, Julia, Lena, Sarah, Nicole, Jana, Ingrid, Helga, Silke, Anja, Tanja, Bärbel")},
        {.common = words(
             "Johannes//Hans, Jürgen, Wolfgang//Wolf, Günther, Maximilian//Max, Friedrich//Fritz, Klaus, "
             "Stefan, Michael, Jörg, Matthias, Uwe, Thomas, Andreas, Peter, Bernd, Frank, Rainer, Dieter, "
             "Ralf, Sebastian//Basti, Jan, Lukas, Felix, Tobias//Tobi, Florian, Götz, Holger, Sven, Dirk")},
        {.common = words(
             "Müller, Schmidt, Schneider, Fischer, Weber, Meyer, Wagner, Becker, Schäfer, Köhler, Krüger, "
             "Groß, von Berg, Jäger, Schulz, Hoffmann, Koch, Bauer, Richter, Klein, Wolf, Schröder, Neumann"),
         .openings = words(
             "Stein, Wald, Korn, Linden, Oster, Rosen, Vogel, Winter, Zell, Birken, Eichen, Hohen, Möllen, "
             "Blüm, Acker, Bern, Dorn, Falken, Grün, Hage, Kirch, Lau, Nieder, Ober, Ritter, Sommer"),
         .middles = words("-"),
         .endings = words(
             "mann, baum, hoff, berg, bach, feld, thal, meier, huber, stein, müller, roth, wein, kamp, horst"),
         .percent_common = 14},
        cities(
            "Berlin//101/030, Hamburg//200/040, München//803/089, Köln//506/0221, Frankfurt am Main//603/069, "
            "Düsseldorf//402/0211, Leipzig//041/0341, Nürnberg//904/0911"),
        words("Hauptstraße, Bahnhofstr., Gartenstraße, Schulstr., Lindenweg, Goethestraße, Am Markt, Bergstr., "
              "Kirchgasse, Mühlenweg"),
        words(
            "Geschäftsführer, Einkäuferin, Vertriebsleiter, Assistentin, Entwickler, Prokurist, Leiterin Marketing, Berater"),
        words("Maschinenbau, Logistik, Software, Bau, Elektrotechnik, Verlag, Apotheke, Beratung"),
        words("GmbH, AG, GmbH & Co. KG, KG, e.K."),
        words(
            "Daniel, Daniela, Jan, Jana, Martin, Martina, Julia, Juliana, Anna, Hanna, Stefan, Stefanie, Simon, "
            "Simone, Andreas, Andrea, Lena, Lina, Christian, Christiane, Manuel, Manuela, Tim, Tom, Lisa, Luisa, Paul, Paula, Anna-Lena, Anna-Sophie, Gabriel, Gabriele")};
}

Culture spanish() {
    return {
        "ES",
        "+34",
        8,
        {.common = words(
             "María, Carmen, Dolores//Lola, Concepción//Concha, Lucía, Pilar, Isabel, Ángela, Inés, Sofía, Ana, "
             "Teresa, Laura, Cristina, Marta, Rosario//Charo, Mercedes//Merche, Elena, Paula, Raquel, Rocío, "
             "Beatriz//Bea, Silvia, Nuria, Julia, Alba, Irene, Verónica, Montserrat//Montse, Lourdes")},
        {.common = words(
             "José//Pepe, Francisco//Paco, Antonio, Manuel//Manolo, Jesús, Ignacio//Nacho, Javier, Ángel, Andrés, "
             "Raúl, Juan, David, Daniel, Carlos, Miguel, Rafael//Rafa, Pedro, Alejandro//Álex, Fernando, Luis, "
             "Pablo, Sergio, Jorge, Alberto, Álvaro, Diego, Adrián, Rubén, Enrique//Quique, Ramón")},
        {.common = words(
             "García, Fernández, González, Rodríguez, López, Martínez, Sánchez, Pérez, Gómez, Núñez, Ruiz, Díaz, "
             "Moreno, Muñoz, Álvarez, Romero, Alonso, Gutiérrez, Navarro, Torres"),
         .openings = words(
             "Castañ, Mont, Robl, Ver, Alv, Bel, Cort, Dur, Esc, Fuent, Herr, Med, Call, Barr, Cam, Pal, Sal, Tor"),
         .middles = words("-, ar, er, al, ol"),
         .endings = words("eda, ero, ano, ales, ínez, ón, illo, era, obar, anza, osa, ete"),
         .percent_common = 30},
        cities(
            "Madrid/Madrid/280/91, Barcelona/Barcelona/080/93, Valencia/Valencia/460/96, Sevilla/Sevilla/410/95, "
            "Málaga/Málaga/290/95, Zaragoza/Zaragoza/500/976"),
        words("Calle Mayor, Gran Vía, Calle de Alcalá, Avenida de la Paz, Calle Real, Plaza España, Calle del Sol, "
              "Paseo Marítimo"),
        words("Directora, Gerente, Comercial, Jefe de compras, Ingeniero, Abogada, Administrativo"),
        words("Construcciones, Alimentación, Consultores, Transportes, Viajes, Informática"),
        words("S.L., S.A., -"),
        words(
            "Mario, María, Antonio, Antonia, Francisco, Francisca, Carlos, Carla, Luis, Luisa, Julio, Julia, "
            "Manuel, Manuela, Daniel, Daniela, Ana, Anabel, Marta, Marina, Gabriel, Gabriela, Juan Carlos, Juan Manuel")};
}

Culture russian() {
    return {
        "RU",
        "+7",
        5,
        {.common = words(
             "Анна/Anna, Екатерина/Ekaterina/Катя, Мария/Maria/Маша, Ольга/Olga/Оля, Наталья/Natalya/Наташа, "
             "Елена/Elena/Лена, Татьяна/Tatyana/Таня, Светлана/Svetlana, Ирина/Irina, Юлия/Yulia, "
             "Анастасия/Anastasia/Настя, Людмила/Lyudmila, Галина/Galina, Вера/Vera, Дарья/Darya/Даша")},
        {.common = words(
             "Александр/Aleksandr/Саша, Дмитрий/Dmitry/Дима, Сергей/Sergey, Михаил/Mikhail/Миша, Иван/Ivan/Ваня, "
             "Юрий/Yury, Алексей/Aleksey/Лёша, Павел/Pavel, Николай/Nikolay/Коля, Владимир/Vladimir/Вова, "
             "Андрей/Andrey, Виктор/Viktor, Максим/Maksim, Олег/Oleg, Константин/Konstantin/Костя")},
        {.common = words(
             "Иваненко/Ivanenko, Шевченко/Shevchenko, Коваленко/Kovalenko, Бондаренко/Bondarenko, Черных/Chernykh, "
             "Седых/Sedykh"),
         .openings = words(
             "Петр/Petr, Кузн/Kuzn, Сидор/Sidor, Мороз/Moroz, Волк/Volk, Лебед/Lebed, Гонч/Gonch, Ткач/Tkach, "
             "Рыб/Ryb, Степан/Stepan, Захар/Zakhar, Жук/Zhuk, Марк/Mark, Тарас/Taras, Клим/Klim, Остап/Ostap"),
         .middles = words("-, ов/ov, ев/ev, ар/ar"),
         .endings = words("енко/enko, ук/uk, юк/yuk, ич/ich, ко/ko, ак/ak, ец/ets, их/ikh"),
         .percent_common = 10},
        cities("Москва//101/495, Санкт-Петербург//190/812, Казань//420/843, Новосибирск//630/383"),
        words("ул. Ленина, ул. Мира, Невский проспект, Садовая ул., ул. Гагарина, Лесная ул."),
        words("директор, менеджер, инженер, бухгалтер, юрист"),
        words("Строй, Транс, Софт, Торг, Медиа, Снаб"),
        words("^ООО, ^АО, ^ИП"),
        words(
            "Александр/Aleksandr, Александра/Aleksandra, Валерий/Valery, Валерия/Valeria, Евгений/Evgeny, "
            "Евгения/Evgenia, Мария/Maria, Марина/Marina, Роман/Roman, Романа/Romana, Олег/Oleg, Ольга/Olga")};
}

Culture chinese() {
    const std::vector<Word> openings =
        words("文/Wen, 志/Zhi, 建/Jian, 晓/Xiao, 雪/Xue, 子/Zi, 浩/Hao, 俊/Jun, 美/Mei, 秀/Xiu, 国/Guo, "
              "海/Hai, 玉/Yu, 春/Chun, 明/Ming");
    return {
        "CN",
        "+86",
        4,
        {.common = words("芳/Fang, 娜/Na, 丽/Li, 静/Jing, 敏/Min, 婷婷/Tingting, 燕/Yan, 艳/Yan, 洁/Jie"),
         .openings = openings,
         .middles = words("-"),
         .endings = words("英/ying, 梅/mei, 燕/yan, 怡/yi, 华/hua, 兰/lan, 霞/xia, 玲/ling, 红/hong, 萍/ping"),
         .percent_common = 30},
        {.common = words("伟/Wei, 强/Qiang, 磊/Lei, 军/Jun, 涛/Tao, 勇/Yong, 杰/Jie, 鹏/Peng, 斌/Bin"),
         .openings = openings,
         .middles = words("-"),
         .endings =
             words("国/guo, 强/qiang, 然/ran, 轩/xuan, 博/bo, 杰/jie, 军/jun, 平/ping, 峰/feng, 龙/long"),
         .percent_common = 30},
        {.common = words(
             "王/Wang, 李/Li, 张/Zhang, 刘/Liu, 陈/Chen, 杨/Yang, 黄/Huang, 赵/Zhao, 周/Zhou, 吴/Wu, 徐/Xu, 孙/Sun, "
             "马/Ma, 朱/Zhu, 胡/Hu, 郭/Guo, 何/He, 林/Lin, 高/Gao, 罗/Luo, 郑/Zheng, 梁/Liang, 谢/Xie, 宋/Song, "
             "唐/Tang, 许/Xu, 邓/Deng, 冯/Feng, 韩/Han, 曹/Cao"),
         .openings = words("欧/Ou, 司/Si, 上/Shang, 诸/Zhu"),
         .middles = words("-"),
         .endings = words("阳/yang, 马/ma, 官/guan, 葛/ge"),
         .percent_common = 92},
        cities("北京市/北京市/100/010, 上海市/上海市/200/021, 广州市/广东省/510/020, 深圳市/广东省/518/0755"),
        words("人民路, 中山路, 解放路, 建国路, 和平街, 长安街"),
        words("经理, 工程师, 总监, 销售, 会计"),
        words("科技, 贸易, 物流, 电子, 咨询"),
        words("有限公司, 股份有限公司"),
        words(
            "国强/Guoqiang, 国平/Guoping, 美英/Meiying, 美玲/Meiling, 建军/Jianjun, 建平/Jianping, 晓明/Xiaoming, 晓红/Xiaohong, 伟/Wei, 文/Wen")};
}

}  // namespace

const std::vector<Culture>& cultures() {
    static const std::vector<Culture> all = {american(), japanese(), german(),
                                             spanish(),  russian(),  chinese()};
    return all;
}

}  // namespace kith::bench
