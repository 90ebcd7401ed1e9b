// Regular expressions: "pattern|text" compiles or says what is wrong, and a search ends within its bound.
#include "fuzz.hpp"

#include "text/fold.hpp"
#include "text/regex.hpp"
#include "text/sounds.hpp"
#include "text/utf8.hpp"

using namespace kith;
using namespace kith::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = text_of(data, size);
    const std::size_t bar = std::min(bytes.rfind('|'), bytes.size());
    const std::string_view pattern = bytes.substr(0, std::min<std::size_t>(bar, 1000));
    const std::string folded = text::fold(bytes.substr(std::min(bar + 1, bytes.size())));

    const auto compiled = text::Regex::compile(pattern);
    if (const auto* problem = std::get_if<text::RegexProblem>(&compiled)) {
        must(problem->at >= 1 && problem->at <= text::code_points(pattern) + 1,
             "a problem has its place in the pattern");
        must(!problem->en.empty() && !problem->ja.empty(), "a problem has words in both languages");
    } else {
        const auto& regex = std::get<text::Regex>(compiled);
        constexpr std::int64_t plenty = std::int64_t{1} << 40;
        std::int64_t budget = plenty;
        const bool found = regex.search(folded, budget);
        const auto most =
            static_cast<std::int64_t>((text::code_points(folded) + 2) * 3 * text::Regex::most_instructions);
        must(plenty - budget <= most, "the work is at most text times instructions");
        std::int64_t exact = plenty - budget;
        must(regex.search(folded, exact) == found, "a search that has the work it needs finds the same");
        std::int64_t none = 0;
        static_cast<void>(regex.search(folded, none));
    }
    const text::Sounds sounds(text::fold(pattern));
    must(sounds.empty() || sounds.in(text::fold(pattern)), "words sound like themselves");
    static_cast<void>(sounds.in(folded));
    return 0;
}
