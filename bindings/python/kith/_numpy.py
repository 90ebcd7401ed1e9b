"""Columns as NumPy arrays; imported only when asked for."""
from __future__ import annotations

from typing import Any

import numpy


def array(column: Any) -> Any:
    """The values of a column. Numbers and times share the column's memory where every value is known."""
    if column.type in ("text", "date", "choice", "choices", "money"):
        result = numpy.empty(len(column), dtype=object)
        result[:] = column.to_list()
        return result
    result = numpy.asarray(column)
    if column.type == "time":
        result = result.view("datetime64[ms]")
    elif column.type == "flag":
        result = result.astype(bool)
    if column.unknown == 0:
        return result
    unknown = numpy.unpackbits(numpy.frombuffer(column.known, "u1"), bitorder="little")[: len(column)] == 0
    if column.type == "time":
        result = result.copy()
        result[unknown] = numpy.datetime64("NaT")
        return result
    if column.type == "real":
        result = result.copy()
        result[unknown] = numpy.nan
        return result
    return numpy.ma.masked_array(result, unknown)
