#include "interchange/source_file.hpp"

#include "interchange/words.hpp"
#include "text/fold.hpp"

#include <kith/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace kith::interchange {

namespace {

constexpr std::size_t head_size = 64 * 1024;

/// The format by the first lines of a text in UTF-8 (or an encoding that contains ASCII).
std::string format_of(std::string_view head, std::string_view name) {
    std::string_view start = trimmed(head);
    const std::string folded = text::fold(start.substr(0, 4096));
    if (folded.find("begin:vcard") != std::string::npos) return "vcard";
    if (!start.empty() && (start.front() == '{' || start.substr(0, 2) == "[{" || start.substr(0, 3) == "[\n{"))
        return "jsonl";
    const std::string extension = text::fold(name.substr(std::min(name.rfind('.'), name.size())));
    if (extension == ".vcf" || extension == ".vcard") return "vcard";
    if (extension == ".jsonl" || extension == ".ndjson" || extension == ".json") return "jsonl";
    // A card may stand behind a long preamble; a CSV cell that talks of one does not begin a line with it.
    return head.find("\nBEGIN:VCARD") != std::string_view::npos ? "vcard" : "csv";
}

Encoding named(std::string_view label) {
    if (const auto encoding = encoding_named(label)) return *encoding;
    throw Error(Code::invalid_argument, fmt::format("there is no encoding called '{}'", label));
}

constexpr double sure_enough = 0.9;  // of an encoding that was found out

// A few letters can be read in more than one way: whoever imports should look at them.
void warn_of_guess(SourceFile& file) {
    std::size_t line = 0;
    if (file.encoding.encoding == Encoding::cp1252) {
        // "Ã" and a sign behind it: what an accented letter in UTF-8 looks like.
        for (auto at = file.text.find("Ã"); at != std::string_view::npos && line == 0;
             at = file.text.find("Ã", at + 2))
            if (file.text.substr(at + 2, 1) == "\xC2")
                line = 1 + static_cast<std::size_t>(std::count(
                               file.text.begin(), file.text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    }
    if (line != 0)
        file.warnings.push_back(fmt::format("read as {}, but line {} looks like UTF-8: the file mixes the two",
                                            encoding_name(file.encoding.encoding), line));
    else if (file.encoding.confidence < sure_enough && file.encoding.encoding != Encoding::utf8)
        file.warnings.push_back(
            fmt::format("read as {}, which is a guess: name the encoding if letters are wrong",
                        encoding_name(file.encoding.encoding)));
}

void decode(SourceFile& file) {
    const std::string_view body = file.bytes.substr(std::min(file.encoding.bom, file.bytes.size()));
    if (file.encoding.encoding == Encoding::utf8 && valid_utf8_prefix(body) == body.size()) {
        file.text = body;
        return;
    }
    std::vector<std::size_t> bad;
    file.decoded = to_utf8(body, file.encoding.encoding, &bad);
    file.text = file.decoded;
    warn_of_guess(file);
    if (bad.empty()) return;
    const std::size_t at = file.decoded.find("\ufffd");
    const auto line =
        1 + std::count(file.decoded.begin(),
                       file.decoded.begin() + static_cast<std::ptrdiff_t>(std::min(at, file.decoded.size())),
                       '\n');
    file.warnings.push_back(fmt::format("{} characters could not be read as {}, the first on line {}",
                                        bad.size(), encoding_name(file.encoding.encoding), line));
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
    std::error_code problem;
    const bool is_directory = std::filesystem::is_directory(path, problem);
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    const auto refuse = [&] {
        const std::string why = is_directory ? "it is a directory" : std::generic_category().message(errno);
        throw Error(Code::io, fmt::format("cannot read '{}': {}", utf8(path), why),
                    {.arguments = {{"path", utf8(path)}}});
    };
    if (!in || is_directory) refuse();
    std::string bytes;
    if (const auto size = std::filesystem::file_size(path, problem); !problem)
        bytes.reserve(static_cast<std::size_t>(size));
    bytes.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    if (in.bad()) refuse();
    return bytes;
}

void open_source(SourceFile& file, std::string_view bytes, std::string_view name,
                 const ImportOptions& options) {
    file.bytes = bytes;
    file.name = options.source.empty() ? std::string(name) : options.source;
    file.encoding =
        options.encoding.empty() ? detect_encoding(bytes) : Detected{.encoding = named(options.encoding)};
    if (!options.encoding.empty()) {
        const std::string_view mark = byte_order_mark(file.encoding.encoding);
        if (!mark.empty() && bytes.substr(0, mark.size()) == mark) file.encoding.bom = mark.size();
    }
    file.format = options.format;
    if (file.format.empty())
        file.format = format_of(to_utf8(bytes.substr(0, head_size), file.encoding.encoding), name);
    if (file.format != "vcard" && file.format != "csv" && file.format != "jsonl")
        throw Error(Code::invalid_argument,
                    fmt::format("kith imports vcard, csv and jsonl, not '{}'", file.format));
    if (file.format == "vcard" && options.encoding.empty())
        file.text = bytes;
    else
        decode(file);
}

}  // namespace kith::interchange
