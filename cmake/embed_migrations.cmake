# Turns src/store/migrations/NNN_name.sql into a C++ file that defines kith::store::migrations().
# Included, it gives kith_check_migrations(files). As a script: cmake -DFOLDER=... -DOUTPUT=... -P this.
cmake_minimum_required(VERSION 3.22)

# Stops with a message that names the file or the gap unless the files are 001_..., 002_..., and so on.
function(kith_check_migrations files)
    set(expected 1)
    foreach(file IN LISTS files)
        get_filename_component(name "${file}" NAME)
        if(NOT name MATCHES "^([0-9][0-9][0-9])_[a-z0-9_]+\\.sql$")
            message(FATAL_ERROR "kith: migration '${name}' is not named like 001_people.sql")
        endif()
        set(number "${CMAKE_MATCH_1}")
        set(want "00${expected}")
        string(REGEX REPLACE "^.*(...)$" "\\1" want "${want}")
        if(number STRLESS want)
            message(FATAL_ERROR "kith: two migrations have the number ${number}; the second is '${name}'")
        elseif(NOT number STREQUAL want)
            message(FATAL_ERROR "kith: migration ${want} is missing; the next one is '${name}'")
        endif()
        math(EXPR expected "${expected} + 1")
    endforeach()
endfunction()

if(NOT CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
    return()
endif()

file(GLOB files "${FOLDER}/*.sql")
list(SORT files)
kith_check_migrations("${files}")
set(arrays "")
set(entries "")
foreach(file IN LISTS files)
    get_filename_component(name "${file}" NAME_WE)
    string(REGEX MATCH "^0*([0-9]+)_(.*)$" unused "${name}")
    set(number "${CMAKE_MATCH_1}")
    set(label "${CMAKE_MATCH_2}")
    # Bytes, not a string literal: compilers bound the length of those, and SQL may hold any character.
    file(READ "${file}" bytes HEX)
    file(SIZE "${file}" size)
    if(size EQUAL 0)
        message(FATAL_ERROR "kith: migration '${name}.sql' is empty")
    endif()
    string(REGEX REPLACE "(................................)" "\\1\n    " bytes "${bytes}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
    string(APPEND arrays "constexpr char sql_${number}[] = {\n    ${bytes}};\n")
    string(APPEND entries "        Migration{${number}, \"${label}\", {sql_${number}, sizeof sql_${number}}},\n")
endforeach()
list(LENGTH files count)
file(WRITE "${OUTPUT}" "// Made by cmake/embed_migrations.cmake from the .sql files: do not edit.
#include \"store/migrations.hpp\"

#include <array>

namespace kith::store {

namespace {

${arrays}
}  // namespace

std::span<const Migration> migrations() noexcept {
    static constexpr std::array<Migration, ${count}> all{
${entries}    };
    return all;
}

}  // namespace kith::store
")
