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
from kith import _activity, _backup, _observing, _privacy, _results, _sales
from kith._activity import *  # noqa: F401,F403
from kith._backup import *  # noqa: F401,F403
from kith._observing import *  # noqa: F401,F403
from kith._privacy import *  # noqa: F401,F403
from kith._results import *  # noqa: F401,F403
from kith._sales import *  # noqa: F401,F403
from kith._kith import Column, Columns, Subscription
from kith._activity import Blobs
from kith._backup import is_encrypted_backup, restore_backup
from kith._faces import Duplicates, History, Imports, Search, Segments, Tags, marked
from kith._observing import apply
from kith._privacy import Privacy
from kith._sales import Pipelines, convert
from kith._transaction import Reader, Transaction
from kith._database import Database, open

_results_all = [name for module in (_activity, _backup, _observing, _privacy, _results, _sales) for name in module.__all__]
_kith.use_classes({name: globals()[name] for name in _results_all})

__version__: str = _kith.version


def format_query(text: str) -> str:
    """The canonical text of a query: keywords in lower case, one space, quotes only where they are needed."""
    return _kith.format_query(text)


__all__ = [*_errors_all, *_records_all, *_results_all, "Blobs", "Column", "Columns", "Database", "Duplicates", "FieldInfo",
           "History", "Imports", "Meta", "Money", "PartialDate", "Pipelines", "Privacy", "Reader", "RecordRef", "Search",
           "Segments", "Subscription", "Tags", "Transaction", "apply", "convert", "format_query", "is_encrypted_backup",
           "marked", "open", "restore_backup"]
