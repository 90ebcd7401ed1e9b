# How every target of kith is compiled: kith_compile_options(target).
include(CheckLinkerFlag)

# A compiler cache turns a second build into seconds. Set only where nobody chose a launcher.
if(PROJECT_IS_TOP_LEVEL AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(KITH_CCACHE ccache)
    if(KITH_CCACHE)
        set(CMAKE_CXX_COMPILER_LAUNCHER "${KITH_CCACHE}")
    endif()
endif()
if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

# Sanitizers and coverage must reach every object and the link, so they are set for the directory.
if(KITH_SANITIZE)
    string(REPLACE ";" "," kith_sanitizers "${KITH_SANITIZE}")
    add_compile_options(-fsanitize=${kith_sanitizers} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${kith_sanitizers})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # The instrumentation confuses g++'s flow analysis: it warns inside the standard library.
        add_compile_options(-Wno-maybe-uninitialized)
    endif()
endif()
if(KITH_COVERAGE)
    add_compile_options(--coverage)
    add_link_options(--coverage)
endif()

# kith_small(target hot...): a Release build of little more than half the size. Nearly all time is spent in SQLite and in the
# sources of the folders `hot`, which stay fast; for the rest size is speed. The last -O counts. Xcode knows no options of a
# source in one configuration.
function(kith_small target)
    if(MSVC OR CMAKE_GENERATOR STREQUAL "Xcode")
        return()
    endif()
    get_property(several GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
    string(TOLOWER "${CMAKE_BUILD_TYPE}" type)
    if(NOT several AND NOT type STREQUAL "release")
        return()  # a source with options of its own is compiled alone, even where they are empty
    endif()
    target_compile_options(${target} PRIVATE "$<$<CONFIG:Release>:-Os;-ffunction-sections;-fdata-sections>")
    foreach(folder IN LISTS ARGN)
        file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
        set_source_files_properties(${sources} PROPERTIES COMPILE_OPTIONS $<$<CONFIG:Release>:-O2>)
    endforeach()
endfunction()

# kith_drop_unused(target): the linker leaves out what nothing of a Release library calls, where it can.
function(kith_drop_unused target)
    foreach(flag IN ITEMS -Wl,--gc-sections -Wl,-dead_strip)
        string(MAKE_C_IDENTIFIER "kith_has${flag}" known)
        check_linker_flag(CXX ${flag} ${known})
        if(${known})
            target_link_options(${target} PRIVATE $<$<CONFIG:Release>:${flag}>)
            return()
        endif()
    endforeach()
endfunction()

# C++20 without extensions, hidden symbols and the project's warnings for one target.
function(kith_compile_options target)
    set_target_properties(${target} PROPERTIES
        CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF
        CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
    if(MSVC)
        target_compile_options(${target} PRIVATE /W4 /utf-8 /permissive- $<$<BOOL:${KITH_WERROR}>:/WX>)
        return()
    endif()
    target_compile_options(${target} PRIVATE
        -Wall -Wextra -Wpedantic -Wconversion -Wshadow
        # clang counts the sign of an index among -Wconversion, g++ does not
        $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wno-sign-conversion>
        # g++ 12 sees overlapping copies and impossible sizes in std::string's own code when it optimises (GCC bugs 105329, 105651)
        $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict$<SEMICOLON>-Wno-stringop-overflow>
        $<$<BOOL:${KITH_WERROR}>:-Werror>)
endfunction()

# kith_unity(target): its sources are compiled several at a time, so that what they all include is read once. The preset
# clang, and projects that have kith inside, compile each alone, so that every source includes what it needs, and
# -Wshadow can look at names of namespaces too.
function(kith_unity target)
    if(KITH_UNITY)
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 10)
        target_compile_options(${target} PRIVATE
            $<$<CXX_COMPILER_ID:GNU>:-Wno-shadow$<SEMICOLON>-Wshadow=local>
            $<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wno-shadow>)
    endif()
endfunction()
