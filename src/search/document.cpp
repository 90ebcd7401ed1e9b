#include "search/document.hpp"

#include "records/plan.hpp"
#include "records/registry.hpp"
#include "search/pieces.hpp"
#include "search/tokens.hpp"
#include "text/digest.hpp"
#include "text/fold.hpp"
#include "text/kana.hpp"
#include "text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kith::search {

namespace {

bool is_searched(const records::Field& field) {
    return field.is(records::searchable) && field.type == FieldType::text;
}

bool is_of_name(const RecordType& type, const records::Field& field) {
    if (field.is(records::main)) return true;
    return std::any_of(
        type.composites.begin(), type.composites.end(), [&](const records::Composite& composite) {
            if (field.name.substr(0, field.name.find('.')) == composite.name) return true;
            return std::any_of(composite.forms.begin(), composite.forms.end(), [&](const auto& form) {
                return std::find(form.begin(), form.end(), field.name) != form.end();
            });
        });
}

Searched describe(const RecordType& type) {
    if (type.number < 1 || type.number > 255)
        throw Error(Code::limit, fmt::format("the number of record type '{}' is above 255", type.name));
    Searched searched;
    searched.type = &type;
    for (const records::Field& field : type.fields) {
        if (!is_searched(field)) continue;
        const Role role = field.side ? Role::body : is_of_name(type, field) ? Role::name : Role::text;
        searched.fields.push_back({&field, role});
    }
    const auto has = [&](Role role) {
        return std::find_if(searched.fields.begin(), searched.fields.end(),
                            [&](const SearchedField& each) { return each.role == role; });
    };
    if (has(Role::name) == searched.fields.end() && has(Role::text) != searched.fields.end())
        has(Role::text)->role = Role::title;
    for (const records::Element& element : type.elements) {
        if (element.link) continue;
        for (const records::Field& field : element.fields) {
            if (!is_searched(field)) continue;
            SearchedPoint point{&element, &field, {}};
            for (const std::string_view column : {field.folded_column, field.exact_column})
                if (!column.empty()) point.columns.push_back(column);
            searched.points.push_back(std::move(point));
        }
    }
    return searched;
}

std::string select_records(const Searched& searched) {
    const RecordType& type = *searched.type;
    std::string sql = "SELECT id";
    for (const SearchedField& each : searched.fields)
        if (each.role != Role::body) sql += ", " + records::quoted(each.field->column);
    sql += fmt::format(" FROM {} WHERE id BETWEEN ?1 AND ?2 AND deleted_at IS NULL",
                       records::quoted(type.table));
    if (type.mergeable) sql += " AND merged_into IS NULL";
    if (!type.visible.empty()) sql += fmt::format(" AND ({})", type.visible);
    return sql + " ORDER BY id";
}

std::string select_side(const Searched& searched) {
    std::string columns;
    for (const SearchedField& each : searched.fields)
        if (each.role == Role::body)
            columns += (columns.empty() ? "" : ", ") + records::quoted(each.field->column);
    return fmt::format("SELECT {} FROM {} WHERE id = ?1", columns, records::quoted(searched.type->side_table));
}

std::string select_points(const SearchedPoint& point) {
    std::string sql = "SELECT " + records::quoted(point.field->column);
    for (const std::string_view column : point.columns) sql += ", " + records::quoted(column);
    return sql + fmt::format(" FROM {} WHERE {} = ?1", records::quoted(point.element->table),
                             records::quoted(point.element->owner_column));
}

/// One column of words. Words that have no place of their own, written-together forms, follow at the end, so that they
/// part no phrase.
class Words {
public:
    /// `visit` sees each segment as written and as folded, its runs, and their words together.
    template <class Visit>
    void add(std::string_view text, Visit&& visit) {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = next_segment(text, at);
            if (end == at) break;
            const std::string_view segment = text.substr(at, end - at);
            const std::string folded = text::fold(segment);
            const std::vector<Run> runs = runs_of(folded);
            for (const Run& run : runs) append_tokens(words_, run.of(folded), run.pairs);
            const std::string one = joined(folded, runs);
            if (!one.empty()) (together_ += ' ') += one;
            add_leaning(segment);
            visit(segment, std::string_view(folded), runs, one);
            at = end;
        }
    }

    [[nodiscard]] std::string take() { return std::move(words_) + std::move(together_); }

private:
    /// What begins with a sign that leans back, as it is typed: 々木.
    void add_leaning(std::string_view segment) {
        if (text::is_ascii(segment)) return;
        for (std::size_t at = 0; at < segment.size();) {
            const std::size_t begin = at;
            if (!leans_back(text::next_code_point(segment, at)) || begin == 0) continue;
            const std::string folded = folded_alone(segment, begin);
            if (const std::vector<Run> runs = runs_of(folded); !runs.empty())
                append_tokens(together_, runs.front().of(folded), runs.front().pairs, true);
        }
    }

    std::string words_;
    std::string together_;
};

std::string line_of(const std::set<std::string>& words, char between) {
    std::string line;
    for (const std::string& word : words) (line += between) += word;
    return line;
}

/// Collects one record's texts.
class Builder {
public:
    void add_title(std::string_view text, bool name) {
        title_.add(text, [&](std::string_view segment, std::string_view folded, const std::vector<Run>& runs,
                             const std::string& together) {
            for (KanaWord& word : kana_words(segment, false)) reading_.insert(std::move(word.reading));
            for (const Run& run : runs) {
                if (!name || run.pairs) continue;
                lines_.emplace(cut_word(run.of(folded)));
                add_romaji(run.of(folded));
            }
            if (name && !together.empty()) {
                lines_.insert(together);
                add_romaji(together);
            }
        });
        if (!name) return;
        if (const std::string spelt = spelt_out(text); spelt != text) add_title(spelt, true);
    }

    /// Text of which kana words are found by romaji where they are long enough not to be particles.
    void add_text(std::string_view text) { add_prose(text_, text); }
    void add_body(std::string_view text) { add_prose(body_, text); }
    void add_point(std::string_view folded) {
        if (!folded.empty()) lines_.emplace(folded);
    }

    Document take(std::int64_t id) {
        Document made;
        made.id = id;
        made.title = title_.take();
        made.reading = line_of(reading_, ' ');
        made.point = line_of(lines_, '\n');
        made.text = text_.take();
        made.kana = line_of(kana_, ' ');
        made.body = body_.take();
        made.body_hash = hash_of(made.body);
        return made;
    }

private:
    void add_romaji(std::string_view word) {  // Ohno: found by ono, oono
        if (text::kana_from_romaji(word).empty()) return;
        if (const std::string key = text::reading_key(word); key != word) reading_.emplace(cut_word(key));
    }

    void add_prose(Words& words, std::string_view text) {
        const bool prose = !text::is_kana_only(text);
        words.add(text, [&](std::string_view segment, std::string_view, const std::vector<Run>&,
                            const std::string&) {
            for (KanaWord& word : kana_words(segment, prose)) kana_.insert(std::move(word.reading));
        });
    }

    Words title_;
    Words text_;
    Words body_;
    std::set<std::string> reading_;
    std::set<std::string> kana_;
    std::set<std::string> lines_;
};

/// Names that are written without a space, 山田太郎: the parts of each form in order, and the last one first.
void add_joined_names(Builder& builder, const Searched& searched, const std::vector<std::string>& texts) {
    std::set<std::string> names;
    for (const records::Composite& composite : searched.type->composites) {
        for (const auto& form : composite.forms) {
            std::vector<std::string_view> parts;
            for (const std::string_view field : form) {
                for (std::size_t i = 0; i < texts.size(); ++i)
                    if (searched.fields[i].field->name == field && text::has_cjk(texts[i]))
                        parts.push_back(texts[i]);
            }
            if (parts.size() != form.size() || parts.size() < 2) continue;
            std::string name;
            for (const std::string_view part : parts) name += part;
            names.insert(std::move(name));
            name = parts.back();
            for (std::size_t i = 0; i + 1 < parts.size(); ++i) name += parts[i];
            names.insert(std::move(name));
        }
    }
    for (const std::string& name : names) builder.add_title(name, true);
}

}  // namespace

bool Searched::has_body() const noexcept {
    return std::any_of(fields.begin(), fields.end(),
                       [](const SearchedField& f) { return f.role == Role::body; });
}

const std::vector<Searched>& searched_types() {
    static const std::vector<Searched> all = [] {
        std::vector<Searched> types;
        for (const RecordType* type : records::registry()) {
            Searched searched = describe(*type);
            if (!searched.fields.empty() || !searched.points.empty()) types.push_back(std::move(searched));
        }
        std::sort(types.begin(), types.end(),
                  [](const Searched& a, const Searched& b) { return a.type->number < b.type->number; });
        return types;
    }();
    return all;
}

std::string name_of(const SearchedPoint& point) {
    const bool main = point.field->is(records::main);
    return main ? std::string(point.element->name)
                : fmt::format("{}.{}", point.element->name, point.field->name);
}

bool Document::empty() const noexcept {
    return title.empty() && reading.empty() && point.empty() && text.empty() && kana.empty() && body.empty();
}

bool Document::same(const Document& other) const noexcept {
    return title == other.title && reading == other.reading && point == other.point && text == other.text &&
           kana == other.kana && body_hash == other.body_hash;
}

std::int64_t document_id(const RecordType& type, std::int64_t record) noexcept {
    return record << 8 | static_cast<std::int64_t>(type.number);
}

std::string body_words(const std::vector<std::string>& texts) {
    Words words;
    for (const std::string& text : texts)
        words.add(text,
                  [](std::string_view, std::string_view, const std::vector<Run>&, const std::string&) {});
    return words.take();
}

std::optional<std::int64_t> hash_of(const std::string& words) {
    if (words.empty()) return std::nullopt;
    text::Digest digest;
    digest.add(words);
    return static_cast<std::int64_t>(digest.value());
}

DocumentReader::DocumentReader(store::Connection& connection, const Searched& searched)
    : searched_(searched), records_(connection.prepare(select_records(searched))) {
    if (searched.has_body()) side_.emplace(connection.prepare(select_side(searched)));
    for (const SearchedPoint& point : searched.points)
        points_.push_back(connection.prepare(select_points(point)));
}

std::vector<std::string> DocumentReader::side_texts(std::int64_t record) {
    std::vector<std::string> texts;
    if (!side_) return texts;
    side_->bind(1, record);
    const bool found = side_->step();
    for (int i = 0; i < side_->columns(); ++i) texts.push_back(found ? side_->string(i) : std::string());
    side_->reset();
    return texts;
}

void DocumentReader::each(std::int64_t low, std::int64_t high, const std::function<void(Document&&)>& visit) {
    records_.bind_all(low, high);
    while (records_.step()) visit(document(records_, records_.integer(0)));
    records_.reset();
}

Document DocumentReader::document(const store::Statement& row, std::int64_t record) {
    Builder builder;
    std::vector<std::string> texts(searched_.fields.size());
    int column = 0;
    for (std::size_t i = 0; i < searched_.fields.size(); ++i) {
        const Role role = searched_.fields[i].role;
        if (role == Role::body) continue;
        texts[i] = row.string(++column);
        if (role == Role::text)
            builder.add_text(texts[i]);
        else
            builder.add_title(texts[i], role == Role::name);
    }
    add_joined_names(builder, searched_, texts);
    for (const std::string& text : side_texts(record)) builder.add_body(text);
    for (std::size_t i = 0; i < points_.size(); ++i) {
        store::Statement& point = points_[i];
        for (point.bind(1, record); point.step();) {
            bool known = false;
            for (int c = 1; c < point.columns(); ++c) {
                known = known || !point.text(c).empty();
                builder.add_point(point.text(c));
            }
            if (!known) builder.add_point(text::fold(point.text(0)));
        }
        point.reset();
    }
    return builder.take(document_id(*searched_.type, record));
}

}  // namespace kith::search
