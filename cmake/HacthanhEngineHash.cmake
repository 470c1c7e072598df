# generated/hacthanh_engine_hash.inc: one hash of all sources that the numbers of a run come from, and of SUMO's library. The ids of a
# study's members hold it (app/hacthanh/study_plan.cpp): another report, picture or text leaves them as they are.
# Made at build time by running this file with -DSOURCES=..., -DROOT=... and -DOUTPUT=...
if(CMAKE_SCRIPT_MODE_FILE)
  set(all "")
  foreach(source ${SOURCES})
    file(SHA256 ${source} hash)
    file(RELATIVE_PATH name ${ROOT} ${source})
    string(APPEND all "${name} ${hash}\n")
  endforeach()
  string(SHA256 hash "${all}")
  file(WRITE ${OUTPUT} "constexpr auto engine_hash = \"${hash}\";\n")
  return()
endif()

file(GLOB_RECURSE engine_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sim/*.[ch]pp ${PROJECT_SOURCE_DIR}/io/*.[ch]pp
  ${PROJECT_SOURCE_DIR}/app/hacthanh-traffic/*.cpp ${PROJECT_SOURCE_DIR}/app/hacthanh/session.[ch]pp
  ${PROJECT_SOURCE_DIR}/app/hacthanh/session_run.cpp ${PROJECT_SOURCE_DIR}/app/hacthanh/measure_plan.[ch]pp
  ${PROJECT_SOURCE_DIR}/app/hacthanh/study_member.cpp)
list(FILTER engine_sources EXCLUDE REGEX "/io/(report|impact|study)/")  # read results, or keep the folder
set(engine_hash_script ${CMAKE_CURRENT_LIST_FILE})
set(engine_hash ${PROJECT_BINARY_DIR}/generated/hacthanh_engine_hash.inc)
add_custom_command(OUTPUT ${engine_hash}
  COMMAND ${CMAKE_COMMAND} "-DSOURCES=${engine_sources};${SUMO_LIBRARY}" -DROOT=${PROJECT_SOURCE_DIR} -DOUTPUT=${engine_hash}
    -P ${engine_hash_script}
  DEPENDS ${engine_sources} ${engine_hash_script} VERBATIM)
