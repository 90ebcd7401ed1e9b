// The same for every record of a query.
#include "access.hpp"
#include "results.hpp"

namespace kithpy {

namespace {

using kith::BulkAction;
using kithpy::to_python;

/// The text that `set` takes. A list is one of choices: elements are added one by one.
std::string text_of_value(const kith::RecordType& type, const std::string& field, const kith::Value& value) {
    if (const auto* record = value.as<kith::RecordRef>()) return std::to_string(record->id);
    const auto* texts = value.as<kith::Value::Texts>();
    if (texts == nullptr) return value.to_string();
    const auto refuse = [&](const std::string& why) {
        throw kith::Error(kith::Code::invalid_argument, field + ": " + why, {.field = field});
    };
    for (const kith::FieldDescription& each : kith::fields_of(type))
        if (each.name == field && each.multiple) refuse("a bulk action adds one value at a time, not a list");
    std::string joined;
    for (const std::string& text : *texts) {
        if (text.find_first_of(",;") != std::string::npos)
            refuse("a choice with ',' or ';' cannot be set by a bulk action");
        if (!joined.empty()) joined += ';';
        joined += text;
    }
    return joined;
}

/// ("set", field, value), ("tag", name), ("assign", [user, ...]), ("task", Task), ("move", stage), ("remove",)
BulkAction action_from(const kith::RecordType& type, const py::tuple& given) {
    const auto word = py::cast<std::string>(given[0]);
    const auto name = [&] { return py::cast<std::string>(given[1]); };
    if (word == "set") {
        const std::string field = name();
        return BulkAction::set(field, text_of_value(type, field, to_value(py::object(given[2]).ptr(), field)));
    }
    if (word == "tag") return BulkAction::tag(name());
    if (word == "untag") return BulkAction::untag(name());
    if (word == "list") return BulkAction::list(name());
    if (word == "unlist") return BulkAction::unlist(name());
    if (word == "assign") {
        std::vector<kith::UserId> users;
        for (const py::handle user : py::iter(py::object(given[1])))
            users.push_back(id_from<kith::User>(py::reinterpret_borrow<py::object>(user)));
        return BulkAction::assign(std::move(users));
    }
    if (word == "task") {
        kith::Task task;
        record_from_python(py::object(given[1]).ptr(), kith::record_type<kith::Task>(), &task);
        return BulkAction::task(std::move(task));
    }
    if (word == "move") return BulkAction::move(id_from<kith::Stage>(given[1]));
    return BulkAction::remove();
}

PyObject* to_python(const kith::BulkFailure& failure) {
    const auto& [id, title, code, message] = failure;
    return result("BulkFailure",
                  {to_python(id), to_python(title), text_to_python(kith::name_of(code)), to_python(message)});
}

py::object bulk(DatabaseAccess& self, const py::object& type_name, const std::string& query,
                const py::object& given, const py::object& parameters, const py::dict& options) {
    const kith::RecordType& type = type_from_python(type_name.ptr());
    std::vector<BulkAction> actions;
    for (const py::handle action : py::iter(given))
        actions.push_back(action_from(type, py::cast<py::tuple>(action)));
    kith::BulkOptions chosen;
    chosen.parameters = to_parameters(parameters);
    chosen.dry_run = py::cast<bool>(options["dry_run"]);
    chosen.skip_failing = py::cast<bool>(options["skip_failing"]);
    chosen.sample = sample_size(options);
    chosen.label = py::cast<std::string>(options["label"]);
    chosen.progress = progress_of<std::int64_t, std::int64_t>(py::object(options["progress"]).ptr());
    const kith::BulkResult done = with_database(self, [&](kith::Database& db, const kith::Where& place) {
        return db.bulk_of(type, query, actions, chosen, place);
    });
    const auto& [selected, changed, unchanged, failed, sample, failures, transaction] = done;
    return named("BulkResult",
                 {to_python(selected), to_python(changed), to_python(unchanged), to_python(failed),
                  list_of(sample, [](const kith::BulkChange& each) { return to_python(each); }),
                  list_of(failures, [](const kith::BulkFailure& each) { return to_python(each); }),
                  to_python(transaction)});
}

}  // namespace

std::size_t sample_size(const py::dict& options) {
    const auto size = py::cast<std::int64_t>(options["sample"]);
    if (size < 0) throw kith::Error(kith::Code::invalid_argument, "the sample has 0 records or more");
    return static_cast<std::size_t>(size);
}

void add_bulk(DatabaseClass& database) {
    database.def("bulk", &bulk, py::arg("type"), py::arg("query"), py::arg("actions"), py::arg("parameters"),
                 py::arg("options"));
}

}  // namespace kithpy
