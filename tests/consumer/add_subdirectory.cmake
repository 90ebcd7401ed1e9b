# A project that has kith's source inside. Its build tree is kept, so that only changes are compiled again, and it is
# compiled as this build was: ccache then has the sources that are compiled alone. Compiling the whole library once more takes
# minutes, so `make test` compiles that project's own source, with what kith generates, and KITH_CONSUMER=all (`make consumer`) everything.
include("${CMAKE_CURRENT_LIST_DIR}/run.cmake")
run("${CMAKE_COMMAND}" -S "${HERE}/embed" -B "${SCRATCH}" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${COMPILER}"
    "-DCMAKE_BUILD_TYPE=${BUILD_TYPE}" "-DCMAKE_CXX_FLAGS_DEBUG=${DEBUG_FLAGS}" "-DKITH_WERROR=${WERROR}"
    "-DKITH_LIBRARY_OPTIONS=${OPTIONS}" "-DKITH_UNITY=${UNITY}" "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}" "-DROOT=${ROOT}")
if("$ENV{KITH_CONSUMER}" STREQUAL "all")
    run("${CMAKE_COMMAND}" --build "${SCRATCH}" --parallel 2)
    run("${SCRATCH}/consumer")
else()
    run("${CMAKE_COMMAND}" --build "${SCRATCH}" --target consumer_object)
endif()
