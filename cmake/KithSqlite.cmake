# Which SQLite kith links, and whether it can do what kith needs. Everything that is missing is named
# in one message at configure time; opening a database checks the SQLite it really runs with again.
#
# Needs: version 3.37 (STRICT tables), the preupdate hook (change capture), FTS5 (search), the R-tree
# (places), and a build that is not single-threaded.

if(NOT TARGET ${KITH_SQLITE_TARGET})
    if(NOT KITH_SQLITE_TARGET STREQUAL "SQLite::SQLite3")
        message(FATAL_ERROR "kith: KITH_SQLITE_TARGET is '${KITH_SQLITE_TARGET}', but there is no such target. "
            "Define it before kith is added.")
    endif()
    find_package(SQLite3 3.37)
    if(NOT SQLite3_FOUND)
        message(FATAL_ERROR "kith: SQLite 3.37 or newer was not found. Install it (Debian: libsqlite3-dev) or "
            "name your own with -DKITH_SQLITE_TARGET=<target>.")
    endif()
    if(TARGET SQLite3::SQLite3 AND NOT TARGET SQLite::SQLite3)  # CMake 4.3 renamed it
        add_library(SQLite::SQLite3 ALIAS SQLite3::SQLite3)
    endif()
endif()

# kith_sqlite_missing(target out): the list of what this SQLite lacks, as words for people.
function(kith_sqlite_missing target out)
    set(missing "")
    get_target_property(real ${target} ALIASED_TARGET)
    if(NOT real)
        set(real ${target})
    endif()
    get_target_property(imported ${real} IMPORTED)
    if(NOT imported)
        # Built in this very project, so there is nothing to link yet: its definitions must say it.
        set(definitions "")
        foreach(property COMPILE_DEFINITIONS INTERFACE_COMPILE_DEFINITIONS COMPILE_OPTIONS)
            get_target_property(value ${real} ${property})
            if(value)
                string(APPEND definitions " ${value}")
            endif()
        endforeach()
        foreach(need "PREUPDATE_HOOK=the preupdate hook" "FTS5=FTS5" "RTREE=the R-tree")
            string(REGEX REPLACE "=.*$" "" macro "SQLITE_ENABLE_${need}")
            string(REGEX REPLACE "^.*=" "" words "${need}")
            if(NOT definitions MATCHES "${macro}")
                list(APPEND missing "${words} (compile it with ${macro})")
            endif()
        endforeach()
        set(${out} "${missing}" PARENT_SCOPE)
        return()
    endif()

    set(where "${PROJECT_BINARY_DIR}/sqlite_check")
    set(source "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/sqlite_check.cpp")
    foreach(symbol preupdate_hook rtree_geometry_callback)
        try_compile(links_${symbol} "${where}/${symbol}" "${source}"
            COMPILE_DEFINITIONS -DKITH_CHECK_SYMBOL=sqlite3_${symbol} -DSQLITE_ENABLE_PREUPDATE_HOOK
            LINK_LIBRARIES ${real} CXX_STANDARD 20)
    endforeach()
    try_compile(links "${where}/plain" "${source}" LINK_LIBRARIES ${real} CXX_STANDARD 20 OUTPUT_VARIABLE log
        COPY_FILE "${where}/check${CMAKE_EXECUTABLE_SUFFIX}")
    if(NOT links)
        set(${out} "anything that links: ${log}" PARENT_SCOPE)
        return()
    endif()
    if(NOT links_preupdate_hook)
        list(APPEND missing "the preupdate hook (compile it with SQLITE_ENABLE_PREUPDATE_HOOK)")
    endif()
    if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
        if(NOT links_rtree_geometry_callback)
            list(APPEND missing "the R-tree (compile it with SQLITE_ENABLE_RTREE)")
        endif()
        message(STATUS "kith: cross compiling, so FTS5 is checked when a database is opened")
    else()
        execute_process(COMMAND ${CMAKE_CROSSCOMPILING_EMULATOR} "${where}/check${CMAKE_EXECUTABLE_SUFFIX}"
            OUTPUT_VARIABLE said RESULT_VARIABLE failed)
        string(REGEX REPLACE "\n$" "" said "${said}")
        string(REPLACE "\n" ";" said "${said}")
        list(APPEND missing ${said})
        if(failed)
            list(APPEND missing "a working library (the check ended with ${failed})")
        endif()
    endif()
    set(${out} "${missing}" PARENT_SCOPE)
endfunction()

if(KITH_SQLITE_CHECK AND NOT KITH_SQLITE_CHECKED STREQUAL "${KITH_SQLITE_TARGET} ${SQLite3_LIBRARY}")
    kith_sqlite_missing(${KITH_SQLITE_TARGET} kith_missing)
    if(kith_missing)
        list(JOIN kith_missing "\n  - " kith_missing)
        message(FATAL_ERROR "kith: the SQLite behind KITH_SQLITE_TARGET=${KITH_SQLITE_TARGET} lacks\n"
            "  - ${kith_missing}\n"
            "Link a SQLite that has it (-DKITH_SQLITE_TARGET=<target>), or, when you know better, "
            "-DKITH_SQLITE_CHECK=OFF.")
    endif()
    message(STATUS "kith: ${KITH_SQLITE_TARGET} has the preupdate hook, FTS5 and the R-tree")
    set(KITH_SQLITE_CHECKED "${KITH_SQLITE_TARGET} ${SQLite3_LIBRARY}" CACHE INTERNAL "")
endif()
