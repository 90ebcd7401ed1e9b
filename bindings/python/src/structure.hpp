// The base of all record classes, and what the module knows of each of them.
//
// The package makes one Python class for every record type and every element type that the descriptors name, with a
// slot for each member, on top of the base `Structure` that is written here: construction from keywords, conversion on
// assignment, equality, repr and dicts are its. The module reads and fills the slots directly, so that a record moves
// between both sides without a call into Python.
#pragma once

#include "convert.hpp"

#include <kith/members.hpp>

#include <string>
#include <vector>

namespace kithpy {

struct Plan;

/// What a slot holds.
enum class Slot : std::uint8_t {
    id,        ///< of a record or an element
    field,     ///< one value
    group,     ///< fields that share a prefix ("name.given") as an object of their own
    elements,  ///< a list of objects
    tags,
    custom,  ///< custom fields: a dict
    meta,
};

/// One slot of a class.
struct Member {
    PyObject* name = nullptr;  ///< interned
    std::string field{};       ///< as messages call it, "name.given"
    Slot slot = Slot::field;
    Py_ssize_t offset = 0;  ///< in the object
    std::size_t index =
        0;  ///< field: its position (within its group); group: its first field's; elements: theirs
    kith::FieldType type = kith::FieldType::text;
    std::string target{};              ///< of a reference
    std::vector<PyObject*> choices{};  ///< interned names of a choice
    PyObject* initial = nullptr;       ///< shared default of an immutable value; null: made for each object
    const Plan* part = nullptr;        ///< the class of a group or of elements
};

/// One class. Lives as long as the process.
struct Plan {
    PyTypeObject* type = nullptr;
    const kith::RecordType* record = nullptr;  ///< null for elements and groups
    std::string name{};                        ///< of the class, "Contact"
    std::string record_name{};                 ///< of the record type, "contact"
    std::vector<Member> members{};
    PyObject* positions = nullptr;  ///< dict: name of a member to its position
    Py_ssize_t main = -1;           ///< the member that a bare value stands for; -1: none
};

/// Adds the base class and `bind`, by which the package tells of a class, to the module.
void add_structure(py::module_& module);

/// What is known of a class or its bases; null when it is none of ours.
const Plan* plan_of(PyTypeObject* type) noexcept;
/// The class of a record type.
const Plan& plan_of(const kith::RecordType& type);

/// An object whose slots are empty: fill every one.
PyObject* new_structure(const Plan& plan);
/// An object as its class makes it without arguments.
PyObject* default_structure(const Plan& plan);

/// The slot itself, holding a reference or null.
inline PyObject*& slot_of(PyObject* object, const Member& member) {
    return *reinterpret_cast<PyObject**>(reinterpret_cast<char*>(object) + member.offset);
}

/// `value` as the member keeps it; throws for what does not fit.
PyObject* convert(const Member& member, PyObject* value);
/// An object of a part's class from one, a dict, or a bare value.
PyObject* convert_part(const Plan& part, PyObject* value, const std::string& field);

/// The singular name of a record type, "contact".
const std::string& type_name_of(const kith::RecordType& type);
/// A record type from its class, an object of it, or its name.
const kith::RecordType& type_from_python(PyObject* object);
/// An id from a number, a record, or a RecordRef; of `type`.
std::int64_t id_from_python(const kith::RecordType& type, PyObject* object);

}  // namespace kithpy
