# cmake --install: headers, libraries, find_package(kith CONFIG) and pkg-config.
include(CMakePackageConfigHelpers)

set(kith_config_dir "${CMAKE_INSTALL_LIBDIR}/cmake/kith")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/kith" "${kith_generated_include}/kith"
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT development
    FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")

# One export file per flavour, so that a static consumer needs the libraries below kith and a shared one
# does not.
foreach(flavour static shared)
    if(TARGET kith_${flavour})
        install(TARGETS kith_${flavour} EXPORT kith-${flavour}
            RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT runtime
            LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT runtime NAMELINK_COMPONENT development
            ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development)
        install(EXPORT kith-${flavour} NAMESPACE kith:: DESTINATION "${kith_config_dir}" COMPONENT development)
    endif()
endforeach()

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/kithConfig.cmake.in"
    "${PROJECT_BINARY_DIR}/kithConfig.cmake" INSTALL_DESTINATION "${kith_config_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/kithConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/kithConfig.cmake" "${PROJECT_BINARY_DIR}/kithConfigVersion.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/Findutf8proc.cmake" "${PROJECT_SOURCE_DIR}/cmake/Findsodium.cmake"
    DESTINATION "${kith_config_dir}" COMPONENT development)

# pkg-config: what a static link needs is private, unless there is only a static library.
set(kith_pc_requires "fmt libutf8proc")
if(KITH_SQLITE_TARGET STREQUAL "SQLite::SQLite3")
    string(PREPEND kith_pc_requires "sqlite3 >= 3.37 ")
endif()
if(KITH_HAS_SODIUM)
    string(APPEND kith_pc_requires " libsodium")
endif()
set(kith_pc_libraries "-ldate-tz")
if(CMAKE_THREAD_LIBS_INIT)
    string(APPEND kith_pc_libraries " ${CMAKE_THREAD_LIBS_INIT}")
endif()
if(NOT Iconv_IS_BUILT_IN)
    string(APPEND kith_pc_libraries " -liconv")
endif()
set(KITH_PC_PRIVATE ".private")
set(KITH_PC_CFLAGS "")
if(NOT KITH_BUILD_SHARED)
    set(KITH_PC_PRIVATE "")
    set(KITH_PC_CFLAGS " -DKITH_STATIC")
endif()
file(RELATIVE_PATH KITH_PC_PREFIX "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
set(KITH_PC_REQUIRES "${kith_pc_requires}")
set(KITH_PC_LIBRARIES "${kith_pc_libraries}")
configure_file("${PROJECT_SOURCE_DIR}/cmake/kith.pc.in" "${PROJECT_BINARY_DIR}/kith.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/kith.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT development)
