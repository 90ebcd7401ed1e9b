#!/usr/bin/env bash
# Runs every fuzzer in a folder for some seconds, from its corpus: fuzz.sh FOLDER SECONDS
# A finding stops the script and leaves the input beside the fuzzer.
set -euo pipefail
folder=$1
seconds=$2
root=$(cd "$(dirname "$0")/.." && pwd)
found=0
for fuzzer in "$folder"/fuzz_*; do
    [ -x "$fuzzer" ] && [ -f "$fuzzer" ] || continue
    found=1
    name=$(basename "$fuzzer")
    work="$folder/corpus_${name#fuzz_}"
    mkdir -p "$work"
    seeds=()
    if [ -d "$root/tests/fuzz/corpus/${name#fuzz_}" ]; then seeds=("$root/tests/fuzz/corpus/${name#fuzz_}"); fi
    echo "== $name, $seconds s"
    "$fuzzer" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
        -artifact_prefix="$folder/" "$work" "${seeds[@]}"
done
[ "$found" = 1 ] || { echo "no fuzzers in $folder" >&2; exit 1; }
