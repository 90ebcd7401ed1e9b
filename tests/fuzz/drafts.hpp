// A file of outside text all the way to drafts, which is everything an import does before it looks at the base.
#pragma once

#include "fuzz.hpp"

#include "interchange/draft_source.hpp"

#include <string_view>

namespace kith::fuzz {

inline void must_be_drafts(std::string_view bytes, const char* format, std::string_view record_type) {
    using namespace interchange;
    ImportOptions options;
    options.format = format;
    options.record_type = record_type;
    ReadingRules rules;
    rules.settings.region = rules.home_region = "JP";
    rules.source = "fuzz";
    answers([&] {
        SourceFile file;
        open_source(file, bytes, "fuzz", options);
        const auto source = make_source(file, options, rules);
        std::size_t rows = 0;
        std::size_t line = 0;
        while (auto draft = source->next()) {
            ++rows;
            must(draft->line > line, "rows come in the order of their lines");
            line = draft->line;
            must(source->position() <= file.text.size(), "no reader is past the end");
            for (const std::string* text : {&draft->uid, &draft->skip, &draft->refusal})
                must_be_utf8(*text, "a draft is UTF-8");
            for (const ImportProblem& problem : draft->problems) {
                must(!problem.reason.empty(), "a problem has a reason");
                must_be_utf8(problem.reason, "reasons are UTF-8");
            }
            for (const Job& job : draft->jobs)
                for (const std::string* text : {&job.organization, &job.reading, &job.title, &job.department})
                    must_be_utf8(*text, "a draft's jobs are UTF-8");
            for (const CustomText& custom : draft->custom)
                must_be_utf8(custom.text, "a custom value is UTF-8");
        }
        ImportReport report;
        source->finish(report);
        const ImportPlan plan = inspect_source(file, options, rules);
        must(plan.rows == rows, "a preview counts the rows that are read");
        for (const ImportColumn& column : plan.columns) {
            must_be_utf8(column.name, "columns have names in UTF-8");
            for (const std::string& sample : column.samples) must_be_utf8(sample, "samples are UTF-8");
        }
    });
}

}  // namespace kith::fuzz
