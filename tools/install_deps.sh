#!/usr/bin/env bash
# Makes sure that what kith needs is there: install_deps.sh [build|lint|fuzz|portability]
# On Debian and its relatives the missing packages, and only those, are installed with apt-get. Elsewhere
# this looks for the programs and headers, and lists what to install when one is missing.
set -euo pipefail

build_packages=(
    ninja-build ccache pkg-config            # build
    libsqlite3-dev libfmt-dev libutf8proc-dev nlohmann-json3-dev libhowardhinnant-date-dev  # library
    libsodium-dev                            # encrypted backups; an optional component elsewhere
    catch2 sqlite3 tzdata   # tests and benchmarks
    libcli11-dev                             # examples
    python3 python3-dev python3-pytest python3-venv pybind11-dev  # Python
    python3-numpy                            # the test of arrays; kith works without
)
case "${1:-build}" in
    build) packages=("${build_packages[@]}") ;;
    lint)  packages=("${build_packages[@]}" clang-format clang-tidy) ;;
    fuzz)  packages=("${build_packages[@]}" clang libclang-rt-dev) ;;
    portability)  # what is for other machines comes by tools/portability.sh, without touching this one
        packages=("${build_packages[@]}" clang libc++-dev libc++abi-dev g++-aarch64-linux-gnu qemu-user dpkg-dev) ;;
    *)     echo "usage: $0 [build|lint|fuzz|portability]" >&2; exit 2 ;;
esac

# Elsewhere than on Debian: each program and header that must be found, and what it belongs to.
check_by_hand() {
    local missing=() entry name what compiler="${CXX:-c++}"
    local programs=("cmake:CMake 3.22 or newer" "ninja:Ninja" "pkg-config:pkg-config" "python3:Python 3"
                    "sqlite3:the sqlite3 shell" "$compiler:a C++20 compiler (g++ 12 or clang++ 14)")
    local headers=("sqlite3.h:SQLite 3.37 or newer, with the preupdate hook, FTS5 and R-tree" "fmt/core.h:fmt"
                   "utf8proc.h:utf8proc" "nlohmann/json.hpp:nlohmann_json" "date/tz.h:Howard Hinnant's date, with tz"
                   "CLI/CLI.hpp:CLI11"
                   "catch2/catch.hpp catch2/catch_all.hpp:Catch2 2.13 or 3")
    case "$1" in
        lint) programs+=("clang-format:clang-format" "clang-tidy:clang-tidy") ;;
        fuzz | portability) programs+=("clang++:clang") ;;
    esac
    for entry in "${programs[@]}"; do
        command -v "${entry%%:*}" > /dev/null || missing+=("${entry#*:}")
    done
    local include=()
    if command -v brew > /dev/null; then include=(-I "$(brew --prefix)/include"); fi
    for entry in "${headers[@]}"; do
        what=missing
        for name in ${entry%%:*}; do
            if echo "#include <$name>" | "$compiler" -std=c++20 "${include[@]}" -x c++ -fsyntax-only - 2> /dev/null; then
                what=found
            fi
        done
        [ "$what" = found ] || missing+=("${entry#*:}")
    done
    if [ ${#missing[@]} -gt 0 ]; then
        echo "kith needs these, which were not found here; please install them (this script installs only with apt):" >&2
        printf '  - %s\n' "${missing[@]}" >&2
        exit 1
    fi
}

if ! command -v apt-get > /dev/null || ! command -v dpkg-query > /dev/null; then
    check_by_hand "${1:-build}"
    exit 0
fi

missing=()
for package in "${packages[@]}"; do
    status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2> /dev/null || true)
    # pkg-config is the name of a package in one release and of another's alias in the next.
    if [ "$status" != installed ] && ! { [ "$package" = pkg-config ] && command -v pkg-config > /dev/null; }; then
        missing+=("$package")
    fi
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo > /dev/null; then
        echo "kith needs packages that are not installed, and there is no sudo. As root, run:" >&2
        echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
echo "Installing what kith needs with apt-get${as_root[0]:+ (through sudo)}: ${missing[*]}"
# env, because sudo passes no variables on.
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" < /dev/null
