#include "arrow.hpp"

#include <array>
#include <deque>

// The structures as Arrow defines them (format/CDataInterface): their layout is the interface.
extern "C" {
struct ArrowSchema {
    const char* format;
    const char* name;
    const char* metadata;
    std::int64_t flags;
    std::int64_t n_children;
    ArrowSchema** children;
    ArrowSchema* dictionary;
    void (*release)(ArrowSchema*);
    void* private_data;
};

struct ArrowArray {
    std::int64_t length;
    std::int64_t null_count;
    std::int64_t offset;
    std::int64_t n_buffers;
    std::int64_t n_children;
    const void** buffers;
    ArrowArray** children;
    ArrowArray* dictionary;
    void (*release)(ArrowArray*);
    void* private_data;
};
}

namespace kithpy {

namespace {

using kith::FieldType;

constexpr std::int64_t nullable = 2;  // ARROW_FLAG_NULLABLE

/// What a schema or an array owns besides itself. Whoever takes the structure may let go of it on any thread, without the
/// interpreter's lock: nothing here is Python's.
template <class Structure>
struct Owned {
    std::shared_ptr<Table> table{};
    std::string name{};
    std::vector<const void*> buffers{};
    std::vector<std::uint8_t> bits{};      // of a flag
    std::string characters{};              // of a dictionary
    std::vector<std::int64_t> offsets{0};  // of a dictionary, and of a column without rows
    std::deque<Structure> structures{};    // the children and the dictionary
    std::vector<Structure*> children{};
};

template <class Structure>
void release(Structure* structure) {
    auto* owned = static_cast<Owned<Structure>*>(structure->private_data);
    for (Structure& inner : owned->structures)
        if (inner.release != nullptr) inner.release(&inner);  // null: somebody moved it out
    delete owned;
    structure->release = nullptr;
}

/// Gives a structure its owner. From here on `release` is all that it takes to let it go.
template <class Structure>
Owned<Structure>& own(Structure& structure, const std::shared_ptr<Table>& table) {
    structure = {};
    auto owned = std::make_unique<Owned<Structure>>();
    owned->table = table;
    structure.release = &release<Structure>;
    structure.private_data = owned.get();
    return *owned.release();
}

/// A further structure inside of another.
template <class Structure>
Structure& inside(Owned<Structure>& owned) {
    return owned.structures.emplace_back();  // all null, so that an exception leaves nothing to release
}

const char* format_of(const kith::Column& column) {
    switch (column.type) {
        case FieldType::text:
        case FieldType::date: return "U";
        case FieldType::integer:
        case FieldType::reference:
        case FieldType::choice: return "l";
        case FieldType::real: return "g";
        case FieldType::flag: return "b";
        case FieldType::time: return "tsm:UTC";
        case FieldType::money:
        case FieldType::choices: break;
    }
    throw py::type_error("the column '" + column.name + "' has no form in Arrow; use to_list()");
}

void fill(ArrowSchema& schema, const std::shared_ptr<Table>& table, std::size_t index) {
    const kith::Column& column = table->content.columns[index];
    const char* format = format_of(column);
    Owned<ArrowSchema>& owned = own(schema, table);
    owned.name = column.name;
    schema.format = format;
    schema.name = owned.name.c_str();
    schema.flags = nullable;
    if (column.type == FieldType::choice) {
        ArrowSchema& names = inside(owned);
        own(names, table);
        names.format = "U";
        schema.dictionary = &names;
    }
}

void fill_names(ArrowArray& names, const std::shared_ptr<Table>& table, const kith::Column& column) {
    Owned<ArrowArray>& owned = own(names, table);
    for (const std::string& choice : column.choices) {
        owned.characters += choice;
        owned.offsets.push_back(static_cast<std::int64_t>(owned.characters.size()));
    }
    owned.buffers = {nullptr, owned.offsets.data(), owned.characters.data()};
    names.length = static_cast<std::int64_t>(column.choices.size());
    names.n_buffers = 3;
    names.buffers = owned.buffers.data();
}

void fill(ArrowArray& array, const std::shared_ptr<Table>& table, std::size_t index) {
    const kith::Column& column = table->content.columns[index];
    static_cast<void>(format_of(column));
    Owned<ArrowArray>& owned = own(array, table);
    const void* known = column.unknown > 0 ? column.known.data() : nullptr;
    switch (column.type) {
        case FieldType::text:
        case FieldType::date:
            owned.buffers = {known, column.offsets.empty() ? owned.offsets.data() : column.offsets.data(),
                             column.characters.data()};
            break;
        case FieldType::real: owned.buffers = {known, column.reals.data()}; break;
        case FieldType::flag:
            owned.bits.resize((table->content.rows + 7) / 8);
            for (std::size_t row = 0; row < table->content.rows; ++row)
                if (column.integers[row] != 0)
                    owned.bits[row / 8] = static_cast<std::uint8_t>(owned.bits[row / 8] | 1u << (row % 8));
            owned.buffers = {known, owned.bits.data()};
            break;
        default: owned.buffers = {known, column.integers.data()};
    }
    array.length = static_cast<std::int64_t>(table->content.rows);
    array.null_count = static_cast<std::int64_t>(column.unknown);
    array.n_buffers = static_cast<std::int64_t>(owned.buffers.size());
    array.buffers = owned.buffers.data();
    if (column.type == FieldType::choice) {
        ArrowArray& names = inside(owned);
        fill_names(names, table, column);
        array.dictionary = &names;
    }
}

/// A struct of all columns. `structure` has its owner already.
template <class Structure>
void fill_children(Structure& structure, Owned<Structure>& owned, const std::shared_ptr<Table>& table) {
    for (std::size_t i = 0; i < table->content.columns.size(); ++i) {
        Structure& child = inside(owned);
        fill(child, table, i);
        owned.children.push_back(&child);
    }
    structure.n_children = static_cast<std::int64_t>(owned.children.size());
    structure.children = owned.children.data();
}

void fill(ArrowSchema& schema, const std::shared_ptr<Table>& table) {
    Owned<ArrowSchema>& owned = own(schema, table);
    schema.format = "+s";
    schema.name = owned.name.c_str();
    fill_children(schema, owned, table);
}

void fill(ArrowArray& array, const std::shared_ptr<Table>& table) {
    Owned<ArrowArray>& owned = own(array, table);
    owned.buffers = {nullptr};
    array.length = static_cast<std::int64_t>(table->content.rows);
    array.n_buffers = 1;
    array.buffers = owned.buffers.data();
    fill_children(array, owned, table);
}

constexpr const char* name_of(const ArrowSchema*) { return "arrow_schema"; }
constexpr const char* name_of(const ArrowArray*) { return "arrow_array"; }

/// Lets go of what nobody took over.
template <class Structure>
void drop(PyObject* capsule) {
    auto* structure =
        static_cast<Structure*>(PyCapsule_GetPointer(capsule, name_of(static_cast<Structure*>(nullptr))));
    if (structure == nullptr) {
        PyErr_WriteUnraisable(capsule);
        return;
    }
    if (structure->release != nullptr) structure->release(structure);
    delete structure;
}

template <class Structure, class... Arguments>
py::object capsule(const Arguments&... arguments) {
    auto structure = std::make_unique<Structure>();
    const auto let_go = [&] {
        if (structure->release != nullptr) structure->release(structure.get());
    };
    try {
        fill(*structure, arguments...);
        py::object result = owned(PyCapsule_New(structure.get(), name_of(structure.get()), &drop<Structure>));
        static_cast<void>(structure.release());
        return result;
    } catch (...) {
        let_go();
        throw;
    }
}

}  // namespace

py::object arrow_schema(const std::shared_ptr<Table>& table, std::size_t column) {
    return capsule<ArrowSchema>(table, column);
}

py::tuple arrow_array(const std::shared_ptr<Table>& table, std::size_t column) {
    return py::make_tuple(arrow_schema(table, column), capsule<ArrowArray>(table, column));
}

py::object arrow_schema(const std::shared_ptr<Table>& table) { return capsule<ArrowSchema>(table); }

py::tuple arrow_array(const std::shared_ptr<Table>& table) {
    return py::make_tuple(arrow_schema(table), capsule<ArrowArray>(table));
}

}  // namespace kithpy
