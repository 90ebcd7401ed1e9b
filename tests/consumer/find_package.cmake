# A project that calls find_package(kith CONFIG) on the installed tree.
include("${CMAKE_CURRENT_LIST_DIR}/run.cmake")
file(REMOVE_RECURSE "${SCRATCH}")
run("${CMAKE_COMMAND}" -S "${HERE}/project" -B "${SCRATCH}" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${COMPILER}"
    "-DCMAKE_BUILD_TYPE=${BUILD_TYPE}" "-DCMAKE_PREFIX_PATH=${PREFIX}" "-DCOMPONENT=${COMPONENT}")
run("${CMAKE_COMMAND}" --build "${SCRATCH}")
run("${SCRATCH}/consumer")
