#!/usr/bin/env bash
# Runs fuzzers for some seconds each: fuzz.sh FOLDER SECONDS [TARGET ...]
#   FOLDER    where fuzz_TARGET and fuzz_replay were built; what a run learns stays there in corpus_TARGET and is
#             where the next one goes on
# Without targets all of them run. A finding does not stop the others; its input is left in FOLDER/found.
set -uo pipefail
folder=$1
seconds=$2
shift 2
root=$(cd "$(dirname "$0")/.." && pwd)
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    for file in "$root"/tests/fuzz/*_fuzz.cpp; do
        name=$(basename "$file" _fuzz.cpp)
        targets+=("$name")
    done
fi

mkdir -p "$folder/found"
findings=0
for target in "${targets[@]}"; do
    fuzzer="$folder/fuzz_$target"
    corpus="$folder/corpus_$target"
    seeds="$folder/seeds_$target"
    if [ ! -x "$fuzzer" ]; then
        echo "fuzz.sh: there is no $fuzzer" >&2
        exit 2
    fi
    rm -rf "$seeds"
    mkdir -p "$corpus" "$seeds"
    "$folder/fuzz_replay" --write "$target" "$seeds" || exit 2
    options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 -print_funcs=0
             -artifact_prefix="$folder/found/$target-")
    dictionary="$root/tests/fuzz/$target.dict"
    [ ! -f "$dictionary" ] || options+=(-dict="$dictionary")
    echo "== $target, $seconds s"
    UBSAN_OPTIONS=print_stacktrace=1 "$fuzzer" "${options[@]}" "$corpus" "$seeds" || findings=$((findings + 1))
done

if [ "$findings" -gt 0 ]; then
    echo "$findings of ${#targets[@]} targets found something; the inputs are in $folder/found." >&2
    echo "Once more: $folder/fuzz_replay TARGET FILE; smaller: $folder/fuzz_TARGET -minimize_crash=1 -runs=10000 FILE" >&2
    exit 1
fi
