// Verbs that write.
#include "access.hpp"

namespace kithpy {

namespace {

using kith::RecordType;

/// Records of one type in a row, as structs.
struct Run {
    const RecordType* type = nullptr;
    std::vector<kith::RecordHolder> holders{};
    std::vector<const void*> pointers{};
};

std::vector<Run> runs_of(const py::object& records) {
    std::vector<Run> runs;
    for (const py::handle record : py::iter(records)) {
        const RecordType& type = type_from_python(record.ptr());
        if (runs.empty() || runs.back().type != &type) runs.emplace_back().type = &type;
        Run& run = runs.back();
        run.pointers.push_back(run.holders.emplace_back(struct_of(record.ptr(), type)).get());
    }
    return runs;
}

/// The value that an object has in a custom field; null when it has none.
PyObject* custom_value(PyObject* object, const std::string& key) {
    const Plan* plan = plan_of(Py_TYPE(object));
    if (plan == nullptr) return nullptr;
    for (const Member& member : plan->members) {
        PyObject* values = member.slot == Slot::custom ? slot_of(object, member) : nullptr;
        if (values != nullptr && PyDict_Check(values)) return PyDict_GetItemString(values, key.c_str());
    }
    return nullptr;
}

/// Writes records. What a custom field takes only the file knows, so that a value that does not fit comes back from there:
/// here its class is added, as with the fields of the class.
template <class Work>
void writing_records(Access& access, const py::object& records, Work&& work) {
    try {
        writing(access, work);
    } catch (const kith::Error& error) {
        constexpr std::string_view custom = "field.";
        const std::string wanted(error.argument("wanted"));
        if (wanted.empty() || error.field().compare(0, custom.size(), custom) != 0) throw;
        const std::string key = error.field().substr(custom.size());
        const bool one = plan_of(Py_TYPE(records.ptr())) != nullptr;
        for (const py::handle record : one ? py::list(py::make_tuple(records)) : py::list(records)) {
            PyObject* value = custom_value(record.ptr(), key);
            if (value == nullptr || to_value(value, key).to_string() != error.argument("given")) continue;
            throw kith::Error(
                error.code(),
                "custom field '" + key + "' needs " + wanted + ", not " + Py_TYPE(value)->tp_name + " '" +
                    std::string(error.argument("given")) + "'",
                {.record = error.record(), .field = error.field(), .arguments = error.arguments()});
        }
        throw;
    }
}

py::object add(Access& access, const py::object& given) {
    // an iterator gives its records only once
    const py::object records = plan_of(Py_TYPE(given.ptr())) != nullptr ? given : py::object(py::list(given));
    if (plan_of(Py_TYPE(records.ptr())) != nullptr) {
        const RecordType& type = type_from_python(records.ptr());
        const kith::RecordHolder record = struct_of(records.ptr(), type);
        std::int64_t id = 0;
        writing_records(access, records, [&](kith::Transaction& tx) { id = tx.add(type, record.get()); });
        return py::int_(id);
    }
    std::vector<Run> runs = runs_of(records);
    std::vector<std::int64_t> ids;
    writing_records(access, records, [&](kith::Transaction& tx) {
        for (const Run& run : runs)
            tx.add_many(
                *run.type, run.pointers,
                [](void* into, std::int64_t id) {
                    static_cast<std::vector<std::int64_t>*>(into)->push_back(id);
                },
                &ids);
    });
    return owned(list_of(ids));
}

void update(Access& access, const py::object& object) {
    const RecordType& type = type_from_python(object.ptr());
    const kith::RecordHolder record = struct_of(object.ptr(), type);
    writing_records(access, object, [&](kith::Transaction& tx) {
        tx.update(type, kith::id_of(type, record.get()), record.get());
    });
    refresh(object.ptr(), type, record.get());
}

/// A record read and written on one thread in one transaction, changed by `change` in between.
py::object edit(DatabaseAccess& access, const py::object& type_name, const py::object& which,
                const py::function& change) {
    const RecordType& type = type_from_python(type_name.ptr());
    const std::int64_t id = id_from_python(type, which.ptr());
    const kith::RecordHolder record = kith::new_record(type);
    kith::RecordHolder changed = kith::new_record(type);
    py::object object;
    writing_records(access, object, [&](kith::Transaction& tx) {
        if (!tx.load(type, id, record.get()))
            throw kith::Error(kith::Code::not_found,
                              "there is no " + type_name_of(type) + " " + std::to_string(id),
                              {.record = type_name_of(type) + " " + std::to_string(id)});
        {
            const Held held;
            held.need();
            object = owned(record_to_python(type, record.get()));
            change(object);
            changed = struct_of(object.ptr(), type);
        }
        tx.update(type, kith::id_of(type, changed.get()), changed.get());
    });
    refresh(object.ptr(), type, changed.get());
    return object;
}

template <class Verb>
auto on_record(Verb verb) {
    return [verb](Access& access, const py::object& type_name, const py::object& which) {
        const RecordType& type = type_from_python(type_name.ptr());
        const std::int64_t id = id_from_python(type, which.ptr());
        writing(access, [&](kith::Transaction& tx) { (tx.*verb)(type, id); });
    };
}

using Link = bool (kith::Transaction::*)(const RecordType&, std::int64_t, std::string_view);
auto on_link(Link verb) {
    return [verb](Access& access, const py::object& type_name, const py::object& which,
                  const std::string& name) {
        const RecordType& type = type_from_python(type_name.ptr());
        const std::int64_t id = id_from_python(type, which.ptr());
        bool changed = false;
        writing(access, [&](kith::Transaction& tx) { changed = (tx.*verb)(type, id, name); });
        return changed;
    };
}

void set_settings(Access& access, const std::string& region, const std::string& time_zone, int week_start,
                  int fiscal_year_start, int history_days) {
    const kith::Settings settings{region, time_zone, week_start, fiscal_year_start, history_days};
    writing(access, [&](kith::Transaction& tx) { tx.settings(settings); });
}

}  // namespace

void add_writing(AccessClass& access) {
    using Verb = void (kith::Transaction::*)(const RecordType&, std::int64_t);
    const auto type = py::arg("type");
    const auto id = py::arg("id");
    const auto name = py::arg("name");
    access.def("add", &add, py::arg("records"))
        .def("update", &update, py::arg("record"))
        .def("remove", on_record(static_cast<Verb>(&kith::Transaction::remove)), type, id)
        .def("restore", on_record(static_cast<Verb>(&kith::Transaction::restore)), type, id)
        .def("tag", on_link(static_cast<Link>(&kith::Transaction::tag)), type, id, name)
        .def("untag", on_link(static_cast<Link>(&kith::Transaction::untag)), type, id, name)
        .def("add_to_list", on_link(static_cast<Link>(&kith::Transaction::add_to_list)), type, id, name)
        .def("remove_from_list", on_link(static_cast<Link>(&kith::Transaction::remove_from_list)), type, id,
             name)
        .def("set_settings", &set_settings, py::arg("region"), py::arg("time_zone"), py::arg("week_start"),
             py::arg("fiscal_year_start"), py::arg("history_days"))
        .def("open_savepoint", &Access::open_savepoint)
        .def("close_savepoint", &Access::close_savepoint, py::arg("keep"))
        .def("transaction_id",
             [](Access& self) {
                 kith::TransactionId number = 0;
                 writing(self, [&](kith::Transaction& tx) { number = tx.id(); });
                 return number;
             })
        .def("now",
             [](Access& self) {
                 kith::Time now{};
                 writing(self, [&](kith::Transaction& tx) { now = tx.now(); });
                 return owned(time_to_python(now));
             })
        .def(
            "label",
            [](Access& self, const std::string& text) {
                writing(self, [&](kith::Transaction& tx) { tx.label(text); });
            },
            py::arg("text"));
}

void add_edit(DatabaseClass& database) {
    database.def("edit", &edit, py::arg("type"), py::arg("id"), py::arg("change"));
}

}  // namespace kithpy
