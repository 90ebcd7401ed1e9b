"""Columns through Arrow's C data interface, read here as its specification says: Debian has no pyarrow."""
import ctypes
import threading

import pytest

import kith


class Schema(ctypes.Structure):
    pass


class Array(ctypes.Structure):
    pass


Schema._fields_ = [
    ("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_char_p), ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64), ("children", ctypes.POINTER(ctypes.POINTER(Schema))), ("dictionary", ctypes.POINTER(Schema)),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(Schema))), ("private_data", ctypes.c_void_p)]
Array._fields_ = [
    ("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64), ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64), ("buffers", ctypes.POINTER(ctypes.c_void_p)), ("children", ctypes.POINTER(ctypes.POINTER(Array))),
    ("dictionary", ctypes.POINTER(Array)), ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(Array))),
    ("private_data", ctypes.c_void_p)]

pointer = ctypes.pythonapi.PyCapsule_GetPointer
pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]


def opened(pair):
    schema, array = pair
    return Schema.from_address(pointer(schema, b"arrow_schema")), Array.from_address(pointer(array, b"arrow_array"))


def texts(array):
    offsets = ctypes.cast(array.buffers[1], ctypes.POINTER(ctypes.c_int64))
    characters = ctypes.string_at(array.buffers[2], offsets[array.length]) if array.length else b""
    return [characters[offsets[i]:offsets[i + 1]].decode() for i in range(array.length)]


def values(schema, array):
    assert array.offset == 0 and schema.flags & 2
    form = schema.format.decode()
    if form == "U":
        found = texts(array)
    elif form == "b":
        bits = ctypes.string_at(array.buffers[1], (array.length + 7) // 8)
        found = [bool(bits[i // 8] >> i % 8 & 1) for i in range(array.length)]
    else:
        kind = ctypes.c_double if form == "g" else ctypes.c_int64
        found = list((kind * array.length).from_address(array.buffers[1])) if array.length else []
    if array.dictionary:
        names = texts(array.dictionary.contents)
        found = [names[i] if i < len(names) else None for i in found]
    if array.null_count:
        known = ctypes.string_at(array.buffers[0], (array.length + 7) // 8)
        found = [value if known[i // 8] >> i % 8 & 1 else None for i, value in enumerate(found)]
        assert found.count(None) == array.null_count
    else:
        assert not array.buffers[0]
    return found


FIELDS = ["id", "name.given", "birthday", "lifecycle", "owner", "created", "field.size", "field.ok"]


@pytest.fixture
def columns(db):
    db.add(kith.Field(key="size", type="real"))
    db.add(kith.Field(key="ok", type="flag"))
    user = db.add(kith.User(name="ada"))
    db.add([kith.Contact(name={"given": "山田"}, birthday="--12-10", lifecycle="customer", owner=user, fields={"size": 1.5, "ok": True}),
            kith.Contact(name={"given": "Bob"}, fields={"ok": False}), kith.Contact(emails=["x@y.example"])] +
           [kith.Contact(name={"given": f"n{i}"}, fields={"size": i / 2}) for i in range(20)])
    return db.columns(kith.Contact, FIELDS, "order by id")


def expected(column):
    if column.type == "time":
        return list(memoryview(column))
    if column.type == "date":
        return [None if value is None else str(value) for value in column.to_list()]
    return column.to_list()


def test_each_column(columns):
    formats = {}
    for name in FIELDS:
        capsules = columns[name].__arrow_c_array__()
        schema, array = opened(capsules)
        assert schema.name.decode() == name and array.length == columns.rows
        assert values(schema, array) == expected(columns[name]), name
        formats[name] = schema.format
        alone = columns[name].__arrow_c_schema__()
        assert opened((alone, capsules[1]))[0].format == schema.format
    assert formats == {"id": b"l", "name.given": b"U", "birthday": b"U", "lifecycle": b"l", "owner": b"l",
                       "created": b"tsm:UTC", "field.size": b"g", "field.ok": b"b"}


def test_all_columns(columns):
    capsules = columns.__arrow_c_array__(None)
    schema, array = opened(capsules)
    assert schema.format == b"+s" and schema.n_children == array.n_children == len(FIELDS) and array.length == columns.rows
    assert array.n_buffers == 1 and not array.buffers[0]
    for i, name in enumerate(FIELDS):
        child = schema.children[i].contents
        assert child.name.decode() == name
        assert values(child, array.children[i].contents) == expected(columns[name])


def test_who_takes_it_keeps_it(columns):
    """A consumer moves the structures out, drops the capsules and lets go of them later, on any thread."""
    wanted = expected(columns["name.given"])
    capsules = columns["name.given"].__arrow_c_array__()
    schema, array = opened(capsules)
    taken = Schema.from_buffer_copy(schema), Array.from_buffer_copy(array)
    for left in (schema, array):
        ctypes.memset(ctypes.addressof(left) + type(left).release.offset, 0, ctypes.sizeof(ctypes.c_void_p))
    del capsules, schema, array, columns
    assert values(*taken) == wanted
    done = []

    def let_go():
        for structure in taken:
            structure.release(ctypes.byref(structure))
            done.append(bool(structure.release))

    thread = threading.Thread(target=let_go)
    thread.start()
    thread.join()
    assert done == [False, False]


def test_no_rows_and_no_form(db, columns):
    empty = db.columns(kith.Contact, FIELDS, "id = 0")
    for name in FIELDS:
        capsules = empty[name].__arrow_c_array__()
        assert values(*opened(capsules)) == []
    db.add(kith.Field(key="paid", type="money"))
    table = db.columns(kith.Contact, ["id", "field.paid", "tags"])
    for name in ("field.paid", "tags"):
        with pytest.raises(TypeError, match=name):
            table[name].__arrow_c_array__()
        with pytest.raises(TypeError, match=name):
            table[name].__arrow_c_schema__()
    with pytest.raises(TypeError, match="field.paid"):
        table.__arrow_c_array__()


def test_pyarrow(columns):
    pyarrow = pytest.importorskip("pyarrow", "14")
    batch = pyarrow.record_batch(columns)
    assert batch.column("name.given").to_pylist() == columns["name.given"].to_list()
    assert batch.column("lifecycle").to_pylist() == columns["lifecycle"].to_list()
