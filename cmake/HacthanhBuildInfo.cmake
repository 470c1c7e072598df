# generated/hacthanh_build_info.inc: what sim/core/build_info.cpp knows of this build.

find_package(Git QUIET)
set(HACTHANH_COMMIT "unknown")
set(HACTHANH_DIRTY "false")
if(GIT_FOUND AND EXISTS ${PROJECT_SOURCE_DIR}/.git)
  execute_process(COMMAND ${GIT_EXECUTABLE} rev-parse HEAD WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    OUTPUT_VARIABLE HACTHANH_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE git_failed)
  if(git_failed)
    set(HACTHANH_COMMIT "unknown")
  else()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/.git/HEAD
                                                                   ${PROJECT_SOURCE_DIR}/.git/logs/HEAD)
    execute_process(COMMAND ${GIT_EXECUTABLE} status --porcelain --untracked-files=no
      WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE changes OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(changes)
      set(HACTHANH_DIRTY "true")
    endif()
  endif()
endif()
string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type_upper)
set(HACTHANH_FLAGS "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type_upper}} -ffp-contract=off")
configure_file(${PROJECT_SOURCE_DIR}/cmake/build_info.inc.in ${PROJECT_BINARY_DIR}/generated/hacthanh_build_info.inc)
