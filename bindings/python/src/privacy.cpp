// Privacy: consents, suppressed addresses, everything about a person, and erasing one.
#include "access.hpp"
#include "results.hpp"

#include <kith/privacy.hpp>

namespace kithpy {

namespace {

using kithpy::to_python;

/// Runs `work(privacy, place)`.
template <class Work>
auto on_privacy(DatabaseAccess& self, Work&& work) {
    return with_database(self, [&](kith::Database& db, const kith::Where& place) {
        kith::Privacy privacy = db.privacy();
        return work(privacy, place);
    });
}

// consent ----------------------------------------------------------------------------------------------------------

std::string_view name_of(kith::ConsentStanding standing) {
    switch (standing) {
        case kith::ConsentStanding::none: return "none";
        case kith::ConsentStanding::granted: return "granted";
        case kith::ConsentStanding::pending: return "pending";
        case kith::ConsentStanding::withdrawn: return "withdrawn";
    }
    return "";
}

py::object consents(DatabaseAccess& self, const py::object& which, const std::string& purpose,
                    const std::string& channel) {
    const auto contact = id_from<kith::Contact>(which);
    kith::Consent asked;  // knows the channels by name
    kith::set_field(kith::record_type<kith::Consent>(), &asked, "channel", channel);
    const auto found = on_privacy(self, [&](const kith::Privacy& privacy, const kith::Where& place) {
        return privacy.consents(contact, purpose, asked.channel, place);
    });
    return named("EffectiveConsent", {text_to_python(name_of(found.standing)),
                                      found.decided_by ? record_of(*found.decided_by) : Py_NewRef(Py_None)});
}

std::int64_t decide_consent(DatabaseAccess& self, const py::object& given) {
    kith::Consent consent;
    record_from_python(given.ptr(), kith::record_type<kith::Consent>(), &consent);
    return on_privacy(self, [&](kith::Privacy& privacy, const kith::Where& place) {
        return privacy.decide(consent, place).value;
    });
}

// suppression ------------------------------------------------------------------------------------------------------
// As in activity.cpp, structured bindings keep what follows in step with the header.

PyObject* to_python(const kith::Suppression& suppression) {
    const auto& [id, phone, reason, at, by] = suppression;
    return result("Suppression",
                  {to_python(id), to_python(phone), to_python(reason), time_to_python(at), to_python(by)});
}

// erasing ----------------------------------------------------------------------------------------------------------

py::object erase(DatabaseAccess& self, const py::object& which, bool keep_suppression, bool keep_shared_text,
                 bool find_mentions, bool rewrite_file) {
    const auto contact = id_from<kith::Contact>(which);
    const kith::EraseOptions options{keep_suppression, keep_shared_text, find_mentions, rewrite_file};
    const kith::EraseReport report = on_privacy(self, [&](kith::Privacy& privacy, const kith::Where& place) {
        return privacy.erase(contact, options, place);
    });
    const auto& [transaction, contacts, erased, suppressed, suppression_problem, left, rewritten, emptied,
                 remains] = report;
    return named("EraseReport",
                 {to_python(transaction), list_of(contacts, [](kith::ContactId id) { return to_python(id); }),
                  counts_to_python(erased), to_python(suppressed), to_python(suppression_problem),
                  list_of(left, &kept_to_python), to_python(rewritten), to_python(emptied),
                  to_python(remains)});
}

py::object scour(DatabaseAccess& self, bool rewrite_file) {
    const kith::ScourReport report = on_privacy(self, [&](kith::Privacy& privacy, const kith::Where& place) {
        return privacy.scour(rewrite_file, place);
    });
    const auto& [rewritten, emptied, remains] = report;
    return named("ScourReport", {to_python(rewritten), to_python(emptied), to_python(remains)});
}

}  // namespace

void add_privacy(py::module_& module, DatabaseClass& database) {
    const auto contact = py::arg("contact");
    const auto address = py::arg("address");
    const auto rewrite_file = py::arg("rewrite_file");
    module.def("can_suppress", &kith::Privacy::can_suppress);
    database.def("privacy_consents", &consents, contact, py::arg("purpose"), py::arg("channel"))
        .def("privacy_decide", &decide_consent, py::arg("consent"))
        .def(
            "privacy_suppress",
            [](DatabaseAccess& self, const std::string& which, const std::string& reason) {
                return on_privacy(self, [&](kith::Privacy& privacy, const kith::Where& place) {
                    return privacy.suppress(which, reason, place);
                });
            },
            address, py::arg("reason"))
        .def(
            "privacy_unsuppress",
            [](DatabaseAccess& self, const std::string& which) {
                return on_privacy(self, [&](kith::Privacy& privacy, const kith::Where& place) {
                    return privacy.unsuppress(which, place);
                });
            },
            address)
        .def(
            "privacy_is_suppressed",
            [](DatabaseAccess& self, const std::string& which) {
                return on_privacy(self, [&](const kith::Privacy& privacy, const kith::Where& place) {
                    return privacy.is_suppressed(which, place);
                });
            },
            address)
        .def("privacy_suppressions",
             [](DatabaseAccess& self) {
                 const auto all = on_privacy(self, [](const kith::Privacy& privacy, const kith::Where& place) {
                     return privacy.suppressions(place);
                 });
                 return owned(list_of(all, [](const kith::Suppression& each) { return to_python(each); }));
             })
        .def(
            "privacy_export",
            [](DatabaseAccess& self, const py::object& which, bool contents) {
                const auto id = id_from<kith::Contact>(which);
                return on_privacy(self, [&](const kith::Privacy& privacy, const kith::Where& place) {
                    return privacy.export_subject(id, {.contents = contents}, place);
                });
            },
            contact, py::arg("contents"))
        .def("privacy_erase", &erase, contact, py::arg("keep_suppression"), py::arg("keep_shared_text"),
             py::arg("find_mentions"), rewrite_file)
        .def("privacy_scour", &scour, rewrite_file);
}

}  // namespace kithpy
