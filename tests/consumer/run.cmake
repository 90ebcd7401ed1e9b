# run(command...): shows the command's output and stops when it fails.
function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "'${ARGN}' ended with ${status}")
    endif()
endfunction()
