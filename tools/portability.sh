#!/usr/bin/env bash
# Other compilers, libraries and processors than the daily ones: portability.sh [clang|libcxx|arm64 ...]
#   clang    clang++ with the system's C++ library: every test
#   libcxx   clang++ with libc++: the unit tests
#   arm64    g++ for 64-bit ARM: the unit tests under qemu
# Without arguments all three. Each is a preset of the same name and prints one line; its log, and what it needs beyond
# packages for this machine, are in build/portability. JOBS=2 is how many compile and test at a time.
#
# Debian's C++ libraries are compiled against libstdc++, so fmt and date are built once more, from Debian's sources,
# against libc++. The arm64 libraries are Debian's packages, unpacked. Both come through an apt with folders of its own,
# so that this machine's list of packages and architectures stays as it is.
set -uo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cache="$root/build/portability"
jobs=${JOBS:-2}

own_apt() {
    local command=$1
    shift
    "$command" -q -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root \
        -o Dir::State="$cache/apt" -o Dir::State::status="$cache/apt/status" -o Dir::Cache="$cache/apt" \
        -o Dir::Etc::sourcelist="$cache/apt/sources.list" -o Dir::Etc::sourceparts=- -o Debug::NoLocking=1 "$@"
}

# The lists of packages and sources, from where this machine has its own Debian packages.
apt_lists() {
    [ ! -f "$cache/apt/complete" ] || return 0
    mkdir -p "$cache/apt/lists/partial" "$cache/apt/archives/partial" || return 1
    : > "$cache/apt/status"
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
        sort -u | sed 's/^\(.*\)$/deb \1\ndeb-src \1/' > "$cache/apt/sources.list"
    if [ ! -s "$cache/apt/sources.list" ]; then
        echo "apt-get knows no source of Debian's packages: apt-get update first"
        return 1
    fi
    own_apt apt-get update && touch "$cache/apt/complete"
}

# from_source NAME CMAKE_OPTION...: one of Debian's source packages, built against libc++ into build/portability/libcxx.
from_source() {
    local source="$cache/source/$1"
    rm -rf "$source"
    mkdir -p "$source" || return 1
    (cd "$source" && own_apt apt-get source --download-only "$1" && dpkg-source --extract ./*.dsc unpacked) || return 1
    shift
    cmake -G Ninja -S "$source/unpacked" -B "$source/build" -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF \
        -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_CXX_FLAGS=-stdlib=libc++ -DCMAKE_POSITION_INDEPENDENT_CODE=ON \
        -DCMAKE_INSTALL_PREFIX="$cache/libcxx" "$@" &&
        cmake --build "$source/build" -j"$jobs" &&
        cmake --install "$source/build"
}

libcxx_libraries() {
    [ ! -f "$cache/libcxx/complete" ] || return 0
    apt_lists &&
        from_source fmtlib -DFMT_TEST=OFF -DFMT_DOC=OFF &&
        from_source howardhinnant-date -DBUILD_TZ_LIB=ON -DUSE_SYSTEM_TZ_DB=ON -DCOMPILE_WITH_C_LOCALE=ON &&
        touch "$cache/libcxx/complete"
}

arm64_libraries() {
    local sysroot="$cache/arm64" file
    [ ! -f "$sysroot/complete" ] || return 0
    apt_lists || return 1
    own_apt apt-get install -y --download-only --no-install-recommends \
        libsqlite3-dev libfmt-dev libutf8proc-dev nlohmann-json3-dev libhowardhinnant-date-dev catch2 || return 1
    rm -rf "$sysroot"
    mkdir -p "$sysroot" || return 1
    for file in "$cache"/apt/archives/*.deb; do
        dpkg-deb --extract "$file" "$sysroot" || return 1
    done
    # An absolute link would lead to this machine's library.
    find "$sysroot" -type l -lname '/*' | while read -r file; do
        ln -sfn "$sysroot$(readlink "$file")" "$file"
    done
    touch "$sysroot/complete"
}

clang_libraries() { :; }

clang_name() { echo "$(clang++ --version | sed -n '1s/.*version \([0-9.]*\).*/clang++ \1/p') with libstdc++"; }
libcxx_name() { clang_name | sed 's/libstdc++/libc++/'; }
arm64_name() { echo "g++ $(aarch64-linux-gnu-g++ -dumpfullversion) for aarch64, run by qemu"; }

# A program that loads two C++ libraries would prove nothing.
clang_check() { :; }
arm64_check() { readelf -h "$1" | grep AArch64; }
libcxx_check() { ldd "$1" | grep 'libc++' && ! ldd "$1" | grep 'libstdc++'; }

check_programs() {
    local program
    for program in "$root/build/$1/tests"/test_*; do
        if [ -f "$program" ] && [ -x "$program" ] && ! "$1_check" "$program"; then
            echo "$program is not what it should be"
            return 1
        fi
    done
}

run() {
    "$1_libraries" &&
        cmake --preset "$1" &&
        cmake --build --preset "$1" -j"$jobs" &&
        check_programs "$1" &&
        ctest --preset "$1" -j"$jobs"
}

cd "$root" || exit 1
mkdir -p "$cache" || exit 1
[ $# -gt 0 ] || set -- clang libcxx arm64
for name in "$@"; do
    if ! declare -F "${name}_libraries" > /dev/null; then
        echo "usage: $0 [clang|libcxx|arm64 ...]" >&2
        exit 2
    fi
done
failures=0
for name in "$@"; do
    log="$cache/$name.log"
    SECONDS=0
    if run "$name" < /dev/null > "$log" 2>&1; then
        echo "$("${name}_name"): $(sed -n 's/^100% tests passed, .* out of \([0-9]*\)$/\1 test programs passed/p' "$log"), $SECONDS s"
    else
        failures=$((failures + 1))
        echo "$("${name}_name"): failed, $SECONDS s; the end of $log:"
        tail -n 30 "$log"
    fi
done
exit $((failures > 0))
