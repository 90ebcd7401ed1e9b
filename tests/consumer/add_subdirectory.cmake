# A project that has kith's source inside. Its build tree is kept, so that only changes are compiled again;
# unoptimised, because it is compiled to see that it compiles.
include("${CMAKE_CURRENT_LIST_DIR}/run.cmake")
run("${CMAKE_COMMAND}" -S "${HERE}/embed" -B "${SCRATCH}" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${COMPILER}"
    -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O0 "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}" "-DROOT=${ROOT}")
run("${CMAKE_COMMAND}" --build "${SCRATCH}" --parallel 2)
run("${SCRATCH}/consumer")
