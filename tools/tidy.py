#!/usr/bin/env python3
"""Runs clang-tidy over the public headers, or with --sources over every source of the library.

    tidy.py --build build/dev --jobs 2 [--sources] [FILE...]

A file that passed is not looked at again until it, a header of the project, the checks or its compile
command change; the stamps lie in the build folder. Exit 1 when anything was found.
"""
import argparse
import concurrent.futures
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import time

from own_files import ROOT, own_files


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--build", type=pathlib.Path, default=ROOT / "build/dev")
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--sources", action="store_true", help="all of src/ instead of the headers: many minutes")
    arguments.add_argument("files", nargs="*", type=pathlib.Path)
    options = arguments.parse_args()

    commands = {entry["file"]: entry["command"]
                for entry in json.loads((options.build / "compile_commands.json").read_text())}
    headers = own_files(folders=("include",), suffixes={".hpp"})
    # A header is read as a source of its own, which also shows that it includes what it needs.
    alone = f"clang++ -x c++ -std=c++20 -I{ROOT}/include -I{ROOT}/src -I{options.build.resolve()}/include"
    for header in headers:
        commands[str(header)] = alone
    sources = own_files(folders=("src",), suffixes={".cpp"})
    wanted = [file.resolve() for file in options.files] or (sources if options.sources else headers)
    if unknown := [str(file) for file in wanted if str(file) not in commands]:
        print(f"clang-tidy: {options.build} compiles none of {', '.join(unknown)} alone (KITH_UNITY=OFF)")
        return 1
    stamps = options.build / "tidy"
    stamps.mkdir(exist_ok=True)

    shared = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    for header in own_files(folders=("include", "src"), suffixes={".h", ".hpp"}):
        shared.update(header.read_bytes())

    def stamp_of(file: pathlib.Path) -> pathlib.Path:
        digest = shared.copy()
        digest.update(str(file).encode() + commands[str(file)].encode() + file.read_bytes())
        return stamps / digest.hexdigest()

    # The warnings of the compiler are the compiler's job, and g++ has some that clang does not know.
    filter_own = f"--header-filter=^{re.escape(str(ROOT))}/(include|src)/"

    def command(file: pathlib.Path) -> list[str]:
        if file.suffix == ".hpp":
            flags = alone.split()[1:] + ["-Wno-everything", "-Wno-pragma-once-outside-header"]
            return ["clang-tidy", "--quiet", str(file), "--"] + flags
        return ["clang-tidy", "--quiet", "-p", str(options.build), "--extra-arg=-Wno-everything", filter_own, str(file)]

    def tidy(file: pathlib.Path) -> tuple[pathlib.Path, int, str, float]:
        begin = time.monotonic()
        done = subprocess.run(command(file), capture_output=True, text=True, check=False)
        output = done.stdout + (done.stderr if done.returncode and not done.stdout else "")
        if done.returncode == 0:
            stamp_of(file).touch()
        return file, done.returncode, output, time.monotonic() - begin

    todo = [file for file in wanted if not stamp_of(file).exists()]
    print(f"clang-tidy: {len(todo)} of {len(wanted)} files to look at", flush=True)
    failed = 0
    seen = set()  # a finding in a header comes once, not once per source
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for file, status, output, seconds in pool.map(tidy, todo):
            failed += status != 0
            for finding in re.split(r"^(?=/[^\n]*: (?:warning|error): )", output, flags=re.MULTILINE):
                if finding not in seen:
                    seen.add(finding)
                    print(finding, end="")
            print(f"{'FAILED' if status else 'ok    '} {seconds:5.1f} s  {file.relative_to(ROOT)}", flush=True)
    print(f"clang-tidy: {failed} files with findings")
    return 1 if failed or not wanted else 0


if __name__ == "__main__":
    sys.exit(main())
