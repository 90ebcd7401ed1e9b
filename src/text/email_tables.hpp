// The lists behind parse_email: providers, functions and placeholders. Sorted, for binary search.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace kith::text {

/// Whether a sorted list has the entry.
template <std::size_t Size>
constexpr bool listed(const std::array<std::string_view, Size>& sorted, std::string_view entry) {
    return std::binary_search(sorted.begin(), sorted.end(), entry);
}

/// An array of the arguments in order; `std::array` would want their count.
template <class... Entries>
constexpr auto sorted_list(Entries... entries) {
    std::array<std::string_view, sizeof...(entries)> out{entries...};
    std::sort(out.begin(), out.end());
    return out;
}

/// Domains that give mailboxes to anyone: world, Japan, other countries.
inline constexpr auto mail_domains = sorted_list(
    "aol.com", "aim.com", "att.net", "bellsouth.net", "bigfoot.com", "charter.net", "comcast.net", "cox.net",
    "duck.com", "earthlink.net", "email.com", "excite.com", "fastmail.com", "fastmail.fm", "frontier.com",
    "gmail.com", "googlemail.com", "hey.com", "hotmail.com", "hush.com", "hushmail.com", "icloud.com",
    "inbox.com", "juno.com", "keemail.me", "live.com", "lycos.com", "mac.com", "mail.com", "mailbox.org",
    "me.com", "mindspring.com", "msn.com", "myyahoo.com", "netscape.net", "netzero.net", "optonline.net",
    "outlook.com", "passport.com", "pm.me", "post.com", "posteo.net", "privaterelay.appleid.com", "proton.me",
    "protonmail.ch", "protonmail.com", "qwest.net", "rocketmail.com", "roadrunner.com", "rr.com",
    "runbox.com", "sbcglobal.net", "tuta.com", "tuta.io", "tutamail.com", "tutanota.com", "tutanota.de",
    "usa.com", "usa.net", "verizon.net", "windowslive.com", "windstream.net", "ymail.com", "zoho.com",
    "zohomail.com", "zoho.eu",
    // Japan
    "asahi-net.or.jp", "au.com", "auone.jp", "bb-east.ne.jp", "biglobe.ne.jp", "biglobe.jp",
    "bma.biglobe.ne.jp", "disney.ne.jp", "dion.ne.jp", "docomo.ne.jp", "dti.ne.jp", "emobile.ne.jp",
    "emobile-s.ne.jp", "emnet.ne.jp", "eonet.ne.jp", "excite.co.jp", "ezweb.ne.jp", "gol.com", "goo.jp",
    "goo.ne.jp", "hi-ho.ne.jp", "hotmail.co.jp", "i.softbank.jp", "infoseek.jp", "jcom.home.ne.jp",
    "jcom.zaq.ne.jp", "jp-c.ne.jp", "kcn.jp", "mail.goo.ne.jp", "mineo.jp", "mopera.net", "mx.docomo.ne.jp",
    "nifty.com", "nifty.ne.jp", "ocn.ne.jp", "odn.ne.jp", "outlook.jp", "pdx.ne.jp", "plala.or.jp",
    "rakuten.jp", "rakumail.jp", "sannet.ne.jp", "so-net.ne.jp", "softbank.jp", "softbank.ne.jp",
    "spmode.ne.jp", "tb.vodafone.ne.jp", "tcn-catv.ne.jp", "uqmobile.jp", "vodafone.ne.jp", "wakwak.com",
    "willcom.com", "ybb.ne.jp", "y-mobile.ne.jp", "ymobile.ne.jp", "ymobile1.ne.jp", "zaq.ne.jp",
    // China, Korea, South and South-East Asia
    "126.com", "139.com", "163.com", "163.net", "188.com", "189.cn", "21cn.com", "263.net", "aliyun.com",
    "foxmail.com", "qq.com", "sina.cn", "sina.com", "sina.com.cn", "sohu.com", "tom.com", "vip.163.com",
    "vip.qq.com", "vip.sina.com", "wo.cn", "yeah.net", "daum.net", "hanmail.net", "hanmir.com", "kakao.com",
    "korea.com", "nate.com", "naver.com", "netvigator.com", "hinet.net", "msa.hinet.net", "pchome.com.tw",
    "seed.net.tw", "indiatimes.com", "rediff.com", "rediffmail.com", "sify.com", "singnet.com.sg",
    "starhub.net.sg", "plasa.com", "telkom.net",
    // Europe
    "1und1.de", "abv.bg", "alice.it", "alice.de", "aon.at", "arcor.de", "azet.sk", "bbox.fr", "bigmir.net",
    "bk.ru", "blueyonder.co.uk", "bluewin.ch", "bol.com", "btinternet.com", "btopenworld.com", "caramail.com",
    "centrum.cz", "centrum.sk", "chello.at", "chello.nl", "citromail.hu", "club-internet.fr",
    "cytanet.com.cy", "delfi.lv", "dir.bg", "email.cz", "email.de", "email.it", "eircom.net", "fastwebnet.it",
    "free.fr", "freemail.hu", "freenet.de", "freeserve.co.uk", "fsmail.net", "gazeta.pl", "gmx.com",
    "gmx.net", "go2.pl", "hetnet.nl", "hispeed.ch", "home.nl", "home.se", "hotmail.co.uk", "i.ua", "in.gr",
    "inbox.lv", "inbox.ru", "interia.pl", "inwind.it", "iol.ie", "iol.pt", "inet.fi", "kabelmail.de",
    "kolumbus.fi", "kpnmail.nl", "kpnplanet.nl", "laposte.net", "libero.it", "list.ru", "luukku.com",
    "mail.bg", "mail.de", "mail.dk", "mail.ee", "mail.ru", "mail.telepac.pt", "mailo.com", "meta.ua",
    "mixmail.com", "mynet.com", "neostrada.pl", "netcologne.de", "netcourrier.com", "neuf.fr", "ntlworld.com",
    "numericable.fr", "o2.co.uk", "o2.pl", "o2online.de", "online.de", "online.no", "onet.eu", "onet.pl",
    "op.pl", "orange.fr", "orange.net", "otenet.gr", "outlook.de", "outlook.fr", "planet.nl", "poczta.fm",
    "poczta.onet.pl", "pop3.ru", "posteo.de", "pt.lu", "quicknet.nl", "rambler.ru", "sapo.pt", "seznam.cz",
    "sfr.fr", "sky.com", "skynet.be", "spray.se", "sunrise.ch", "sympatico.ca", "t-online.de", "talktalk.net",
    "talk21.com", "tele2.nl", "tele2.se", "telefonica.net", "telenet.be", "telia.com", "teletu.it",
    "terra.es", "tim.it", "tin.it", "tiscali.co.uk", "tiscali.it", "tlen.pl", "tut.by", "ukr.net",
    "upcmail.nl", "vip.hr", "virgin.net", "virginmedia.com", "virgilio.it", "vodafone.de", "vodafone.it",
    "vodafone.nl", "volny.cz", "voila.fr", "wanadoo.fr", "wanadoo.nl", "web.de", "wp.pl", "xs4all.nl",
    "ya.ru", "ziggo.nl", "zoznam.sk", "zonnet.nl", "comhem.se", "bredband.net", "bahnhof.se", "pandora.be",
    "scarlet.be", "versatel.nl", "internode.on.net",
    // The Americas, Africa, Oceania, Near East
    "adinet.com.uy", "antel.com.uy", "arnet.com.ar", "bigpond.com", "bigpond.net.au", "bol.com.br",
    "cantv.net", "ciudad.com.ar", "clear.net.nz", "fibertel.com.ar", "globo.com", "globomail.com", "ig.com.br",
    "iinet.net.au", "iprimus.com.au", "mweb.co.za", "oi.com.br", "optusnet.com.au", "ozemail.com.au",
    "paradise.net.nz", "prodigy.net.mx", "r7.com", "rogers.com", "shaw.ca", "slingshot.co.nz",
    "speedy.com.ar", "superig.com.br", "telkomsa.net", "telus.net", "terra.cl", "terra.com", "terra.com.br",
    "terra.com.mx", "tpg.com.au", "uol.com.br", "uolinc.com", "videotron.ca", "vodamail.co.za",
    "webmail.co.za", "westnet.com.au", "xtra.co.nz", "zipmail.com.br", "bezeqint.net", "emirates.net.ae",
    "eim.ae", "maktoob.com", "netvision.net.il", "walla.co.il", "walla.com", "zahav.net.il");

/// Providers with a domain per country: "yahoo.co.jp", "hotmail.fr", "gmx.ch".
inline constexpr auto mail_brands = sorted_list("aol", "gmx", "hotmail", "live", "outlook", "yahoo", "yandex");

/// Providers of addresses to throw away.
inline constexpr auto throwaway_domains = sorted_list(
    "10minutemail.com", "20minutemail.com", "33mail.com", "anonbox.net", "burnermail.io", "discard.email",
    "dispostable.com", "emailondeck.com", "eripo.net", "fakeinbox.com", "fakemail.net", "fexbox.org",
    "getairmail.com", "getnada.com", "grr.la", "guerrillamail.biz", "guerrillamail.com", "guerrillamail.de",
    "guerrillamail.info", "guerrillamail.net", "guerrillamail.org", "guerrillamailblock.com",
    "harakirimail.com", "inboxbear.com", "inboxkitten.com", "instantemailaddress.com", "kuku.lu",
    "mail-temp.com", "mailcatch.com", "maildrop.cc", "mailexpire.com", "mailinator.com", "mailinator.net",
    "mailnesia.com", "mailnull.com", "meltmail.com", "minuteinbox.com", "mintemail.com", "moakt.com",
    "mohmal.com", "mytemp.email", "mytrashmail.com", "nada.email", "owlymail.com", "sharklasers.com",
    "spam4.me", "spambog.com", "spambox.us", "spamgourmet.com", "sute.jp", "temp-mail.io", "temp-mail.org",
    "tempail.com", "tempinbox.com", "tempmail.com", "tempmail.net", "tempmailo.com", "tempr.email",
    "throwawaymail.com", "tmpmail.org", "trash-mail.com", "trashmail.com", "trashmail.de", "trashmail.net",
    "trbvm.com", "wegwerfemail.de", "yopmail.com", "yopmail.fr", "yopmail.net");

/// Mailboxes that belong to a function; in Japanese also by their romaji.
inline constexpr auto role_mailboxes = sorted_list(
    "abuse", "accounting", "accounts", "admin", "administrator", "all", "billing", "board", "booking",
    "bookings", "bureau", "business", "buchhaltung", "careers", "commercial", "compliance", "comptabilite",
    "contact", "contacto", "contactus", "contato", "customercare", "customerservice", "desk", "eigyo",
    "eigyou", "enquiries", "enquiry", "everyone", "export", "feedback", "finance", "frontdesk", "gyomu",
    "help", "helpdesk", "hello", "hostmaster", "hr", "humanresources", "info", "information", "informacion",
    "informatie", "inquiries", "inquiry", "invoice", "invoices", "it", "jimu", "jimukyoku", "jinji", "jobs",
    "kaikei", "keiri", "kontakt", "koho", "kouhou", "kyujin", "legal", "list", "mail", "mailer-daemon",
    "mailmaster", "marketing", "media", "news", "newsletter", "noc", "office", "order", "orders", "otoiawase",
    "owner", "payments", "personal", "post", "postmaster", "presse", "press", "privacy", "purchasing",
    "reception", "recruit", "recruiting", "recruitment", "registration", "reservation", "reservations",
    "root", "saiyo", "saiyou", "sale", "sales", "secretariat", "secretary", "security", "service", "shiryo",
    "shop", "sodan", "somu", "soumu", "staff", "store", "studio", "subscribe", "support", "team", "tech",
    "technical", "toiawase", "uketsuke", "unsubscribe", "uriba", "ventas", "verkauf", "vertrieb", "web",
    "webmaster", "welcome");

/// Mailboxes that nobody reads, or that stand for an address nobody had.
inline constexpr auto nobody_mailboxes =
    sorted_list("bounce", "bounces", "do-not-reply", "do_not_reply", "donotreply", "example", "fake", "keine",
                "keineangabe", "mailer-daemon", "n/a", "na", "nashi", "nil", "no-email", "no-mail",
                "no-reply", "no_email", "no_mail", "no_reply", "noaddress", "nobody", "noemail", "nomail",
                "none", "noreply", "notavailable", "notprovided", "null", "undefined", "unknown");

/// What people type to get past a form: a placeholder when the domain's first label is one as well.
inline constexpr auto dummy_words = sorted_list(
    "a", "aa", "aaa", "aaaa", "abc", "abcd", "address", "asd", "asdf", "bar", "bla", "blah", "company",
    "demo", "domain", "dummy", "email", "example", "fake", "foo", "foobar", "hoge", "fuga", "piyo", "invalid",
    "localhost", "mail", "me", "name", "no", "none", "nowhere", "nothing", "qwerty", "sample", "somewhere",
    "spam", "test", "test1", "test2", "tester", "testing", "tests", "user", "username", "x", "xx", "xxx",
    "xxxx", "xyz", "you", "your", "yourname", "yourdomain", "z", "zzz");

}  // namespace kith::text
