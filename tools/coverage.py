#!/usr/bin/env python3
"""Which lines of src/ the tests ran, per file: coverage.py BUILD_FOLDER, after the coverage tests ran."""
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

from own_files import ROOT


def main() -> int:
    build = pathlib.Path(sys.argv[1]).resolve()
    ran: dict[str, dict[int, int]] = {}
    notes = sorted(build.rglob("kith_objects.dir/**/*.gcno"))  # .gcno: files that no test touched count too
    with tempfile.TemporaryDirectory() as scratch:
        for file in notes:
            subprocess.run(["gcov", "--json-format", str(file)], cwd=scratch, check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for report in pathlib.Path(scratch).glob("*.gcov.json.gz"):
            with gzip.open(report) as stream:
                for unit in json.load(stream)["files"]:
                    path = (build / unit["file"]).resolve()
                    if path.is_relative_to(ROOT / "src") or path.is_relative_to(ROOT / "include"):
                        lines = ran.setdefault(path.relative_to(ROOT).as_posix(), {})
                        for line in unit["lines"]:
                            number = line["line_number"]
                            lines[number] = max(lines.get(number, 0), line["count"])
    if not ran:
        print(f"no coverage data below {build}", file=sys.stderr)
        return 1
    for path, lines in sorted(ran.items()):
        missed = sorted(number for number, count in lines.items() if count == 0)
        share = 100 * (1 - len(missed) / len(lines)) if lines else 100
        print(f"{share:5.1f} %  {path}" + (f"  missed: {', '.join(map(str, missed[:12]))}" if missed else ""))
    total = sum(len(lines) for lines in ran.values())
    hit = sum(count > 0 for lines in ran.values() for count in lines.values())
    print(f"{100 * hit / total:5.1f} %  of {total} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
