# Runs one program (EXAMPLE), or a script (SCRIPT) about it, in an empty folder (WORK), and fails when
# it fails. A shell script finds these in its environment:
#   EXAMPLE  the executable      SOURCE  the example's own folder
#   WORK     the empty folder    KITH    the command line `kith`, where it is built
file(REMOVE_RECURSE "${WORK}")
file(MAKE_DIRECTORY "${WORK}")
set(ENV{EXAMPLE} "${EXAMPLE}")
set(ENV{SOURCE} "${SOURCE}")
set(ENV{WORK} "${WORK}")
set(ENV{KITH} "${KITH}")
set(command "${EXAMPLE}")
if(SCRIPT MATCHES "\\.cmake$")
    set(command "${CMAKE_COMMAND}" "-DEXAMPLE=${EXAMPLE}" "-DSOURCE=${SOURCE}" "-DWORK=${WORK}" "-DKITH=${KITH}"
        -P "${SCRIPT}")
elseif(SCRIPT)
    set(command bash "${SCRIPT}")
endif()
execute_process(COMMAND ${command} WORKING_DIRECTORY "${WORK}" RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "${command} ended with ${status}")
endif()
