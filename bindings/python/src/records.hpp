// Records between C++ structs and Python objects, and the descriptors as Python sees them.
#pragma once

#include "structure.hpp"

#include <kith/field_access.hpp>

#include <deque>
#include <vector>

namespace kithpy {

/// A Python object for the struct that `record` points to.
PyObject* record_to_python(const kith::RecordType& type, const void* record);

/// Fills an empty struct from a Python object of the type's class. Throws `invalid_value` and `invalid_argument`.
void record_from_python(PyObject* object, const kith::RecordType& type, void* record);

/// A new struct filled from an object.
kith::RecordHolder struct_of(PyObject* object, const kith::RecordType& type);

/// Brings an object up to date with the struct that was written from it: ids, computed fields, version.
void refresh(PyObject* object, const kith::RecordType& type, const void* record);

/// Structs that a query fills, one place after the other; needs no interpreter's lock.
class Structs {
public:
    explicit Structs(const kith::RecordType& type) : type_(type) {}
    /// The place for the next one, as Reader::select wants it; `into` is the Structs.
    static void* next(void* into) {
        auto* self = static_cast<Structs*>(into);
        return self->all_.emplace_back(kith::new_record(self->type_)).get();
    }
    [[nodiscard]] const std::deque<kith::RecordHolder>& all() const { return all_; }
    /// As a list of objects; each struct is freed when its object is there.
    PyObject* to_list();

private:
    const kith::RecordType& type_;
    std::deque<kith::RecordHolder> all_{};
};

/// While it lives, the garbage collector rests: making many objects that stay would only have it look at them.
class Undisturbed {
public:
    Undisturbed() : was_(PyGC_Disable()) {}
    ~Undisturbed() {
        if (was_ != 0) PyGC_Enable();
    }
    Undisturbed(const Undisturbed&) = delete;
    Undisturbed& operator=(const Undisturbed&) = delete;

private:
    int was_;
};

/// Adds `describe`, which gives the package all record types.
void add_records(py::module_& module);

/// The description of a field as a kith.FieldInfo.
PyObject* to_python(const kith::FieldDescription& field);

}  // namespace kithpy
