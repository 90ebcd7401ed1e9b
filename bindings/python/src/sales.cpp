// Pipelines: boards of deals, moving them, and how they flow. Amounts in other currencies.
#include "access.hpp"
#include "results.hpp"

#include <kith/exchange.hpp>
#include <kith/pipelines.hpp>

namespace kithpy {

namespace {

using kithpy::to_python;

/// Runs `work(pipelines, place)`.
template <class Work>
auto on_pipelines(DatabaseAccess& self, Work&& work) {
    return with_database(self, [&](kith::Database& db, const kith::Where& place) {
        kith::Pipelines pipelines = db.pipelines();
        return work(pipelines, place);
    });
}

template <class T>
py::object records_of(const std::vector<T>& records) {
    return owned(list_of(records, [](const T& record) { return record_of(record); }));
}

// As in activity.cpp, structured bindings keep this in step with the headers.

PyObject* to_python(const kith::BoardTotal& total) {
    const auto& [deals, amount, weighted] = total;
    return result("BoardTotal", {to_python(deals), to_python(amount), to_python(weighted)});
}

PyObject* to_python(const kith::BoardCard& card) {
    const auto& [deal, name, amount, contact, organization, owner, expected_close, since, rotting] = card;
    return result("BoardCard", {to_python(deal), to_python(name), to_python(amount), to_python(contact),
                                to_python(organization), to_python(owner), to_python(expected_close),
                                time_to_python(since), to_python(rotting)});
}

PyObject* to_python(const kith::BoardStage& column) {
    const auto& [stage, deals, totals, cards] = column;
    return result("BoardStage",
                  {record_of(stage), to_python(deals),
                   list_of(totals, [](const kith::BoardTotal& total) { return to_python(total); }),
                   list_of(cards, [](const kith::BoardCard& card) { return to_python(card); })});
}

PyObject* to_python(const kith::RottingDeal& rotting) {
    const auto& [deal, name, stage, since, days] = rotting;
    return result("RottingDeal", {to_python(deal), to_python(name), to_python(stage), time_to_python(since),
                                  to_python(days)});
}

PyObject* to_python(const kith::StageDuration& duration) {
    const auto& [stage, name, stays, mean, median, longest, present] = duration;
    return result("StageDuration",
                  {to_python(stage), to_python(name), to_python(stays), duration_to_python(mean),
                   duration_to_python(median), duration_to_python(longest), to_python(present)});
}

PyObject* to_python(const kith::StageConversion& conversion) {
    const auto& [stage, name, entered, advanced, won, lost] = conversion;
    return result("StageConversion", {to_python(stage), to_python(name), to_python(entered),
                                      to_python(advanced), to_python(won), to_python(lost)});
}

py::object create(DatabaseAccess& self, const std::string& name, const py::object& given) {
    const kith::RecordType& type = kith::record_type<kith::Stage>();
    std::vector<kith::Stage> stages;
    for (const py::handle stage : py::iter(given))
        record_from_python(stage.ptr(), type, &stages.emplace_back());
    const auto made = on_pipelines(self, [&](kith::Pipelines& pipelines, const kith::Where& place) {
        return pipelines.create(name, std::move(stages), place);
    });
    return named("NewPipeline", {to_python(made.id),
                                 list_of(made.stages, [](kith::StageId stage) { return to_python(stage); })});
}

std::int64_t move(DatabaseAccess& self, const py::object& which, const py::object& where_to,
                  const py::object& position, const std::string& lost_reason) {
    const auto deal = id_from<kith::Deal>(which);
    const auto stage = id_from<kith::Stage>(where_to);
    kith::MoveOptions options;
    options.lost_reason = lost_reason;
    if (!position.is_none()) options.position = py::cast<std::int64_t>(position);
    return on_pipelines(self, [&](kith::Pipelines& pipelines, const kith::Where& place) {
        return pipelines.move(deal, stage, options, place);
    });
}

py::object board(DatabaseAccess& self, const py::object& which, std::size_t cards, const std::string& filter,
                 const py::object& parameters) {
    const auto id = id_from<kith::Pipeline>(which);
    const kith::BoardOptions options{cards, filter, to_parameters(parameters)};
    const kith::Board found = on_pipelines(self, [&](kith::Pipelines& pipelines, const kith::Where& place) {
        return pipelines.board(id, options, place);
    });
    return named("Board",
                 {record_of(found.pipeline),
                  list_of(found.stages, [](const kith::BoardStage& stage) { return to_python(stage); })});
}

py::object price(DatabaseAccess& self, const py::object& which, const std::string& currency,
                 const py::object& day) {
    const auto product = id_from<kith::Product>(which);
    const kith::PartialDate on = date_from_python(day.ptr(), "day");
    const auto found = on_pipelines(self, [&](kith::Pipelines& pipelines, const kith::Where& place) {
        return pipelines.price(product, currency, on, place);
    });
    return found ? owned(to_python(*found)) : py::none();
}

py::object in_currency(Access& access, const py::object& given, const std::string& currency,
                       const py::object& day) {
    const kith::Money amount = money_from_python(given.ptr(), "amount");
    const kith::PartialDate on = date_from_python(day.ptr(), "day");
    std::optional<kith::Conversion> found;
    reading(access, [&](const kith::Reader& reader) { found = kith::convert(reader, amount, currency, on); });
    if (!found) return py::none();
    const auto& [converted, rates, date] = *found;
    return named("Conversion", {to_python(converted),
                                list_of(rates, [](kith::ExchangeRateId rate) { return to_python(rate); }),
                                to_python(date)});
}

/// A verb of a pipeline in a stretch of time.
template <class Verb>
auto in_window(Verb verb) {
    return [verb](DatabaseAccess& self, const py::object& which, const py::object& since,
                  const py::object& until) {
        const auto id = id_from<kith::Pipeline>(which);
        const kith::TimeWindow window{optional_time_from_python(since, "since"),
                                      optional_time_from_python(until, "until")};
        const auto found = on_pipelines(self, [&](kith::Pipelines& pipelines, const kith::Where& place) {
            return (pipelines.*verb)(id, window, place);
        });
        return owned(list_of(found, [](const auto& item) { return to_python(item); }));
    };
}

}  // namespace

void add_sales(AccessClass& access, DatabaseClass& database) {
    access.def("convert", &in_currency, py::arg("amount"), py::arg("currency"), py::arg("day"));
    const auto pipeline = py::arg("pipeline");
    const auto since = py::arg("since");
    const auto until = py::arg("until");
    database.def("pipeline_create", &create, py::arg("name"), py::arg("stages"))
        .def(
            "pipeline_find",
            [](DatabaseAccess& self, const std::string& name) -> py::object {
                const auto found =
                    on_pipelines(self, [&](kith::Pipelines& pipelines, const kith::Where& place) {
                        return pipelines.find(name, place);
                    });
                return found ? owned(record_of(*found)) : py::none();
            },
            py::arg("name"))
        .def("pipeline_list",
             [](DatabaseAccess& self) {
                 return records_of(on_pipelines(
                     self, [](kith::Pipelines& all, const kith::Where& place) { return all.list(place); }));
             })
        .def(
            "pipeline_stages",
            [](DatabaseAccess& self, const py::object& which) {
                const auto id = id_from<kith::Pipeline>(which);
                return records_of(on_pipelines(self, [&](kith::Pipelines& all, const kith::Where& place) {
                    return all.stages(id, place);
                }));
            },
            pipeline)
        .def("pipeline_move", &move, py::arg("deal"), py::arg("stage"), py::arg("position"),
             py::arg("lost_reason"))
        .def("pipeline_board", &board, pipeline, py::arg("cards"), py::arg("filter"), py::arg("parameters"))
        .def(
            "pipeline_rotting",
            [](DatabaseAccess& self, const py::object& which) {
                const auto id = id_from<kith::Pipeline>(which);
                const auto found = on_pipelines(self, [&](kith::Pipelines& all, const kith::Where& place) {
                    return all.rotting(id, place);
                });
                return owned(list_of(found, [](const kith::RottingDeal& deal) { return to_python(deal); }));
            },
            pipeline)
        .def("pipeline_durations", in_window(&kith::Pipelines::stage_durations), pipeline, since, until)
        .def("pipeline_conversion", in_window(&kith::Pipelines::conversion), pipeline, since, until)
        .def("pipeline_price", &price, py::arg("product"), py::arg("currency"), py::arg("day"));
}

}  // namespace kithpy
