#include "table.hpp"

#include "access.hpp"
#include "arrow.hpp"

#include <array>
#include <functional>

namespace kithpy {

namespace {

using kith::FieldType;

/// Makes the Python values of one column, one row after the other.
class Cells {
public:
    explicit Cells(const kith::Column& column) : column_(column) {
        for (const std::string& choice : column.choices) {
            PyObject* name = text_to_python(choice);
            PyUnicode_InternInPlace(&name);
            choices_.push_back(owned(name));
        }
    }

    PyObject* at(std::size_t row) {
        switch (column_.type) {
            case FieldType::text: return text(row);
            case FieldType::integer:
            case FieldType::reference:
                if (!known(row)) Py_RETURN_NONE;
                return checked(PyLong_FromLongLong(column_.integers[row]));
            case FieldType::real:
                if (!known(row)) Py_RETURN_NONE;
                return checked(PyFloat_FromDouble(column_.reals[row]));
            case FieldType::flag:
                if (!known(row)) Py_RETURN_NONE;
                return PyBool_FromLong(column_.integers[row] != 0 ? 1 : 0);
            case FieldType::time: return time(row);
            case FieldType::date: {
                if (!known(row)) Py_RETURN_NONE;
                return date_to_python(
                    kith::PartialDate::parse(column_.text(row)).value_or(kith::PartialDate{}));
            }
            case FieldType::choice:
                if (!known(row)) Py_RETURN_NONE;
                return Py_NewRef(choices_[static_cast<std::size_t>(column_.integers[row])].ptr());
            case FieldType::money:
            case FieldType::choices: return to_python(column_.values[row]);
        }
        Py_RETURN_NONE;
    }

private:
    [[nodiscard]] bool known(std::size_t row) const { return column_.unknown == 0 || column_.has(row); }

    /// Columns of labels, places and words say the same again and again: such texts are one object. Where they do not,
    /// looking is given up.
    PyObject* text(std::size_t row) {
        const std::string_view text = column_.text(row);
        if (text.empty()) Py_RETURN_NONE;
        if (text.size() > 32 || !sharing_) return text_to_python(text);
        Seen& seen = seen_[std::hash<std::string_view>{}(text) % seen_.size()];
        if (seen.text == text) {
            ++shared_;
            return Py_NewRef(seen.object.ptr());
        }
        if (++made_ % 1024 == 0 && shared_ < made_ / 4) sharing_ = false;
        seen.object = owned(text_to_python(text));
        seen.text = text;
        return Py_NewRef(seen.object.ptr());
    }

    /// Rows that one transaction wrote have one time.
    PyObject* time(std::size_t row) {
        if (!known(row)) Py_RETURN_NONE;
        const std::int64_t milliseconds = column_.integers[row];
        if (!last_ || milliseconds != last_time_) {
            last_ = owned(time_to_python(milliseconds));
            last_time_ = milliseconds;
        }
        return Py_NewRef(last_.ptr());
    }

    struct Seen {
        std::string_view text{};
        py::object object{};
    };
    const kith::Column& column_;
    std::vector<py::object> choices_{};
    std::array<Seen, 256> seen_{};
    std::size_t made_ = 0;
    std::size_t shared_ = 0;
    bool sharing_ = true;
    std::int64_t last_time_ = 0;
    py::object last_{};
};

/// One column as Python holds it.
struct ColumnView {
    ColumnView(std::shared_ptr<Table> from, std::size_t position)
        : table(std::move(from)), index(position), rows(static_cast<Py_ssize_t>(table->content.rows)) {}

    std::shared_ptr<Table> table;
    std::size_t index;
    Py_ssize_t rows;  // also the shape of its buffers

    [[nodiscard]] const kith::Column& column() const { return table->content.columns[index]; }
};

const char* type_name(FieldType type) {
    static constexpr const char* names[] = {"",     "text",  "integer", "real",    "flag",     "time",
                                            "date", "money", "choice",  "choices", "reference"};
    return names[static_cast<std::size_t>(type)];
}

/// The buffer protocol. Not pybind11's, which ends the process where there is no buffer to give.
int get_buffer(PyObject* self, Py_buffer* buffer, int flags) {
    return guarded(-1, [&] {
        auto& view = py::handle(self).cast<ColumnView&>();
        const kith::Column& column = view.column();
        const bool objects = column.type == FieldType::text || column.type == FieldType::date ||
                             column.type == FieldType::money || column.type == FieldType::choices;
        if (objects || (flags & PyBUF_WRITABLE) != 0) {
            PyErr_Format(PyExc_BufferError,
                         objects ? "a column of type %s has no buffer; use to_list()"
                                 : "the buffer of a %s column is read-only",
                         type_name(column.type));
            return -1;
        }
        const bool reals = column.type == FieldType::real;
        static char format[][2] = {"q", "d"};
        *buffer = {};
        buffer->obj = Py_NewRef(self);
        buffer->buf = reals ? static_cast<void*>(const_cast<double*>(column.reals.data()))
                            : const_cast<std::int64_t*>(column.integers.data());
        buffer->itemsize = 8;
        buffer->len = view.rows * buffer->itemsize;
        buffer->readonly = 1;
        buffer->ndim = 1;
        buffer->format = (flags & PyBUF_FORMAT) != 0 ? format[reals ? 1 : 0] : nullptr;
        buffer->shape = (flags & PyBUF_ND) != 0 ? &view.rows : nullptr;
        buffer->strides = (flags & PyBUF_STRIDES) != 0 ? &buffer->itemsize : nullptr;
        return 0;
    });
}

py::list column_to_list(const ColumnView& view) {
    const Undisturbed undisturbed;
    Cells cells(view.column());
    const std::size_t rows = view.table->content.rows;
    py::list list(rows);
    for (std::size_t row = 0; row < rows; ++row)
        PyList_SET_ITEM(list.ptr(), static_cast<Py_ssize_t>(row), cells.at(row));
    return list;
}

/// A row's number from an index as Python counts.
std::size_t position_of(py::ssize_t index, std::size_t count) {
    if (index < 0) index += static_cast<py::ssize_t>(count);
    if (index < 0 || static_cast<std::size_t>(index) >= count) throw py::index_error("there is no such row");
    return static_cast<std::size_t>(index);
}

ColumnView column_named(const std::shared_ptr<Table>& table, const std::string& name) {
    const auto& columns = table->content.columns;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].name == name) return ColumnView(table, i);
    throw py::key_error(name);
}

py::object representation(const ColumnView& self) {
    return py::str("Column({!r}, {}, {} rows)")
        .format(self.column().name, type_name(self.column().type), self.table->content.rows);
}

void add_column(py::module_& module) {
    py::class_<ColumnView> view(
        module, "Column",
        "One column of a result. Columns of numbers, flags, times (milliseconds), choices (positions "
        "in `choices`) and references (ids) have a buffer of 64-bit numbers, without a copy.");
    auto* type = reinterpret_cast<PyHeapTypeObject*>(view.ptr());
    type->as_buffer.bf_getbuffer = &get_buffer;
    type->ht_type.tp_as_buffer = &type->as_buffer;
    view.def_property_readonly(
            "name", [](const ColumnView& self) { return self.column().name; }, "The field that was asked for.")
        .def_property_readonly(
            "type", [](const ColumnView& self) { return type_name(self.column().type); },
            "text, integer, real, flag, time, date, money, choice, choices or reference.")
        .def_property_readonly(
            "unknown", [](const ColumnView& self) { return self.column().unknown; },
            "How many rows have no value; in the buffer those are 0.")
        .def_property_readonly(
            "choices", [](const ColumnView& self) { return owned(list_of(self.column().choices)); },
            "The names that the numbers of a choice stand for.")
        .def_property_readonly(
            "known",
            [](const ColumnView& self) {
                const auto& bits = self.column().known;
                return py::bytes(reinterpret_cast<const char*>(bits.data()), bits.size());
            },
            "One bit for each row, the lowest first: whether it has a value.")
        .def("to_list", &column_to_list, "The values as Python objects, None where there is none.")
        .def(
            "to_numpy",
            [](const py::object& self) { return py::module_::import("kith._numpy").attr("array")(self); },
            "The values as a NumPy array: int64, float64, bool, datetime64[ms] or object. Unknown numbers are masked, "
            "unknown times NaT.")
        .def(
            "__arrow_c_schema__", [](const ColumnView& self) { return arrow_schema(self.table, self.index); },
            "The column's type for Arrow's C data interface.")
        .def(
            "__arrow_c_array__",
            [](const ColumnView& self, const py::object&) { return arrow_array(self.table, self.index); },
            py::arg("requested_schema") = py::none(),
            "Type and values for Arrow's C data interface, without a copy: pandas, polars, pyarrow and DuckDB "
            "take the column as it is. Texts and dates are large strings, times milliseconds UTC, choices a "
            "dictionary. A TypeError for money and multiple choices.")
        .def("__len__", [](const ColumnView& self) { return self.table->content.rows; })
        .def(
            "__getitem__",
            [](const ColumnView& self, py::ssize_t index) {
                const std::size_t row = position_of(index, self.table->content.rows);
                const kith::Column& column = self.column();
                if (column.type == FieldType::reference && column.has(row))
                    return owned(to_python(column.integers[row]));
                return owned(to_python(column.at(row)));
            },
            py::arg("row"))
        .def("__iter__", [](const ColumnView& self) { return py::iter(column_to_list(self)); })
        .def("__repr__", &representation);
}

}  // namespace

PyObject* Table::to_rows() const {
    const Undisturbed undisturbed;
    std::vector<Cells> cells;
    cells.reserve(content.columns.size());
    for (const kith::Column& column : content.columns) cells.emplace_back(column);
    const auto width = static_cast<Py_ssize_t>(cells.size());
    py::list rows(content.rows);
    for (std::size_t row = 0; row < content.rows; ++row) {
        PyObject* tuple = checked(PyTuple_New(width));
        PyList_SET_ITEM(rows.ptr(), static_cast<Py_ssize_t>(row), tuple);
        for (Py_ssize_t i = 0; i < width; ++i)
            PyTuple_SET_ITEM(tuple, i, cells[static_cast<std::size_t>(i)].at(row));
    }
    return rows.release().ptr();
}

void add_table(py::module_& module) {
    add_column(module);
    py::class_<Table, std::shared_ptr<Table>>(
        module, "Columns", "A result column by column: a mapping of field names to columns.")
        .def_property_readonly(
            "names",
            [](const Table& self) {
                return owned(
                    list_of(self.content.columns, [](const auto& column) { return to_python(column.name); }));
            },
            "The fields, in the order in which they were asked for.")
        .def_property_readonly(
            "rows", [](const Table& self) { return self.content.rows; }, "How many rows there are.")
        .def(
            "keys",
            [](const Table& self) {
                return owned(
                    list_of(self.content.columns, [](const auto& column) { return to_python(column.name); }));
            },
            "The same as `names`, so that dict() and ** take it.")
        .def(
            "to_rows", [](const Table& self) { return owned(self.to_rows()); }, "The same as `list` gives.")
        .def(
            "__arrow_c_schema__", [](const std::shared_ptr<Table>& self) { return arrow_schema(self); },
            "The types of all columns, as a struct, for Arrow's C data interface.")
        .def(
            "__arrow_c_array__",
            [](const std::shared_ptr<Table>& self, const py::object&) { return arrow_array(self); },
            py::arg("requested_schema") = py::none(),
            "All columns as a struct array for Arrow's C data interface, without a copy: "
            "`pyarrow.record_batch(columns)`, `polars.DataFrame(columns)`. A TypeError where a column is money or "
            "multiple choices.")
        .def("__len__", [](const Table& self) { return self.content.columns.size(); })
        .def("__iter__", [](const py::object& self) { return py::iter(self.attr("names")); })
        .def("__contains__",
             [](const Table& self, const std::string& name) {
                 for (const auto& column : self.content.columns)
                     if (column.name == name) return true;
                 return false;
             })
        .def("__getitem__", &column_named, py::arg("name"))
        .def("__repr__", [](const Table& self) {
            return "Columns(" + std::to_string(self.content.columns.size()) + " fields, " +
                   std::to_string(self.content.rows) + " rows)";
        });
}

}  // namespace kithpy
