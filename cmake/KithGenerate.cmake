# What is made from the tree, so that adding a record type or a migration changes no other file:
#   include/kith/version.hpp    from the project's version
#   include/kith/records.hpp    includes every include/kith/records/*.hpp
#   record_registry.cpp         kith::records::registry(), one entry per src/records/types/*.cpp
#   migrations.cpp              kith::store::migrations(), one entry per src/store/migrations/*.sql
# Sets kith_generated_include and kith_generated_sources.

set(kith_generated_include "${PROJECT_BINARY_DIR}/include")
set(kith_generated_dir "${PROJECT_BINARY_DIR}/generated")

configure_file("${PROJECT_SOURCE_DIR}/cmake/version.hpp.in" "${kith_generated_include}/kith/version.hpp" @ONLY)

file(GLOB kith_record_headers CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}/include"
    include/kith/records/*.hpp)
list(SORT kith_record_headers)
list(TRANSFORM kith_record_headers PREPEND "#include <")
list(TRANSFORM kith_record_headers APPEND ">")
list(JOIN kith_record_headers "\n" KITH_RECORD_INCLUDES)
configure_file("${PROJECT_SOURCE_DIR}/cmake/records.hpp.in" "${kith_generated_include}/kith/records.hpp" @ONLY)

file(GLOB kith_type_files CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}/src/records/types"
    src/records/types/*.cpp)
list(SORT kith_type_files)
list(LENGTH kith_type_files KITH_RECORD_TYPE_COUNT)
set(KITH_TYPE_DECLARATIONS "")
set(KITH_TYPE_ENTRIES "")
foreach(file IN LISTS kith_type_files)
    get_filename_component(name "${file}" NAME_WE)
    string(APPEND KITH_TYPE_DECLARATIONS "const RecordType& ${name}_type();\n")
    string(APPEND KITH_TYPE_ENTRIES "        &${name}_type(),\n")
endforeach()
configure_file("${PROJECT_SOURCE_DIR}/cmake/record_registry.cpp.in" "${kith_generated_dir}/record_registry.cpp" @ONLY)

# The numbers are checked now, so that a gap is a configure error; the text is embedded when a .sql changes.
file(GLOB kith_migration_files CONFIGURE_DEPENDS src/store/migrations/*.sql)
list(SORT kith_migration_files)
include(embed_migrations)
kith_check_migrations("${kith_migration_files}")
add_custom_command(
    OUTPUT "${kith_generated_dir}/migrations.cpp"
    COMMAND "${CMAKE_COMMAND}" "-DFOLDER=${PROJECT_SOURCE_DIR}/src/store/migrations"
            "-DOUTPUT=${kith_generated_dir}/migrations.cpp" -P "${PROJECT_SOURCE_DIR}/cmake/embed_migrations.cmake"
    DEPENDS ${kith_migration_files} cmake/embed_migrations.cmake
    COMMENT "Embedding the SQL migrations"
    VERBATIM)

set(kith_generated_sources "${kith_generated_dir}/record_registry.cpp" "${kith_generated_dir}/migrations.cpp")
