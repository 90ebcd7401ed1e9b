# The front door. Every target works as the first command after a clone: what is missing is installed.
#
#   make demo                          the tour on sample data; leaves tour.kith and tour.html here
#   make demo FILES='my.vcf my.csv'    the same on your own files
#   make test                          everything that must pass
#   make lint                          formatting, clang-tidy on public headers, the rules between rooms
#   make tidy                          clang-tidy on every source of the library (a quarter of an hour)
#   make asan | tsan                   the tests under sanitizers
#   make bench | coverage              figures; which lines the tests run
#   make bench-match                   duplicates: found, missed, merged, how fast (CONTACTS='10000 100000 1000000')
#   make fault                         every disk error, power cut, lack of memory and damage (an hour)
#   make sequences                     random histories, 17 times as many as `make test` lives through (half an hour; SEEDS=17)
#   make consumer                      other projects that use kith, one that compiles all of it inside itself among them
#   make fuzz                          every fuzzer for a minute (SECONDS=600, TARGETS='vcard csv')
#   make portability                   clang++, libc++, 64-bit ARM under qemu (Debian; TARGETS='libcxx')
#   make stubs                         the committed stub of the Python classes, after a descriptor changed
#   make release | format | install-deps | clean

JOBS ?= 2
SECONDS ?= 60
SEEDS ?= 17
TARGETS ?=
FILES ?=
CONTACTS ?= 10000

# Debian's packages for Python belong to Debian's Python, whichever comes first in PATH.
PYTHON ?= $(if $(wildcard /etc/debian_version),/usr/bin/python3,python3)

configure = cmake --preset $(1) -DPython3_EXECUTABLE=$(shell command -v $(PYTHON))
build = $(call configure,$(1)) && cmake --build --preset $(1) -j$(JOBS)
TEST_FLAGS = --output-on-failure -j$(JOBS)

.PHONY: demo test release bench bench-match lint tidy asan tsan coverage fault sequences consumer fuzz portability format stubs clean \
    install-deps install-lint-deps install-fuzz-deps install-portability-deps
.DEFAULT_GOAL := test

demo: install-deps
	$(call build,release) --target example_cli example_tour
	build/release/examples/tour/tour $(FILES)

test: install-deps
	$(call build,dev)
	ctest --preset dev $(TEST_FLAGS)
	@grep -E '^[0-9]+ passed' build/dev/Testing/Temporary/LastTest.log || echo 'pytest did not run: see what cmake says'

release: install-deps
	$(call build,release)

bench: install-deps
	$(call build,release)
	build/release/tests/bench/bench
	build/release/tests/bench/segments
	build/release/tests/bench/match_quality
	PYTHONPATH=build/release/bindings/python $(PYTHON) tests/bench/python_bench.py
	PYTHONPATH=build/release/bindings/python $(PYTHON) tests/bench/import_likeness.py

bench-match: install-deps
	$(call build,release) --target match_quality example_cli
	build/release/tests/bench/match_quality sets
	build/release/tests/bench/match_quality links
	build/release/tests/bench/match_quality cli build/release/examples/cli/kith
	build/release/tests/bench/match_quality crm $(CONTACTS)

lint: install-lint-deps
	$(PYTHON) tools/lint_rooms.py
	$(PYTHON) tools/own_files.py -0 | xargs -0 clang-format --dry-run -Werror
	$(call configure,dev)
	$(PYTHON) tools/tidy.py --build build/dev --jobs $(JOBS)

tidy: install-lint-deps
	$(call configure,dev) -B build/tidy -DKITH_UNITY=OFF
	$(PYTHON) tools/tidy.py --build build/tidy --jobs $(JOBS) --sources

# A suppression or a skipped check would hide what these are run for: every report ends the test.
asan: install-deps
	$(call build,asan)
	ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1 ctest --preset asan $(TEST_FLAGS)

# Address randomisation of recent kernels leaves no room for the shadow memory; setarch -R turns it off
# where the container allows that.
tsan: install-deps
	$(call build,tsan)
	TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1 \
	    $$(setarch -R true 2> /dev/null && echo setarch -R) ctest --preset tsan $(TEST_FLAGS)

coverage: install-deps
	$(call build,coverage)
	ctest --preset coverage $(TEST_FLAGS)
	$(PYTHON) tools/coverage.py build/coverage

# `make test` runs a slice of these sweeps.
fault: install-deps
	$(call build,dev) --target test_fault
	KITH_FAULT=all build/dev/tests/test_fault "[sweep]"

sequences: install-deps
	$(call build,dev) --target test_property
	KITH_SEEDS=$(SEEDS) build/dev/tests/test_property

# `make test` compiles only that project's own source.
consumer: install-deps
	$(call build,dev)
	KITH_CONSUMER=all ctest --preset dev --output-on-failure -L consumer

fuzz: install-fuzz-deps
	$(call build,fuzz)
	tools/fuzz.sh build/fuzz/tests/fuzz $(SECONDS) $(TARGETS)

# Three builds with other compilers, libraries and processors; one that fails does not stop the others.
portability: install-portability-deps
	JOBS=$(JOBS) tools/portability.sh $(TARGETS)

format: install-lint-deps
	$(PYTHON) tools/own_files.py -0 | xargs -0 clang-format -i

stubs: install-deps
	$(call build,dev) --target kith_python_stubs

# Prerequisites and not first lines, because make reads a recipe as a whole before it runs one line.
install-deps:
	@tools/install_deps.sh build

install-lint-deps:
	@tools/install_deps.sh lint

install-fuzz-deps:
	@tools/install_deps.sh fuzz

install-portability-deps:
	@tools/install_deps.sh portability

clean:
	rm -rf build
