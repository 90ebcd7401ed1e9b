#include "text/company.hpp"
#include "text/fold.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace kith::text;

TEST_CASE("company names without their legal form", "[company]") {
    struct Row {
        std::string text, core, form;
        bool first = false;
    };
    const Row rows[] = {
        // Japanese, before and behind, full width, in one character, old characters
        {"株式会社山田商店", "山田商店", "kk", true},
        {"山田商店株式会社", "山田商店", "kk"},
        {"（株）山田商店", "山田商店", "kk", true},
        {"山田商店(株)", "山田商店", "kk"},
        {"㈱山田商店", "山田商店", "kk", true},
        {"山田商店㈱", "山田商店", "kk"},
        {"株式會社山田商店", "山田商店", "kk", true},
        {"株式会社　山田　商店", "山田商店", "kk", true},
        {"株式会社山田商店 御中", "山田商店", "kk", true},
        {"山田商店御中", "山田商店", ""},
        {"山田商店 様", "山田商店", ""},
        {"山田商店(株)東京支店", "山田商店東京支店", "kk"},
        {"山田商店株式会社 東京支店", "山田商店東京支店", "kk"},
        {"株式会社ヤマダ・コーポレーション", "やまだこーぽれーしょん", "kk", true},
        {"㈱ﾔﾏﾀﾞｺｰﾎﾟﾚｰｼｮﾝ", "やまだこーぽれーしょん", "kk", true},
        {"ｶ)ﾔﾏﾀﾞｼﾖｳﾃﾝ", "やまだしようてん", "kk", true},
        {"有限会社タナカ", "たなか", "yk", true},
        {"㈲タナカ", "たなか", "yk", true},
        {"合同会社ＡＢＣ", "abc", "gk", true},
        {"合資会社山田", "山田", "goshi", true},
        {"一般社団法人日本協会", "日本協会", "shadan", true},
        {"（公財）日本協会", "日本協会", "zaidan", true},
        {"医療法人社団 青空会", "青空会", "iryo", true},
        {"医療法人 社団 青空会", "青空会", "iryo", true},
        {"学校法人山田学園", "山田学園", "gakko", true},
        {"社会福祉法人青空会", "青空会", "fukushi", true},
        {"NPO法人青空", "青空", "npo", true},
        {"特定非営利活動法人青空", "青空", "npo", true},
        {"独立行政法人 国立病院機構", "国立病院機構", "dokuho", true},
        {"弁護士法人山田事務所", "山田事務所", "bengoshi", true},
        {"株式会社", "株式会社", ""},
        {"日本株式会社研究会", "日本株式会社研究会", ""},
        {"Yamada K.K.", "yamada", "kk"},
        {"Yamada Kabushiki Kaisha", "yamada", "kk"},
        {"Kabushiki Kaisha Yamada", "yamada", "kk", true},
        // English
        {"Acme, Inc.", "acme", "inc"},
        {"ACME INCORPORATED", "acme", "inc"},
        {"The Acme Co., Ltd.", "acme", "co-ltd"},
        {"Acme Company Limited", "acme", "co-ltd"},
        {"Acme Corp", "acme", "corp"},
        {"Ford Motor Company", "ford motor", "co"},
        {"Tiffany & Co.", "tiffany", "co"},
        {"Acme L.L.C.", "acme", "llc"},
        {"Smith and Jones LLP", "smith and jones", "llp"},
        {"Smith & Jones LLP", "smith and jones", "llp"},
        {"Marks & Spencer plc", "marks and spencer", "plc"},
        {"Acme Pty. Ltd.", "acme", "pty-ltd"},
        {"Acme Pvt. Ltd.", "acme", "pvt-ltd"},
        {"Acme (P) Ltd.", "acme", "pvt-ltd"},
        {"Acme Pte Ltd", "acme", "pte-ltd"},
        {"Acme (UK) Ltd", "acme uk", "ltd"},
        {"J.P. Morgan & Co.", "jp morgan", "co"},
        {"Coca-Cola Company", "coca cola", "co"},
        {"Macy's, Inc.", "macys", "inc"},
        {"SAS Institute Inc.", "sas institute", "inc"},
        {"SAS Institute", "sas institute", ""},
        {"AS Roma", "as roma", ""},
        {"Day Spa", "day spa", ""},
        {"The The", "the", ""},
        {"Inc", "inc", ""},
        // Europe
        {"Müller GmbH", "muller", "gmbh"},
        {"Müller Ges.m.b.H.", "muller", "gmbh"},
        {"Müller GmbH & Co. KG", "muller", "gmbh-co-kg"},
        {"Müller GmbH & Co. KGaA", "muller", "kgaa"},
        {"Siemens AG", "siemens", "ag"},
        {"Müller KG", "muller", "kg"},
        {"Start UG (haftungsbeschränkt)", "start", "ug"},
        {"Sportverein Köln e.V.", "sportverein koln", "ev"},
        {"Sportverein Köln e. V.", "sportverein koln", "ev"},
        {"Airbus SE", "airbus", "se"},
        {"Dupont S.A.", "dupont", "sa"},
        {"Dupont S.A.S.", "dupont", "sas"},
        {"Dupont SARL", "dupont", "sarl"},
        {"S.A.R.L. Dupont", "dupont", "sarl", true},
        {"Société Dupont", "dupont", "societe", true},
        {"Rossi S.p.A.", "rossi", "spa"},
        {"Rossi SpA", "rossi", "spa"},
        {"Rossi S.r.l.", "rossi", "srl"},
        {"García, S.L.", "garcia", "sl"},
        {"Empresa S.A. de C.V.", "empresa", "sa-de-cv"},
        {"Empresa, S. de R.L. de C.V.", "empresa", "s-de-rl"},
        {"Silva Ltda.", "silva", "ltda"},
        {"Silva, Lda", "silva", "lda"},
        {"De Vries B.V.", "de vries", "bv"},
        {"De Vries N.V.", "de vries", "nv"},
        {"Møller A/S", "moller", "as"},
        {"Møller ApS", "moller", "aps"},
        {"Svensson AB", "svensson", "ab"},
        {"Svensson AB (publ)", "svensson", "ab-publ"},
        {"Virtanen Oy", "virtanen", "oy"},
        {"Virtanen Oyj", "virtanen", "oyj"},
        {"Kowalski Sp. z o.o.", "kowalski", "sp-zoo"},
        {"Kowalski Spółka z o.o.", "kowalski", "sp-zoo"},
        {"Novák s.r.o.", "novak", "sro"},
        {"Novák, spol. s r.o.", "novak", "sro"},
        {"Novák a.s.", "novak", "as"},
        {"Nagy Kft.", "nagy", "kft"},
        {"Nagy Zrt.", "nagy", "zrt"},
        {"Horvat d.o.o.", "horvat", "doo"},
        {"UAB Kazlauskas", "kazlauskas", "uab", true},
        {"ООО «Ромашка»", "ромашка", "ooo", true},
        {"ЗАО Ромашка", "ромашка", "zao", true},
        {"OOO Romashka", "romashka", "ooo", true},
        {"Yılmaz Ltd. Şti.", "yilmaz", "ltd-sti"},
        // Asia
        {"华为技术有限公司", "华为技术", "ltd-cn"},
        {"台積電股份有限公司", "台積電", "corp-cn"},
        {"삼성전자 주식회사", "삼성전자", "jusik"},
        {"주식회사 삼성전자", "삼성전자", "jusik", true},
        {"(주)삼성전자", "삼성전자", "jusik", true},
        {"㈜삼성전자", "삼성전자", "jusik", true},
        {"PT Astra International Tbk", "astra international", "pt"},
        {"PT. Maju Jaya", "maju jaya", "pt", true},
        {"Maju Sdn. Bhd.", "maju", "sdn-bhd"},
        {"Maju Berhad", "maju", "bhd"},
        {"บริษัท สยาม จำกัด", "สยาม", "co-th", true},
        {"บริษัท สยาม จำกัด (มหาชน)", "สยาม", "plc-th"},
        {"", "", ""},
        {" - ", "", ""},
    };
    for (const Row& row : rows) {
        const CompanyName c = parse_company(row.text);
        CAPTURE(row.text, c.core, c.form);
        CHECK(c.core == row.core);
        CHECK(c.form == row.form);
        CHECK(c.form_first == row.first);
    }
}

TEST_CASE("acronyms", "[company]") {
    CHECK(acronym("International Business Machines Corp.") == "ibm");
    CHECK(acronym("The Bank of New York") == "bny");
    CHECK(acronym("Bayerische Motoren Werke AG") == "bmw");
    CHECK(acronym("Société Nationale des Chemins de fer Français") == "ncff");
    CHECK(acronym("Coca-Cola Company") == "cc");
    CHECK(acronym("Acme Inc.").empty());
    CHECK(acronym("日本 電気").empty());
    CHECK(acronym("").empty());
}

TEST_CASE("corporate and invoice numbers", "[company]") {
    // The tax agency's own number, and Toyota's.
    CHECK(corporate_number("7000012050002") == "7000012050002");
    CHECK(corporate_number("1180301018771") == "1180301018771");
    CHECK(corporate_number("T1180301018771") == "1180301018771");
    CHECK(corporate_number("法人番号：１-１８０３-０１０１-８７７１") == "1180301018771");
    CHECK(corporate_number("登録番号 T 1-1803-0101-8771（2023年）") == "1180301018771");
    CHECK_FALSE(corporate_number("1180301018772"));
    CHECK_FALSE(corporate_number("2180301018771"));
    CHECK_FALSE(corporate_number("118030101877"));
    CHECK_FALSE(corporate_number("11803010187711"));
    CHECK_FALSE(corporate_number("0000000000000"));
    CHECK_FALSE(corporate_number(""));

    CHECK(invoice_number("T1180301018771") == "T1180301018771");
    CHECK(invoice_number("ｔ１２３４５６７８９０１２３") == "T1234567890123");
    CHECK(invoice_number("登録番号：T 1-1803-0101-8771") == "T1180301018771");
    CHECK_FALSE(invoice_number("1180301018771"));
    CHECK_FALSE(invoice_number("T118030101877"));
    CHECK_FALSE(invoice_number("T"));
}

TEST_CASE("hostile company names", "[company]") {
    for (const std::string part :
         {"株式会社", "(株)", "a ", "inc ", "& ", ".", "\xFF", "あ", "((((", "the "}) {
        std::string text;
        while (text.size() < 1'000'000) text += part;
        CAPTURE(part);
        const CompanyName c = parse_company(text);
        CHECK(c.core.size() <= 3 * text.size());
        CHECK(acronym(text).size() <= text.size());
        CHECK_FALSE(corporate_number(text));
    }
    CHECK(parse_company("\xE6\xA0").form.empty());
    // marks of a sign that was dropped stand behind another letter
    for (const char* text : {"The Acme Co.\u0301", "㈱ﾔﾏﾀ ﾞ"})
        CHECK(parse_company(text).core == fold(parse_company(text).core));
    CHECK(parse_company("＿御中").core == "御中");
    CHECK_FALSE(invoice_number(std::string(1'000'000, '1')));
}
