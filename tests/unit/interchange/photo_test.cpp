// Pictures of contacts in vCards: in to the content, and out again.
#include "support/dump.hpp"

#include <kith/blobs.hpp>
#include <kith/duplicates.hpp>
#include <kith/exports.hpp>
#include <kith/imports.hpp>
#include <kith/records.hpp>

#include <catch2/catch.hpp>

using namespace kith;
using test::findings;

namespace {

/// Bytes that begin like a JPEG and hold every value.
std::string picture(std::size_t size, unsigned step = 7) {
    std::string bytes = "\xFF\xD8\xFF\xE0";
    for (unsigned i = 0; bytes.size() < size; ++i) bytes += static_cast<char>(i * step);
    return bytes;
}

std::string base64(const std::string& bytes) {
    constexpr const char* digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        unsigned group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k)
            text += i + k > bytes.size() ? '=' : digits[group >> (18 - 6 * k) & 63];
    }
    return text;
}

/// A card with these lines, its text folded as old writers did.
std::string card(const std::string& version, const std::string& lines, const std::string& name = "Ada") {
    return "BEGIN:VCARD\r\nVERSION:" + version + "\r\nN:;" + name + ";;;\r\n" + lines + "\r\nEND:VCARD\r\n";
}

std::string folded(const std::string& text, std::size_t width = 72) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); i += width)
        result += (i == 0 ? "" : "\r\n ") + text.substr(i, width);
    return result;
}

std::string problems(const ImportReport& report) {
    std::string all;
    for (const ImportedRow& row : report.rows)
        for (const ImportProblem& problem : row.problems)
            all += std::to_string(problem.line) + " " + problem.field + ": " + problem.reason + "\n";
    return all;
}

struct Base {
    Database db = Database::open(":memory:");

    std::string photo(std::int64_t id = 1) {
        const std::string key = db.get(ContactId{id}).photo;
        return key.empty() ? std::string() : db.blobs().get(key);
    }
};

}  // namespace

TEST_CASE_METHOD(Base, "pictures come in however they are written", "[interchange][photo]") {
    const std::string bytes = picture(1000);
    const std::string code = base64(bytes);
    const std::vector<std::string> cards = {
        card("2.1", "PHOTO;JPEG;ENCODING=BASE64:" + folded(code) + "\r\n"),
        card("2.1", "PHOTO;TYPE=JPEG;BASE64:\r\n " + folded(code) + "\r\n"),
        card("3.0", folded("PHOTO;ENCODING=b;TYPE=JPEG:" + code)),
        card("4.0", folded("PHOTO:data:image/jpeg;base64," + code)),
        card("4.0", folded("PHOTO:data:image/jpeg\\;base64\\," + code)),
    };
    for (const std::string& text : cards) {
        INFO(text.substr(0, 100));
        Database fresh = Database::open(":memory:");
        const ImportReport report = fresh.imports().run_bytes(text, "a.vcf");
        CHECK(problems(report) == "");
        const std::string key = fresh.get(ContactId{1}).photo;
        REQUIRE_FALSE(key.empty());
        CHECK(fresh.blobs().get(key) == bytes);
        CHECK(findings(fresh) == "");
    }
}

TEST_CASE_METHOD(Base, "what goes out comes in again", "[interchange][photo]") {
    const std::string small = picture(300);
    const std::string png = "\x89PNG\r\n\x1A\n" + picture(300'000, 11);  // more than one piece of a content
    db.add(Contact{.name = {.given = "Ada"}, .photo = db.blobs().put(small)});
    db.add(Contact{.name = {.given = "Bob"}, .photo = db.blobs().put(png)});
    db.add(Contact{.name = {.given = "Cy"}, .photo = db.blobs().put("no picture that anybody knows")});
    db.add(Contact{.name = {.given = "Dee"},
                   .handles = {{.service = "photo", .address = "https://x.example/a,b;c.jpg", .primary = true},
                               {.service = "web", .address = "https://dee.example"}}});
    const std::string text = export_text(db, {.format = "vcard"});
    CHECK(text.find("PHOTO:data:image/jpeg;base64,") != std::string::npos);
    CHECK(text.find("PHOTO:data:image/png;base64,") != std::string::npos);
    CHECK(text.find("PHOTO;PREF=1:https://x.example/a,b;c.jpg\r\n") != std::string::npos);

    Database back = Database::open(":memory:");
    const ImportReport report = back.imports().run_bytes(text, "a.vcf");
    CHECK(problems(report) == "");
    CHECK(export_text(back, {.format = "vcard"}) == text);
    for (std::int64_t id = 1; id <= 4; ++id) {
        const Contact before = db.get(ContactId{id});
        const Contact after = back.get(ContactId{id});
        CHECK(after.photo == before.photo);  // made of the bytes alone
        REQUIRE(after.handles.size() == before.handles.size());
        for (std::size_t i = 0; i < after.handles.size(); ++i) {
            CHECK(after.handles[i].service == before.handles[i].service);
            CHECK(after.handles[i].address == before.handles[i].address);
            CHECK(after.handles[i].primary == before.handles[i].primary);
        }
    }
    CHECK(back.blobs().get(back.get(ContactId{2}).photo) == png);
    CHECK(findings(back) == "");
    CHECK(back.imports().run_bytes(text, "a.vcf").updated == 0);

    // A new picture of the same person takes the place of the old one; undo brings that back.
    std::string newer = card("4.0", "PHOTO:data:image/jpeg;base64," + base64(picture(500, 3)));
    newer.insert(newer.find("N:;"), "UID:urn:uuid:" + back.get(ContactId{1}).meta.uid + "\r\n");
    CHECK(back.imports().run_bytes(newer, "b.vcf").updated == 1);
    CHECK(back.blobs().get(back.get(ContactId{1}).photo) == picture(500, 3));
}

TEST_CASE_METHOD(Base, "a picture that cannot be kept is named", "[interchange][photo]") {
    const auto said = [&](const std::string& lines) {
        Database fresh = Database::open(":memory:");
        const ImportReport report = fresh.imports().run_bytes(card("4.0", lines), "a.vcf");
        CHECK(report.created == 1);
        return problems(report);
    };
    CHECK(said("PHOTO:") == "");
    CHECK(said("PHOTO:just words") == "4 photo: the picture is neither base64 nor an address; left out\n");
    CHECK(said("PHOTO:data:image/png,%89PNG") ==
          "4 photo: the picture is neither base64 nor an address; left out\n");
    CHECK(said("PHOTO;ENCODING=b:!!!").find("left out") != std::string::npos);
    CHECK(said("PHOTO:data:image/jpeg;base64," + base64(picture((std::size_t{8} << 20) + 1))) ==
          "4 photo: the picture has 8388609 bytes, more than 8388608; left out\n");

    const std::string first = "PHOTO:data:image/jpeg;base64," + base64(picture(50));
    const std::string second = "PHOTO;PREF=1:data:image/jpeg;base64," + base64(picture(60));
    db.imports().run_bytes(card("4.0", first + "\r\n" + second), "a.vcf");
    CHECK(photo() == picture(60));
    CHECK(said(first + "\r\n" + second) == "4 photo: a second picture is not kept\n");
    CHECK(said(first + "\r\n" + first) == "");
}

TEST_CASE_METHOD(Base, "people with one stock picture are not the same", "[interchange][photo]") {
    for (const char* name : {"Ada", "Zoe"})
        db.imports().run_bytes(card("3.0", "PHOTO;VALUE=uri:https://x.example/nobody.png", name), "a.vcf");
    db.imports().run_bytes(
        card("3.0", "PHOTO;TYPE=JPEG;ENCODING=b;VALUE=URI:https\\://x.example/nobody.png", "Kay"), "a.vcf");
    REQUIRE(db.count<Contact>() == 3);
    CHECK(db.get(ContactId{3}).handles.at(0).address == "https://x.example/nobody.png");
    CHECK(db.get(ContactId{3}).handles.at(0).label == "");
    CHECK(db.get(ContactId{2}).handles.at(0).address == "https://x.example/nobody.png");
    const auto about_handles = [&](std::int64_t a, std::int64_t b) {
        std::size_t rows = 0;
        for (const Evidence& row : db.duplicates().explain(ContactId{a}, ContactId{b}))
            rows += row.field.find("handle") != std::string::npos ? 1u : 0u;
        return rows;
    };
    CHECK(about_handles(1, 2) == 0);
    // A page of their own says more.
    for (const char* name : {"Pat", "Quin"})
        db.imports().run_bytes(card("3.0", "URL:https://x.example/somebody", name), "a.vcf");
    CHECK(about_handles(4, 5) == 1);
}
