#include "query/live_read.hpp"

#include "query/environment.hpp"
#include "query/parser.hpp"
#include "query/run.hpp"
#include "query/segment_check.hpp"

#include <kith/records/exchange_rate.hpp>

#include <algorithm>
#include <utility>

namespace kith::query {

namespace {

std::unique_ptr<Live> read_live(store::Connection& connection, const store::Core& core, Segment segment) {
    auto live = std::make_unique<Live>();
    live->segment = std::move(segment);
    try {
        const Time now = connection.now();
        live->query = prepare_segment(connection, live->segment, now);
        live->dependence = dependence_of(live->query, registered_types());
        live->problem = live->dependence.refusal;
        if (!live->problem.empty()) return live;
        live->few = compile_few(live->query, registered_types());
        live->one = compile_one(live->query, registered_types());
        const bound::Query later = prepare_segment(connection, live->segment, far_from(now));
        const Compiled few = compile_few(later, registered_types());
        live->on_time = !live->query.next_rates.empty() || live->few != few;
        if (live->on_time && !live->query.other_times) {
            const Settings settings = connection.settings();
            Calendar calendar(settings, far_from(now));
            Compiled moved = live->few;
            move_to(moved, calendar);
            live->movable = moved == few;
        }
        if (live->on_time && !live->segment.list) live->text = parse(live->segment.query);
        live->watched = store::dependencies_of(connection, core, live->few.sql);
        // The rates by which amounts are compared are not in the statement, what came of them is.
        const int rates = record_type<ExchangeRate>().number;
        const bool by_rates = std::any_of(live->dependence.routes.begin(), live->dependence.routes.end(),
                                          [&](const Route& route) { return route.table == rates; });
        if (by_rates) live->watched.watches.push_back({rates});
    } catch (const Error& error) {
        if (error.code() != Code::parse && error.code() != Code::limit &&
            error.code() != Code::invalid_argument)
            throw;
        live->problem = error.what();  // a field that is gone, say: `verify` names it
    }
    return live;
}

}  // namespace

std::shared_ptr<const Lives> lives_of(store::Connection& connection, const store::Core& core) {
    static const char key = 0;
    return connection.kept<Lives>(&key, [&] {
        Lives lives;
        if (connection.integer("SELECT count(*) FROM segment WHERE live <> 0 AND deleted_at IS NULL") == 0)
            return lives;
        for (Segment& segment : live_segments(connection))
            if (segment.live) lives.push_back(read_live(connection, core, std::move(segment)));
        return lives;
    });
}

}  // namespace kith::query
