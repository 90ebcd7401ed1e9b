// A damaged database file, opened for reading: every use ends in an answer or a kith::Error.
//
// The input is a list of damages to a sound file, 6 bytes each and the bytes to write after them:
//   where   4 bytes, little endian: an offset (modulo the file's size), or, when the highest bit is set, one in
//           the first page, where the file's header and the schema's root are
//   length  1 byte: how many of the bytes after `what` are written there
//   what    1 byte: 0xFF cuts the file off at the offset instead
#include "fuzz.hpp"
#include "support/temp_file.hpp"
#include "world.hpp"

#include <kith/exports.hpp>
#include <kith/history.hpp>
#include <kith/records/contact.hpp>
#include <kith/search.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace kith;
using namespace kith::fuzz;

namespace {

std::string sound_file() {
    const test::TempFile file;
    small_base(file.path()).close();
    std::ifstream in(file.path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string damaged(std::string bytes, std::string_view damages) {
    constexpr std::size_t first_page = 4096;
    while (damages.size() >= 6 && !bytes.empty()) {
        const auto byte = [&](std::size_t i) { return std::size_t{static_cast<unsigned char>(damages[i])}; };
        std::size_t at = byte(0) | byte(1) << 8 | byte(2) << 16 | (byte(3) & 0x7F) << 24;
        at %= byte(3) & 0x80 ? std::min(first_page, bytes.size()) : bytes.size();
        const std::size_t length = std::min({byte(4), damages.size() - 6, bytes.size() - at});
        if (byte(5) == 0xFF)
            bytes.resize(at);
        else
            std::copy_n(damages.data() + 6, length, bytes.data() + at);
        damages.remove_prefix(6 + (byte(5) == 0xFF ? 0 : length));
    }
    return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::string sound = sound_file();
    const test::TempFile file;
    std::ofstream(file.path(), std::ios::binary) << damaged(sound, text_of(data, size));
    answers([&] {
        Options options;
        options.read_only = true;
        options.clock = now;
        Database db = Database::open(file.path(), options);
        answers([&] {
            const auto findings = db.verify();
            must(size >= 6 || findings.empty(), "a sound file is sound");
        });
        answers([&] { (void)db.query<Contact>("tag = vip or email is known"); });
        answers([&] { (void)db.search().find("山"); });
        answers([&] { (void)export_text(db, {.format = "jsonl", .record_type = "all"}); });
        answers([&] {
            for (const auto& entry : db.history().transactions()) (void)db.history().changes(entry.id);
        });
        answers([&] { db.close(); });
    });
    return 0;
}
