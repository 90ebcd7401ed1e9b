# A SQLite without what kith needs is refused at configure time, by a message that names every lack.
# The SQLite here is a header that answers like an old, bare build.
file(REMOVE_RECURSE "${SCRATCH}")
file(WRITE "${SCRATCH}/bare/sqlite3.h" [[
#pragma once
#define SQLITE_OK 0
#define SQLITE_OPEN_READWRITE 2
struct sqlite3;
inline int sqlite3_libversion_number() { return 3036000; }
inline const char* sqlite3_libversion() { return "3.36.0"; }
inline int sqlite3_threadsafe() { return 0; }
inline int sqlite3_open_v2(const char*, sqlite3**, int, const char*) { return SQLITE_OK; }
inline int sqlite3_exec(sqlite3*, const char*, int (*)(void*, int, char**, char**), void*, char**) { return 1; }
inline int sqlite3_close(sqlite3*) { return SQLITE_OK; }
void* sqlite3_preupdate_hook();
void* sqlite3_rtree_geometry_callback();
]])
file(WRITE "${SCRATCH}/CMakeLists.txt" [[
cmake_minimum_required(VERSION 3.22)
project(check CXX)
option(KITH_SQLITE_CHECK "" ON)
if(KITH_SQLITE_TARGET STREQUAL "imported_sqlite")
    add_library(imported_sqlite INTERFACE IMPORTED)
    target_include_directories(imported_sqlite INTERFACE "${CMAKE_CURRENT_SOURCE_DIR}/bare")
elseif(KITH_SQLITE_TARGET STREQUAL "own_sqlite")
    file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/own.cpp" "")
    add_library(own_sqlite STATIC "${CMAKE_CURRENT_BINARY_DIR}/own.cpp")
    target_compile_definitions(own_sqlite PRIVATE SQLITE_ENABLE_FTS5=1)
    if(COMPLETE)
        target_compile_definitions(own_sqlite PUBLIC SQLITE_ENABLE_PREUPDATE_HOOK PRIVATE SQLITE_ENABLE_RTREE)
    endif()
    add_library(own::sqlite ALIAS own_sqlite)
    set(KITH_SQLITE_TARGET own::sqlite)
endif()
include("${MODULE}")
]])

# configure(target status said options...)
function(configure target status said)
    execute_process(COMMAND "${CMAKE_COMMAND}" -S "${SCRATCH}" -B "${SCRATCH}/${target}" -G "${GENERATOR}"
        "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DMODULE=${MODULE}" "-DKITH_SQLITE_TARGET=${target}" ${ARGN}
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
    string(REGEX REPLACE "[ \n]+" " " errors "${errors}")
    set(${status} "${result}" PARENT_SCOPE)
    set(${said} "${errors}" PARENT_SCOPE)
endfunction()

function(expect_words said)
    foreach(words IN LISTS ARGN)
        if(NOT said MATCHES "${words}")
            message(FATAL_ERROR "the message does not name '${words}': ${said}")
        endif()
    endforeach()
endfunction()

configure(imported_sqlite status said)
if(status EQUAL 0)
    message(FATAL_ERROR "a SQLite without anything was accepted")
endif()
expect_words("${said}" "KITH_SQLITE_TARGET=imported_sqlite lacks" "the preupdate hook" "FTS5" "the R-tree"
    "version 3.37 .it is 3.36.0" "threads")

configure(own_sqlite status said)
if(status EQUAL 0)
    message(FATAL_ERROR "an amalgamation without the preupdate hook was accepted")
endif()
expect_words("${said}" "the preupdate hook" "the R-tree")
if(said MATCHES "compile it with SQLITE_ENABLE_FTS5")
    message(FATAL_ERROR "FTS5 was compiled in and is reported as missing: ${said}")
endif()
configure(own_sqlite status said -DCOMPLETE=ON)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "a complete amalgamation was refused: ${said}")
endif()

configure(nobody_sqlite status said)
if(status EQUAL 0)
    message(FATAL_ERROR "a target that does not exist was accepted")
endif()
expect_words("${said}" "nobody_sqlite" "no such target")

configure("SQLite::SQLite3" status said)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "the system's SQLite was refused: ${said}")
endif()
