#include "text/email.hpp"
#include "text/punycode.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace kith::text;

TEST_CASE("e-mail addresses in the forms people write", "[email]") {
    struct Row {
        std::string text, address, name, folded;
    };
    const Row rows[] = {
        {"ada@engines.example", "ada@engines.example", "", "ada@engines.example"},
        {"  Ada@Engines.Example \n", "Ada@Engines.Example", "", "ada@engines.example"},
        {"\u3000ada@engines.example\u3000", "ada@engines.example", "", "ada@engines.example"},
        {"Ada Lovelace <ada@engines.example>", "ada@engines.example", "Ada Lovelace", "ada@engines.example"},
        {"\"Lovelace, Ada\" <ada@engines.example>", "ada@engines.example", "Lovelace, Ada",
         "ada@engines.example"},
        {"Lovelace, Ada <ada@engines.example>", "ada@engines.example", "Lovelace, Ada", "ada@engines.example"},
        {R"("Ada \"Countess\" Lovelace" <ada@engines.example>)", "ada@engines.example",
         "Ada \"Countess\" Lovelace", "ada@engines.example"},
        {"\"ada@home\" <ada@engines.example>", "ada@engines.example", "ada@home", "ada@engines.example"},
        {"'ada@engines.example'", "ada@engines.example", "", "ada@engines.example"},
        {"'Ada' <ada@engines.example>", "ada@engines.example", "Ada", "ada@engines.example"},
        {"<ada@engines.example>", "ada@engines.example", "", "ada@engines.example"},
        {"ada@engines.example (Ada Lovelace)", "ada@engines.example", "Ada Lovelace", "ada@engines.example"},
        {"ada@engines.example, bob@engines.example", "ada@engines.example", "", "ada@engines.example"},
        {"ada@engines.example; Bob <bob@engines.example>", "ada@engines.example", "", "ada@engines.example"},
        {"ada@engines.example, Bob <bob@engines.example>", "ada@engines.example", "", "ada@engines.example"},
        {"ada@engines.example bob@engines.example", "ada@engines.example", "", "ada@engines.example"},
        {"mailto:ada@engines.example?subject=Notes", "ada@engines.example", "", "ada@engines.example"},
        {"MAILTO:ada%2Bnotes@engines.example", "ada+notes@engines.example", "", "ada+notes@engines.example"},
        {"mailto:ada%FF", "ada\uFFFD", "", "ada\uFFFD"},
        {"｢ada@engines.example｣", "ada@engines.example", "", "ada@engines.example"},
        {"E-mail: ada@engines.example.", "ada@engines.example.", "", "ada@engines.example"},
        {"山田太郎 <taro@engines.example>", "taro@engines.example", "山田太郎", "taro@engines.example"},
        {"山田太郎＜taro@engines.example＞", "taro@engines.example", "山田太郎", "taro@engines.example"},
        {"メール：taro@engines.example", "taro@engines.example", "", "taro@engines.example"},
        {"ＴＡＲＯ＠ｅｎｇｉｎｅｓ．ｅｘａｍｐｌｅ", "ＴＡＲＯ＠ｅｎｇｉｎｅｓ．ｅｘａｍｐｌｅ", "",
         "taro@engines.example"},
        {"info@日本語。jp", "info@日本語。jp", "", "info@日本語.jp"},
        {"info@xn--wgv71a119e.jp", "info@xn--wgv71a119e.jp", "", "info@日本語.jp"},
        {"info@XN--BCHER-KVA.example", "info@XN--BCHER-KVA.example", "", "info@bücher.example"},
        {"info@BÜCHER.example", "info@BÜCHER.example", "", "info@bücher.example"},
        {"用户@例子.广告", "用户@例子.广告", "", "用户@例子.广告"},
        {"\"ada\"@engines.example", "\"ada\"@engines.example", "", "ada@engines.example"},
        {"\"ada lovelace\"@engines.example", "\"ada lovelace\"@engines.example", "",
         "\"ada lovelace\"@engines.example"},
        {"ada@[192.0.2.1]", "ada@[192.0.2.1]", "", "ada@[192.0.2.1]"},
        {"no address", "no address", "", "no address"},
        {"", "", "", ""},
    };
    for (const Row& row : rows) {
        const EmailAddress e = parse_email(row.text);
        CAPTURE(row.text);
        CHECK(e.address == row.address);
        CHECK(e.display_name == row.name);
        CHECK(e.folded == row.folded);
    }
}

TEST_CASE("which e-mail addresses are valid", "[email]") {
    for (const char* text :
         {"a@b.co", "ada.lovelace+notes@engines.example", "a..b@docomo.ne.jp", "ab.@docomo.ne.jp",
          "a-.-b@ezweb.ne.jp", "\"a..b\"@docomo.ne.jp", "a..b@t.vodafone.ne.jp",
          "ada_lovelace@mail.engines.example", "o'brien@engines.example", "\"ada lovelace\"@engines.example",
          "ada@[192.0.2.1]", "ada@[IPv6:2001:db8::1]", "用户@例子.广告", "1@2.jp", "ada@xn--wgv71a119e.jp",
          "ada@engines.example."}) {
        CAPTURE(text);
        CHECK(parse_email(text).valid);
    }
    const std::string long_local(65, 'a');
    for (const std::string& text : {std::string("ada"),
                                    std::string("ada@"),
                                    std::string("@engines.example"),
                                    std::string("ada@engines"),
                                    std::string("ada@engines.ex︿ample"),  // which folds to 〈
                                    std::string("a..b@engines.example"),
                                    std::string(".a@engines.example"),
                                    std::string("a.@engines.example"),
                                    std::string(".a@docomo.ne.jp"),
                                    std::string("ada@-engines.example"),
                                    std::string("ada@engines-.example"),
                                    std::string("ada@engines..example"),
                                    std::string("ada@.example"),
                                    std::string("ada@192.0.2.1"),
                                    std::string("ada@en_gines.example"),
                                    std::string("ada@bob@engines.example"),
                                    long_local + "@engines.example",
                                    "ada@" + std::string(64, 'a') + ".example",
                                    std::string("@"),
                                    std::string("@@@"),
                                    std::string(R"("ada\"@engines.example)"),
                                    std::string("\"a\xFF\"@engines.example"),
                                    std::string("<>@<>")}) {
        CAPTURE(text);
        CHECK_FALSE(parse_email(text).valid);
    }
}

TEST_CASE("addresses that a provider delivers to one mailbox share the canonical form", "[email]") {
    const auto canonical = [](const char* text) { return parse_email(text).canonical; };
    CHECK(canonical("Ada.Love.Lace+news@GoogleMail.com") == "adalovelace@gmail.com");
    CHECK(canonical("adalovelace@gmail.com") == "adalovelace@gmail.com");
    CHECK(canonical("ada+x@outlook.com") == "ada@outlook.com");
    CHECK(canonical("ada.l+x@hotmail.co.uk") == "ada.l@hotmail.co.uk");
    CHECK(canonical("ada+x@live.jp") == "ada@live.jp");
    CHECK(canonical("ada+x@me.com") == canonical("ada@icloud.com"));
    CHECK(canonical("ada-shop@yahoo.co.jp") == "ada@yahoo.co.jp");
    CHECK(canonical("ada-shop@yahoo.com") == "ada@yahoo.com");
    CHECK(canonical("ada.l@yahoo.com") == "ada.l@yahoo.com");
    CHECK(canonical("ada+x@fastmail.com") == "ada@fastmail.com");
    CHECK(canonical("shop@ada.fastmail.com") == "ada@fastmail.com");
    CHECK(canonical("shop@ada.fast.fastmail.com") == "shop@ada.fast.fastmail.com");
    CHECK(canonical("Ada_Love-lace@protonmail.com") == canonical("adalovelace+x@pm.me"));
    CHECK(canonical("ada.love@yandex.ru") == canonical("ada-love+x@ya.ru"));
    // Elsewhere a plus or a dot may make a different mailbox.
    CHECK(canonical("ada+x@engines.example") == "ada+x@engines.example");
    CHECK(canonical("a.da@engines.example") == "a.da@engines.example");
    CHECK(canonical("ada-shop@engines.example") == "ada-shop@engines.example");
    CHECK(canonical("+x@gmail.com") == "+x@gmail.com");

    CHECK(parse_email("Ada.L+news@engines.example").mailbox == "ada.l");
    CHECK(parse_email("ada-shop@yahoo.co.jp").mailbox == "ada");
    CHECK(parse_email("ada-lovelace@engines.example").mailbox == "ada-lovelace");
    CHECK(parse_email("Ada.L@gmail.com").mailbox == "ada.l");
    CHECK(parse_email("ada@XN--BCHER-KVA.example").domain == "bücher.example");
}

TEST_CASE("roles, placeholders and free mail", "[email]") {
    for (const char* text : {"info@engines.example", "Sales@engines.example", "sales-jp@engines.example",
                             "support2@engines.example", "soumu@engines.example", "otoiawase@engines.example",
                             "info+x@engines.example"}) {
        CAPTURE(text);
        CHECK(parse_email(text).role);
    }
    for (const char* text : {"ada@engines.example", "infante@engines.example", "salesman@engines.example",
                             "s.ales@engines.example"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_email(text).role);
    }
    for (const char* text :
         {"test@test.com", "noreply@engines.example", "no-reply@engines.example",
          "noreply-jp@engines.example", "none@none.com", "noemail@example.com", "a@a.com", "xxx@xxx.xx",
          "foo@bar.com", "test@example.com", "ada@engines.invalid", "ada@mailinator.com", "user@domain.com",
          "hoge@hoge.jp", "unknown@engines.example"}) {
        CAPTURE(text);
        CHECK(parse_email(text).placeholder);
    }
    for (const char* text : {"ada@engines.example", "ada@example.com", "test@engines.example",
                             "ada@test-engines.com", "mail@engines.example", "abc@engines.example",
                             "nonette@engines.example", "engines@engines.example"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_email(text).placeholder);
    }
    for (const char* domain :
         {"gmail.com", "yahoo.co.jp", "yahoo.com.br", "docomo.ne.jp", "t.vodafone.ne.jp", "qq.com", "web.de",
          "gmx.ch", "hotmail.it", "naver.com", "mail.ru", "zahav.net.il"}) {
        CAPTURE(domain);
        CHECK(is_free_mail_domain(domain));
    }
    for (const char* domain : {"engines.example", "gmail.engines.example", "yahoo", "yahoo.engines.example",
                               "live.engines.com", ""}) {
        CAPTURE(domain);
        CHECK_FALSE(is_free_mail_domain(domain));
    }
}

TEST_CASE("punycode, on the samples of RFC 3492 section 7.1", "[email]") {
    CHECK(decode_punycode("bcher-kva") == "bücher");
    CHECK(decode_punycode("egbpdaj6bu4bxfgehfvwxn") == "ليهمابتكلموشعربي؟");
    CHECK(decode_punycode("ihqwcrb4cv8a8dqg056pqjye") == "他们为什么不说中文");
    CHECK(decode_punycode("ihqwctvzc91f659drss3x8bo0yb") == "他們爲什麽不說中文");
    CHECK(decode_punycode("Proprostnemluvesky-uyb24dma41a") == "Pročprostěnemluvíčesky");
    CHECK(decode_punycode("n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa") == "なぜみんな日本語を話してくれないのか");
    CHECK(decode_punycode("PorqunopuedensimplementehablarenEspaol-fmd56a") ==
          "PorquénopuedensimplementehablarenEspañol");
    CHECK(decode_punycode("3B-ww4c5e180e575a65lsy2b") == "3年B組金八先生");
    CHECK(decode_punycode("-> $1.00 <--") == "-> $1.00 <-");
    CHECK(decode_punycode("") == "");
    CHECK_FALSE(decode_punycode("é"));
    CHECK_FALSE(decode_punycode("a-!!"));
    CHECK_FALSE(decode_punycode("99999999"));
    CHECK_FALSE(decode_punycode("zzzzzzzzzzzzzzzzzzzzzzzzzzzz"));
    CHECK_FALSE(decode_punycode(std::string(64, 'a')));
    CHECK(fold_domain("XN--99999999.Example") == "xn--99999999.example");
    CHECK(fold_domain("xn--n--.example") == "xn--n--.example");  // "n-" needs no xn--
    CHECK(fold_domain("xn--xn--,--n.example") == "xn--xn--,--n.example");
    CHECK(fold_domain("Bücher．Example。") == "bücher.example");
    CHECK(fold_domain("straße.example") == fold_domain("STRASSE.example"));
}

TEST_CASE("hostile e-mail text", "[email]") {
    for (const std::string part :
         {"a", "@", "\"", "<", "\\\"", "a@", "(", ",", "\xFF", "\xE3\x80", ".", "a@b.c,", "＠", "xn--"}) {
        std::string text;
        while (text.size() < 1'000'000) text += part;
        const EmailAddress e = parse_email(text);
        CAPTURE(part);
        CHECK(e.address.size() <= text.size());
        CHECK_FALSE((e.valid && e.address.size() > 400));
        const EmailAddress behind = parse_email("ada@engines.example " + text);
        CHECK((part == "<" || part == "a@" || behind.folded == "ada@engines.example"));
    }
    CHECK(parse_email("\xFF\xFE@\xFF").valid == false);
    CHECK_FALSE(parse_email("ada\xFF@engines.example").valid);
}
