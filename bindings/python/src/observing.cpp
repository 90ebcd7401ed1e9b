// Live results: subscriptions, and the host's executor for them.
//
// kith's dispatcher calls on a thread of its own. It takes the interpreter's lock for the callback alone, when kith holds
// none of its locks; and whoever ends a subscription, which waits for such a call, does so without the interpreter's.
#include "access.hpp"
#include "results.hpp"

#include <kith/observe.hpp>

#include <set>

namespace kithpy {

namespace {

// deltas -----------------------------------------------------------------------------------------------------------

PyObject* kind_name(kith::ListChange::Kind kind) {
    static constexpr const char* names[] = {"inserted", "removed", "moved", "updated"};
    return text_to_python(names[static_cast<std::size_t>(kind)]);
}

PyObject* error_or_none(const std::optional<kith::Error>& error) {
    if (!error) Py_RETURN_NONE;
    return exception_of(*error).release().ptr();
}

py::object delta_to_python(const kith::ListDelta& delta) {
    PyObject* changes = list_of(delta.changes, [](const kith::ListChange& change) {
        return result("ListChange", {kind_name(change.kind), to_python(change.id), to_python(change.from),
                                     to_python(change.to)});
    });
    return named("ListDelta", {to_python(delta.transaction), to_python(delta.first), changes,
                               to_python(delta.size), error_or_none(delta.error)});
}

py::object delta_to_python(const kith::SegmentDelta& delta) {
    return named("SegmentDelta", {to_python(delta.transaction), to_python(delta.first),
                                  list_of(delta.entered), list_of(delta.left), error_or_none(delta.error)});
}

py::object delta_to_python(const kith::RecordDelta& delta) {
    static constexpr const char* names[] = {"current", "updated",  "removed", "restored",
                                            "merged",  "unmerged", "erased",  "added"};
    return named("RecordDelta", {to_python(delta.type), to_python(delta.id), to_python(delta.transaction),
                                 text_to_python(names[static_cast<std::size_t>(delta.what)]),
                                 to_python(delta.record), to_python(delta.version), list_of(delta.fields)});
}

// subscriptions ----------------------------------------------------------------------------------------------------

/// A subscription and its callback, which kith and this share.
class Subscribed : public std::enable_shared_from_this<Subscribed> {
public:
    explicit Subscribed(const py::function& function) : callback_(kept(function)) { all().insert(this); }
    ~Subscribed() {
        all().erase(this);
        end();
    }
    Subscribed(const Subscribed&) = delete;
    Subscribed& operator=(const Subscribed&) = delete;

    /// What kith calls.
    template <class Delta>
    [[nodiscard]] std::function<void(const Delta&)> call() const {
        return [callback = callback_](const Delta& delta) {
            const Held lock;
            if (!lock) return;  // the interpreter is ending
            try {
                const py::object held = borrowed(callback.get());
                held(delta_to_python(delta));
            } catch (const py::error_already_set& error) {
                throw Raised(error);
            }
        };
    }
    void begin(kith::Subscription&& subscription) { subscription_ = std::move(subscription); }

    void end() {
        // Taken out with the interpreter's lock: whoever comes second finds nothing to end.
        kith::Subscription ending = std::move(subscription_);
        const auto callback = std::move(callback_);
        const Released released;
        ending.end();
    }
    [[nodiscard]] bool active() const { return static_cast<bool>(subscription_); }
    [[nodiscard]] py::object error() const {
        std::exception_ptr thrown;
        {
            const Released released;
            thrown = subscription_.error();
        }
        return exception_of(thrown);
    }
    [[nodiscard]] PyObject* callback() const { return callback_.get(); }

    /// Those that were not destroyed yet. Guarded by the interpreter's lock.
    static std::set<Subscribed*>& all() {
        static auto* every = new std::set<Subscribed*>;
        return *every;
    }

private:
    std::shared_ptr<PyObject> callback_;
    kith::Subscription subscription_{};
};

using Subscription = std::shared_ptr<Subscribed>;

Subscription observe_list(DatabaseAccess& self, const py::object& type_name, const std::string& query,
                          const py::function& callback, const py::object& given) {
    const kith::RecordType& type = type_from_python(type_name.ptr());
    const kith::Parameters parameters = to_parameters(given);
    auto made = std::make_shared<Subscribed>(callback);
    made->begin(with_database(self, [&](kith::Database& db, const kith::Where& place) {
        return db.observe_list(type, query, made->call<kith::ListDelta>(), parameters, place);
    }));
    return made;
}

Subscription observe_segment(DatabaseAccess& self, const py::object& which, const py::function& callback) {
    const auto id = id_from<kith::Segment>(which);
    auto made = std::make_shared<Subscribed>(callback);
    made->begin(with_database(self, [&](kith::Database& db, const kith::Where& place) {
        return db.observe(id, made->call<kith::SegmentDelta>(), place);
    }));
    return made;
}

Subscription observe_record(DatabaseAccess& self, const py::object& type_name, const py::object& which,
                            const py::function& callback) {
    const kith::RecordType& type = type_from_python(type_name.ptr());
    const std::int64_t id = id_from_python(type, which.ptr());
    auto made = std::make_shared<Subscribed>(callback);
    made->begin(with_database(self, [&](kith::Database& db, const kith::Where& place) {
        return db.observe_record(type, id, made->call<kith::RecordDelta>(), place);
    }));
    return made;
}

/// Callbacks often hold what holds their subscription: Python's collector sees through it, and ends it with the rest.
void see_through(PyHeapTypeObject* heap) {
    PyTypeObject& type = heap->ht_type;
    type.tp_flags |= Py_TPFLAGS_HAVE_GC;
    type.tp_traverse = [](PyObject* self, visitproc visit, void* arg) {
        Py_VISIT(Py_TYPE(self));
        auto* instance = reinterpret_cast<py::detail::instance*>(self);
        if (!instance->get_value_and_holder().holder_constructed()) return 0;
        Py_VISIT(py::handle(self).cast<Subscribed&>().callback());
        return 0;
    };
    type.tp_clear = [](PyObject* self) {
        py::handle(self).cast<Subscribed&>().end();
        return 0;
    };
}

// the host's executor ----------------------------------------------------------------------------------------------

/// What kith wants done on the host's thread, once. Dropping it loses nothing.
class Task {
public:
    explicit Task(std::function<void()> work) : work_(std::move(work)) {}
    ~Task() { drop(); }
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;

    void run() { take(true); }
    void drop() { take(false); }

private:
    void take(bool run) {
        std::function<void()> work = std::exchange(work_, nullptr);
        const Released released;
        if (run && work) work();
        work = nullptr;
    }
    std::function<void()> work_;
};

/// The last deed of the package.
void stop_callbacks() {
    close_gate();
    std::vector<std::shared_ptr<Subscribed>> left;
    for (Subscribed* each : Subscribed::all())
        if (auto one = each->weak_from_this().lock()) left.push_back(std::move(one));
    for (const auto& each : left) each->end();
}

}  // namespace

std::function<void(std::function<void()>)> dispatch_from(const py::object& callable) {
    return [callable = kept(callable)](std::function<void()> work) {
        const Held lock;
        if (!lock) return;
        const auto task = std::make_shared<Task>(std::move(work));
        try {
            py::handle(callable.get())(task);
        } catch (const py::error_already_set& error) {
            task->drop();  // the exception's frames may hold it
            throw Raised(error);
        }
    };
}

void add_observing(py::module_& module, DatabaseClass& database) {
    py::class_<Subscribed, Subscription>(
        module, "Subscription", py::custom_type_setup(&see_through),
        "A subscription of `Database.observe`. Its function is called until `end`, the end of a `with` block, or until "
        "nobody holds this any more.")
        .def("end", &Subscribed::end,
             "Ends it: afterwards no call runs or begins. Waits for one that runs on another thread; inside the function "
             "itself it returns at once, and that call is the last.")
        .def("__bool__", &Subscribed::active)
        .def_property_readonly(
            "error", &Subscribed::error,
            "The last exception that the function raised, or that kept kith from finding what changed; None: none.")
        .def("__enter__", [](const py::object& self) { return self; })
        .def("__exit__", [](Subscribed& self, const py::args&) { self.end(); });
    py::class_<Task, std::shared_ptr<Task>>(
        module, "Task", "What the option `dispatch` is given: to be called once, soon, on the host's thread.")
        .def("__call__", &Task::run, "Does it.");
    database
        .def("observe_list", &observe_list, py::arg("type"), py::arg("query"), py::arg("callback"),
             py::arg("parameters"))
        .def("observe_segment", &observe_segment, py::arg("segment"), py::arg("callback"))
        .def("observe_record", &observe_record, py::arg("type"), py::arg("id"), py::arg("callback"))
        .def("poll",
             [](DatabaseAccess& self) {
                 return with_database(
                     self, [](kith::Database& db, const kith::Where& place) { return db.poll(place); });
             })
        .def("suspend",
             [](DatabaseAccess& self) {
                 with_database(self, [](kith::Database& db, const kith::Where& place) { db.suspend(place); });
             })
        .def("resume", [](DatabaseAccess& self) {
            with_database(self, [](kith::Database& db, const kith::Where& place) { db.resume(place); });
        });
    py::module_::import("atexit").attr("register")(py::cpp_function(&stop_callbacks));
}

}  // namespace kithpy
