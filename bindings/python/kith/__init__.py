"""kith: an embedded CRM database. One library, one file.

    import kith

    with kith.open("office.kith", actor="ada", region="JP") as db:
        ada = db.add(kith.Contact(name="Ada Lovelace", emails=["ada@engines.example"], tags=["vip"]))
        for contact in db.query(kith.Contact, "tag = vip and email is known"):
            print(contact.name.given, contact.emails[0].address)

`kith.open` gives a `Database`. Every record type of the C++ library is a class here (`Contact`, `Organization`,
`Interaction` ...), made from its descriptor. Errors are below `kith.Error`.
"""
import os as _os

_folder = _os.path.join(_os.path.dirname(_os.path.abspath(__file__)), "")  # calls from elsewhere are the host's

from kith import _kith
from kith._errors import *  # noqa: F401,F403
from kith._errors import __all__ as _errors_all
from kith._values import FieldInfo, Meta, Money, PartialDate, RecordRef
from kith._records import *  # noqa: F401,F403
from kith._records import __all__ as _records_all
from kith import _results
from kith._results import (Change, Cluster, DuplicateReport, Evidence, Explanation, ExportReport, Finding, ImportColumn,
                           ImportedRow, ImportPlan, ImportProblem, ImportReport, Kept, Match, MergedField, MergeEntry,
                           MergeResult, Pair, Rows, SearchHit, Settings, SimilarTags, TagUse, TransactionEntry, Transition,
                           UndoResult, UnmergeResult)
from kith._kith import Column, Columns
from kith._faces import Duplicates, History, Imports, Segments, Tags
from kith._database import Database, Reader, Transaction, open

_results_all = ["Change", "Cluster", "DuplicateReport", "Evidence", "Explanation", "ExportReport", "Finding",
                "ImportColumn", "ImportedRow", "ImportPlan", "ImportProblem", "ImportReport", "Kept", "Match",
                "MergedField", "MergeEntry", "MergeResult", "Pair", "Rows", "SearchHit", "Settings", "SimilarTags", "TagUse",
                "TransactionEntry", "Transition", "UndoResult", "UnmergeResult"]
_kith.use_classes({name: getattr(_results, name) for name in _results_all})

__version__: str = _kith.version


def format_query(text: str) -> str:
    """The canonical text of a query: keywords in lower case, one space, quotes only where they are needed."""
    return _kith.format_query(text)


__all__ = [*_errors_all, *_records_all, *_results_all, "Column", "Columns", "Database", "Duplicates", "FieldInfo",
           "History", "Imports", "Meta", "Money", "PartialDate", "Reader", "RecordRef", "Segments", "Tags", "Transaction",
           "format_query", "open"]
