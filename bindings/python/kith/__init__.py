"""kith: an embedded CRM database. One library, one file.

    import kith

    with kith.open("office.kith", actor="ada", region="JP") as db:
        ada = db.add(kith.Contact(name="Ada Lovelace", emails=["ada@engines.example"], tags=["vip"]))
        for contact in db.query(kith.Contact, "tag = vip and email is known"):
            print(contact.name.given, contact.emails[0].address)

`kith.open` gives a `Database`. Every record type of the C++ library is a class here (`Contact`, `Organization`,
`Interaction` ...), made from its descriptor. Errors are below `kith.Error`.
"""
import json as _json
import os as _os
from typing import Any as _Any, Dict as _Dict, Mapping as _Mapping, Union as _Union

_folder = _os.path.join(_os.path.dirname(_os.path.abspath(__file__)), "")  # calls from elsewhere are the host's

from kith import _kith
from kith._errors import *  # noqa: F401,F403
from kith._errors import __all__ as _errors_all
from kith._values import FieldInfo, Meta, Money, PartialDate, RecordRef
from kith._records import *  # noqa: F401,F403
from kith._records import __all__ as _records_all
from kith import _activity, _backup, _observing, _privacy, _results, _sales, _upkeep
from kith._activity import *  # noqa: F401,F403
from kith._backup import *  # noqa: F401,F403
from kith._observing import *  # noqa: F401,F403
from kith._privacy import *  # noqa: F401,F403
from kith._results import *  # noqa: F401,F403
from kith._sales import *  # noqa: F401,F403
from kith._upkeep import *  # noqa: F401,F403
from kith._kith import Column, Columns, Subscription
from kith._activity import Blobs
from kith._backup import is_encrypted_backup, restore_backup
from kith._faces import Duplicates, History, Imports, Lists, Search, Segments, Tags, marked, waterfall_svg
from kith._observing import apply
from kith._privacy import Privacy
from kith._sales import Pipelines, convert
from kith._transaction import Reader, Transaction
from kith._upkeep import Upkeep
from kith._database import Database, open

_results_all = [name for module in (_activity, _backup, _observing, _privacy, _results, _sales, _upkeep)
                for name in module.__all__]
_kith.use_classes({name: globals()[name] for name in _results_all})

__version__: str = _kith.version


def format_query(text: str, lines: bool = False) -> str:
    """The canonical text of a query: keywords in lower case, one space, quotes only where they are needed. With `lines`
    what is longer than a line of 80 characters is broken and indented, for people. Raises Parse."""
    return _kith.format_query(text, lines)


def query_to_json(text: str) -> _Dict[str, _Any]:
    """The query as the objects of its JSON form (docs/query.schema.json): `{"kith_query": 1, "where": {"test": "city",
    "op": "=", "value": "Tokyo"}}`. Raises Parse."""
    form: _Dict[str, _Any] = _json.loads(_kith.query_to_json(text))
    return form


def query_from_json(form: _Union[str, _Mapping[str, _Any]]) -> str:
    """The canonical text of a query in its JSON form: as text, or as the objects it consists of. Raises Parse with the
    JSON pointer of what is wrong as argument `pointer`."""
    return _kith.query_from_json(form if isinstance(form, str) else _json.dumps(form, allow_nan=False))


__all__ = [*_errors_all, *_records_all, *_results_all, "Blobs", "Column", "Columns", "Database", "Duplicates", "FieldInfo",
           "History", "Imports", "Lists", "Meta", "Money", "PartialDate", "Pipelines", "Privacy", "Reader", "RecordRef", "Search",
           "Segments", "Subscription", "Tags", "Transaction", "Upkeep", "apply", "convert", "format_query", "is_encrypted_backup",
           "marked", "open", "query_from_json", "query_to_json", "restore_backup", "waterfall_svg"]
