"""The classes of records, made from kith's descriptors: a new record type in C++ is a new class here.

Each record type is a class (`Contact`), each type of element one (`Email`), and fields that share a prefix are an
object of their own (`Contact.name` is a `Name`). Their stub is `_records.pyi`, written by `python -m kith.stubs`.
"""
from __future__ import annotations

import difflib
import keyword
from decimal import Decimal
from enum import Enum
from typing import Any, Dict, List, Optional, Tuple

from kith import _kith
from kith._values import FieldInfo, Meta, Money, PartialDate, RecordRef

_kith.use_classes(
    {c.__name__: c for c in (Decimal, Enum, FieldInfo, Meta, Money, PartialDate, RecordRef)}
)

Structure = _kith.Structure

#: All record classes by the singular name of their type: {"contact": Contact, ...}.
record_classes: Dict[str, type] = {}

_classes: Dict[str, type] = {}  # everything that is made here, by class name
_shapes: Dict[str, Tuple[Any, ...]] = {}  # of elements and groups, to share a class between owners


def camel(name: str) -> str:
    """ "named_date" as a class is called: "NamedDate"."""
    return "".join(word.capitalize() for word in name.split("_"))


def attribute(name: str) -> str:
    """A field's name as an attribute; words that Python keeps for itself get an underscore."""
    return name + "_" if keyword.iskeyword(name) else name


def fields_of(record: type) -> Tuple[FieldInfo, ...]:
    """The fields of a record class (or of an element's), with label, type and choices."""
    return record._fields_  # type: ignore[attr-defined]


def unknown_name(cls: type, name: str) -> str:
    """The message for a name that a class does not have."""
    near = difflib.get_close_matches(name, cls.__slots__, 1)  # type: ignore[attr-defined]
    return f"{cls.__name__} has no field {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def _slot(name: str, kind: str, index: int = 0, field: Optional[dict] = None, initial: Any = None,
          part: Optional[type] = None) -> Dict[str, Any]:
    info = field["info"] if field else None
    return {
        "name": attribute(name), "slot": kind, "index": index, "part": part,
        "field": info.name if info else name, "type": field["type"] if field else 1,
        "target": info.target if info else "", "choices": info.choices if info else (),
        "initial": field["initial"] if field else initial,
    }


def _documentation(summary: str, infos: List[FieldInfo]) -> str:
    lines = [summary, ""]
    for info in infos:
        notes = [info.type if info.type != "choice" else " | ".join(info.choices)]
        notes += ["required"] if info.required else []
        notes += ["kept by kith"] if info.read_only else []
        label = f"{info.label} ({info.label_ja})" if info.label_ja else info.label
        lines.append(f"    {info.name}: {label}: {', '.join(notes)}")
    return "\n".join(lines)


def _make(name: str, doc: str, slots: List[Dict[str, Any]], record: Optional[str], main: int,
          infos: List[FieldInfo]) -> type:
    body = {
        "__slots__": tuple(slot["name"] for slot in slots), "__doc__": doc, "__module__": "kith",
        "__match_args__": tuple(slot["name"] for slot in slots), "_fields_": tuple(infos), "_slots_": tuple(slots),
        "_main_": main,
    }
    cls = type(name, (Structure,), body)
    _kith.bind(cls, name, record, main, slots)
    _classes[name] = cls
    return cls


def _free_name(wanted: str, owner: str) -> str:
    return owner + wanted if wanted in _classes or wanted in _reserved else wanted


def _shown(fields: List[dict]) -> List[Tuple[int, dict]]:
    """The fields that are members, with their positions: an amount of money carries its currency, which has none."""
    return [(index, field) for index, field in enumerate(fields) if not field.get("hidden")]


def _element_class(owner: str, element: dict) -> type:
    fields = _shown(element["fields"])
    infos = [field["info"] for _, field in fields]
    shape = (element["has_ids"], tuple(infos))
    name = camel(element["type"])
    if _shapes.get(name) == shape:
        return _classes[name]
    name = _free_name(name, owner)
    _shapes[name] = shape
    slots = [_slot("id", "id", initial=0)] if element["has_ids"] else []
    slots += [_slot(field["info"].name, "field", i, field) for i, field in fields]
    main = [i for i, _ in fields].index(element["main"]) + (1 if element["has_ids"] else 0)
    return _make(name, _documentation(f"{element['label']}: an element of records.", infos), slots, None, main, infos)


def _group_class(owner: str, prefix: str, fields: List[Tuple[int, dict]]) -> type:
    """The class of fields that share a prefix. They stand side by side in the descriptor: positions count from the first,
    so that records with the same group (`Task.repeat`, `Appointment.repeat`) share its class."""
    first = fields[0][0]
    assert [index for index, _ in fields] == list(range(first, first + len(fields))), prefix
    infos = [field["info"] for _, field in fields]
    name = camel(prefix)
    if _shapes.get(name) == tuple(infos):
        return _classes[name]
    name = _free_name(name, owner)
    _shapes[name] = tuple(infos)
    slots = [_slot(field["info"].name.split(".", 1)[1], "field", index - first, field) for index, field in fields]
    names = [slot["name"] for slot in slots]
    main = names.index("full") if "full" in names else -1  # what was typed stands for the whole
    return _make(name, _documentation(f"The {prefix} of a record.", infos), slots, None, main, infos)


def _record_class(described: dict) -> type:
    name = camel(described["name"])
    fields = _shown(described["fields"])
    infos = [field["info"] for _, field in fields]
    slots = [_slot("id", "id", initial=0)]
    groups: Dict[str, List[Tuple[int, dict]]] = {}
    for index, field in fields:
        prefix, dot, _ = field["info"].name.partition(".")
        if not dot:
            slots.append(_slot(prefix, "field", index, field))
        elif prefix in groups:
            groups[prefix].append((index, field))
        else:
            groups[prefix] = [(index, field)]
            slots.append(_slot(prefix, "group", index))
    for slot in slots:
        if slot["slot"] == "group":
            slot["part"] = _group_class(name, slot["field"], groups[slot["field"]])
    for index, element in enumerate(described["elements"]):
        slots.append(_slot(element["plural"], "elements", index, part=_element_class(name, element)))
    if described["taggable"]:
        slots.append(_slot("tags", "tags"))
    if described["custom"]:
        slots.append(_slot("fields", "custom"))
    slots.append(_slot("meta", "meta", initial=Meta()))
    summary = f"A record of type {described['name']}. Values only: change it and hand it to `update`."
    return _make(name, _documentation(summary, infos), slots, described["name"], -1, infos)


_described = _kith.describe()
_reserved = {camel(described["name"]) for described in _described}  # before any element's or group's
for _one in _described:
    record_classes[_one["name"]] = _record_class(_one)
globals().update(_classes)
__all__ = sorted(_classes) + ["record_classes", "fields_of"]
