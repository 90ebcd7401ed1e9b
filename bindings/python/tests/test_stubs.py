"""The committed stubs say what the module has: names, methods and their parameters."""
import ast
import inspect
import pathlib

import kith
import kith.stubs
from conftest import ROOT

PACKAGE = ROOT / "bindings/python/kith"


def test_records_stub_is_as_generated():
    assert (PACKAGE / "_records.pyi").read_text(encoding="utf-8") == kith.stubs.text(), (
        "the descriptors changed: make stubs")


def parameters_of(function):
    """The names of a compiled function's parameters, from the signature in its documentation."""
    signature = function.__doc__.split("\n")[0]
    inside = signature[signature.index("(") + 1:signature.rindex(") ->")]
    tree = ast.parse(f"def f({inside}): pass").body[0]
    return [argument.arg for argument in tree.args.args]


def test_module_stub_has_what_the_module_has():
    tree = ast.parse((PACKAGE / "_kith.pyi").read_text(encoding="utf-8"))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    variables = {node.target.id for node in tree.body if isinstance(node, ast.AnnAssign)}
    assert set(classes) | set(functions) | variables == {name for name in dir(kith._kith) if not name.startswith("__")}
    for name, node in functions.items():
        assert [a.arg for a in node.args.args] == parameters_of(getattr(kith._kith, name)), name
    for name, node in classes.items():
        cls = getattr(kith._kith, name)
        stubbed = {n.name: n for n in node.body if isinstance(n, ast.FunctionDef)}
        public = {n for n in vars(cls) if not n.startswith("_")}
        assert {n for n in stubbed if not n.startswith("_")} == public, name
        for method, described in stubbed.items():
            function = vars(cls).get(method)
            if method in public and inspect.isroutine(function) and "->" in (function.__doc__ or ""):
                assert [a.arg for a in described.args.args] == parameters_of(function), (name, method)


def test_everything_is_documented():
    for name in kith.__all__:
        thing = getattr(kith, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert thing.__doc__, name
    for cls in (kith.Database, kith.Transaction, kith.Search, kith.Segments, kith.Tags, kith.Duplicates, kith.Imports,
                kith.History, kith.Lists, kith.Pipelines, kith.Privacy, kith.Blobs, kith.Subscription, kith.Upkeep):
        for name, member in inspect.getmembers(cls):
            if not name.startswith("_"):
                assert inspect.getdoc(member), (cls, name)


def test_the_package_is_typed():
    assert (pathlib.Path(kith.__file__).parent / "py.typed").exists()
