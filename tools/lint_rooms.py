#!/usr/bin/env python3
"""Checks the rules between the rooms of src/, which the compiler cannot see.

    lint_rooms.py               checks this project; exit 1 and one line per finding
    lint_rooms.py --self-test   shows that every rule finds its violation

The rules: who may include whom (ROOMS below), no circles, sqlite3.h only in src/store, public headers
without other libraries, a library that never prints, ends the program or changes global state, headers
that begin with what they are for, and files of at most 600 lines.
"""
import pathlib
import re
import sys
import tempfile

from own_files import ROOT, own_files

GROUND = {"text", "store"}
MIDDLE = GROUND | {"records"}
UPPER = MIDDLE | {"query", "search", "match", "history", "merge"}

# Each room and the rooms below it, whose headers it may include. A room may always include itself and
# the public headers. "" is src/ itself, where the rooms are put together; nobody includes that.
ROOMS = {
    "text": set(),
    "store": set(),
    "records": GROUND,
    "query": MIDDLE | {"search"},
    "search": MIDDLE,
    "match": MIDDLE,
    "history": MIDDLE,
    "sales": MIDDLE,
    "merge": MIDDLE | {"match", "history"},
    "activity": MIDDLE | {"query", "sales"},
    "privacy": MIDDLE | {"history"},
    "upkeep": UPPER | {"privacy"},
    "insight": UPPER,
    "interchange": UPPER | {"privacy"},
    "automate": UPPER,
    "sync": UPPER,
    "capi": set(),  # the public face alone
    "": UPPER | {"sales", "activity", "privacy", "upkeep", "insight", "interchange",
         "automate", "sync"},
}

MAX_LINES = 600
STANDARD = re.compile(r"[a-z_0-9]+$")  # <vector>; other libraries' headers have a dot or a slash
C_STANDARD = {"stddef.h", "stdint.h", "stdbool.h"}

# What a library inside somebody's program must not do, as (pattern, words).
FORBIDDEN = [
    (r"\bstd::(cout|cerr|clog|wcout|wcerr)\b|\b(stdout|stderr)\b", "prints"),
    (r"(?<![\w.>:])(?:std::)?(printf|vprintf|puts|putchar|perror)\s*\(|\bfmt::print(ln)?\s*\(", "prints"),
    (r"(?<![\w.>:])(?:std::|::)?(abort|exit|_exit|_Exit|quick_exit|terminate)\s*\(\s*\w*\s*\)\s*;", "ends the program"),
    (r"(?<![\w.>:])assert\s*\(", "ends the program (assert)"),
    (r"(?<![\w.>:])(?:std::|::)?(setlocale|setenv|unsetenv|putenv|chdir|srand|signal|sigaction|umask|tzset)\s*\(",
     "changes global state"),
    (r"\bstd::locale::global\b", "changes global state"),
]

BLANK = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^(\s]*)\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"|(?<![\w])\'(?:\\.|[^\'\\\n])+\'',
    re.DOTALL)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)


def without_comments_and_strings(text: str) -> str:
    """The code alone, lines kept; '"' of an #include is a string too, so read includes before."""
    return BLANK.sub(lambda m: "\n" * m.group().count("\n"), text)


def includes_of(text: str) -> list[tuple[int, str, str]]:
    """(line, '<' or '"', path) of every include that is not in a comment."""
    code = re.sub(r"//[^\n]*|/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), text, flags=re.DOTALL)
    return [(code.count("\n", 0, m.start()) + 1, m[1], m[2]) for m in INCLUDE.finditer(code)]


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Include circles, each as the path that closes it, by depth-first search."""
    found, done, path = [], set(), []

    def visit(node):
        if node in path:
            found.append(path[path.index(node):] + [node])
            return
        if node in done:
            return
        path.append(node)
        for below in sorted(graph.get(node, ())):
            visit(below)
        path.pop()
        done.add(node)

    for node in sorted(graph):
        visit(node)
    return found


class Checker:
    """Collects the findings of one tree."""

    def __init__(self, root: pathlib.Path):
        self.root = root
        self.findings: list[str] = []
        self.graph: dict[str, set[str]] = {}

    def report(self, path: str, line: int, words: str) -> None:
        self.findings.append(f"{path}:{line}: {words}")

    def run(self) -> list[str]:
        for file in own_files(self.root):
            path = file.relative_to(self.root).as_posix()
            text = file.read_text(encoding="utf-8")
            lines = text.count("\n")
            if lines > MAX_LINES:
                self.report(path, lines, f"{lines} lines; a file has one job and at most {MAX_LINES}")
            if path.startswith("src/"):
                self.check_source(path, text)
            elif path.startswith("include/"):
                self.check_public(path, text)
            elif path.startswith(("examples/", "bindings/")):
                self.check_outside(path, text)
            if path.startswith(("src/", "include/")):
                self.check_behaviour(path, text)
                if path.endswith(".hpp"):
                    self.check_header(path, text)
        for circle in circles(self.graph):
            self.report(circle[0], 1, "includes itself in a circle: " + " -> ".join(circle))
        return self.findings

    def check_source(self, path: str, text: str) -> None:
        parts = path.split("/")
        room = parts[1] if len(parts) > 2 else ""
        if room not in ROOMS:
            self.report(path, 1, f"src/{room} is no room; add it to ROOMS in tools/lint_rooms.py and to src/README.md")
            return
        for line, quote, target in includes_of(text):
            if target == "sqlite3.h" and room != "store":
                self.report(path, line, "includes sqlite3.h; only src/store does")
            if target.startswith("kith/"):
                self.link(path, f"include/{target}")
            if quote == "<":
                continue
            self.link(path, f"src/{target}")
            if (self.root / "src" / target).exists():
                other = target.split("/")[0] if "/" in target else ""
            elif ((self.root / path).parent / target).exists():
                self.report(path, line, f'"{target}" is written from its own folder; write it from src/')
                continue
            else:
                self.report(path, line, f'"{target}" is no file of src/')
                continue
            if other != room and other not in ROOMS[room]:
                name = f"src/{other}" if other else "src/ itself"
                self.report(path, line, f'{"src/" + room if room else "src/"} may not include {name} ("{target}")')

    def check_public(self, path: str, text: str) -> None:
        for line, quote, target in includes_of(text):
            if target.startswith("kith/"):
                self.link(path, f"include/{target}")
            own = quote == "<" and target.startswith("kith/")
            standard = quote == "<" and (STANDARD.match(target) or (path.endswith(".h") and target in C_STANDARD))
            if not own and not standard:
                self.report(path, line, f"a public header includes {target}; only <kith/...> and the standard library")

    def check_outside(self, path: str, text: str) -> None:
        for line, quote, target in includes_of(text):
            if target == "sqlite3.h":
                self.report(path, line, "includes sqlite3.h; examples and bindings use <kith/...>")
            elif quote == '"' and (self.root / "src" / target).exists():
                self.report(path, line, f'reaches inside with "{target}"; examples and bindings use <kith/...>')

    def check_behaviour(self, path: str, text: str) -> None:
        code = without_comments_and_strings(text)
        for pattern, words in FORBIDDEN:
            for match in re.finditer(pattern, code):
                self.report(path, code.count("\n", 0, match.start()) + 1, f"{words}: {match.group().strip()}")

    def check_header(self, path: str, text: str) -> None:
        if not text.startswith("//"):
            self.report(path, 1, "a header begins with a comment that says what it is for")
        if not re.search(r"^#pragma once$", text, re.MULTILINE):
            self.report(path, 1, "#pragma once is missing")

    def link(self, path: str, target: str) -> None:
        if (self.root / target).exists():
            self.graph.setdefault(path, set()).add(target)


GOOD = {
    "include/kith/a.hpp": "// A.\n#pragma once\n#include <kith/b.hpp>\n#include <vector>\n",
    "include/kith/b.hpp": "// B.\n#pragma once\n#include <string>\n",
    "include/kith/kith.h": "/* C. */\n#include <stdint.h>\n",
    "src/text/fold.hpp": "// Fold.\n#pragma once\n",
    "src/text/fold.cpp": '#include "text/fold.hpp"\n#include <utf8proc.h>\n',
    "src/store/db.cpp": "#include <sqlite3.h>\n",
    "src/records/type.hpp": '// Types.\n#pragma once\n#include "text/fold.hpp"\n',
    "src/match/keys.hpp": '// Keys.\n#pragma once\n#include "records/type.hpp"\n',
    "src/merge/merge.cpp": '#include "match/keys.hpp"\n'
                           'auto s = "std::cout exit(1)";  // never abort();\n'
                           'auto r = R"(printf("x");)"; auto c = \'"\'; int n = 1\'000;\n'
                           "static_assert(true); void f(T& t) { t.abort(); t->exit(0); }\n",
    "src/database.cpp": '#include "merge/merge.hpp"\n#include "text/fold.hpp"\n',
    "src/merge/merge.hpp": "// Merge.\n#pragma once\n",
    "src/text/table.cpp": "// Generated by tools/make_table.py\n" + "int x;\n" * 700,
    "examples/cli/main.cpp": "#include <kith/a.hpp>\n#include <CLI/CLI.hpp>\n#include <iostream>\n",
}
BAD = [  # the file that breaks a rule, its text, and words of the finding
    ("src/text/bad.cpp", '#include "store/db.hpp"\n', "src/text may not include src/store"),
    ("src/store/bad.cpp", '#include "records/type.hpp"\n', "src/store may not include src/records"),
    ("src/query/bad.cpp", '#include "match/keys.hpp"\n', "src/query may not include src/match"),
    ("src/capi/bad.cpp", '#include "text/fold.hpp"\n', "src/capi may not include src/text"),
    ("src/query/bad.cpp", "#include <sqlite3.h>\n", "only src/store does"),
    ("src/match/bad.cpp", '#include "root.hpp"\n', "may not include src/ itself"),
    ("src/match/bad.cpp", '#include "keys.hpp"\n', "write it from src/"),
    ("src/match/bad.cpp", '#include "match/none.hpp"\n', "is no file of src/"),
    ("src/attic/bad.cpp", "int x;\n", "src/attic is no room"),
    ("include/kith/bad.hpp", "// X.\n#pragma once\n#include <fmt/core.h>\n", "public header includes fmt/core.h"),
    ("include/kith/bad.hpp", '// X.\n#pragma once\n#include "text/fold.hpp"\n', "public header includes text/fold.hpp"),
    ("include/kith/bad.hpp", "// X.\n#pragma once\n#include <sqlite3.h>\n", "public header includes sqlite3.h"),
    ("include/kith/b.hpp", "// B.\n#pragma once\n#include <kith/a.hpp>\n", "includes itself in a circle"),
    ("include/kith/bad.hpp", "#pragma once\n", "begins with a comment"),
    ("src/text/bad.hpp", "// X.\nint x;\n", "#pragma once is missing"),
    ("src/text/bad.cpp", 'void f() { std::cerr << 1; }\n', "prints: std::cerr"),
    ("src/text/bad.cpp", 'void f() { printf("x"); }\n', "prints: printf("),
    ("src/text/bad.cpp", "void f() {\n    std::abort();\n}\n", "bad.cpp:2: ends the program"),
    ("src/text/bad.cpp", "void f() { exit(1); }\n", "ends the program"),
    ("src/text/bad.cpp", "void f() { assert(x); }\n", "ends the program"),
    ("src/text/bad.cpp", "void f() { setlocale(LC_ALL, 0); }\n", "changes global state"),
    ("src/text/bad.cpp", "int x;\n" * 601, "601 lines"),
    ("examples/cli/bad.cpp", '#include "text/fold.hpp"\n', "reaches inside"),
    ("bindings/python/bad.cpp", "#include <sqlite3.h>\n", "use <kith/...>"),
]


def self_test() -> int:
    """Every rule passes the good tree and finds its own violation in it; the table has no circle."""
    failures = []
    if found := circles({room: set(below) for room, below in ROOMS.items()}):
        failures.append(f"ROOMS has circles: {found}")

    def check(files: dict[str, str]) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, text in files.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, encoding="utf-8")
            return Checker(root).run()

    if found := check(GOOD):
        failures.append("the good tree has findings: " + "; ".join(found))
    extra = {"src/store/db.hpp": "// Db.\n#pragma once\n", "src/root.hpp": "// Root.\n#pragma once\n"}
    for path, text, words in BAD:
        found = check(GOOD | extra | {path: text})
        if len(found) != 1 or words not in found[0]:
            failures.append(f"expected one finding '{words}' for {path}, got {found}")
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"lint_rooms: {len(BAD)} violations tried, {len(failures)} failures")
    return 1 if failures else 0


def main() -> int:
    if "--self-test" in sys.argv[1:]:
        return self_test()
    findings = Checker(ROOT).run()
    for finding in findings:
        print(finding, file=sys.stderr)
    print(f"lint_rooms: {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
