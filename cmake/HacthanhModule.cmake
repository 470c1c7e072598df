# The one way to make a target.

# hacthanh_add_module(FOLDER DEPS <folder>... LIBRARIES <target>...)
#
# Makes the static library hacthanh::<folder with _> from all *.cpp of FOLDER (and FOLDER/detail), or an
# interface library where there are none. DEPS are project folders, as in tools/layers.toml.
function(hacthanh_add_module folder)
  cmake_parse_arguments(PARSE_ARGV 1 module "" "" "DEPS;LIBRARIES")
  hacthanh_target_name(${folder} name)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp ${PROJECT_SOURCE_DIR}/${folder}/detail/*.cpp)
  if(sources)
    add_library(${name} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  string(REPLACE "hacthanh_" "hacthanh::" alias ${name})
  add_library(${alias} ALIAS ${name})
  target_link_libraries(${name} ${scope} hacthanh_compiler ${module_LIBRARIES})
  foreach(dep IN LISTS module_DEPS)
    hacthanh_target_name(${dep} dep_name)
    target_link_libraries(${name} ${scope} ${dep_name})
  endforeach()
endfunction()

# hacthanh_add_program(NAME FOLDER <folder>|SOURCES <file>... DEPS <folder>... LIBRARIES <target>...)
function(hacthanh_add_program name)
  cmake_parse_arguments(PARSE_ARGV 1 program "" "" "SOURCES;DEPS;LIBRARIES")
  add_executable(${name} ${program_SOURCES})
  target_link_libraries(${name} PRIVATE hacthanh_compiler ${program_LIBRARIES})
  foreach(dep IN LISTS program_DEPS)
    hacthanh_target_name(${dep} dep_name)
    target_link_libraries(${name} PRIVATE ${dep_name})
  endforeach()
endfunction()

# hacthanh_add_tests(KIND FOLDER DEPS <folder>... LIBRARIES <target>... [TIMEOUT seconds] [PROPERTIES ...] [SOURCES ...])
#
# One GoogleTest program from tests/KIND/FOLDER/*.cpp and SOURCES, labelled KIND in CTest. Tests find the built programs and the
# repository through the definitions below.
function(hacthanh_add_tests kind folder)
  cmake_parse_arguments(PARSE_ARGV 2 tests "" "TIMEOUT" "DEPS;LIBRARIES;PROPERTIES;SOURCES")
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${kind}/${folder}/*.cpp)
  list(APPEND sources ${tests_SOURCES})
  if(NOT sources)
    return()
  endif()
  string(REPLACE "/" "_" suffix ${folder})
  set(name hacthanh_${kind}_${suffix})
  hacthanh_add_program(${name} SOURCES ${sources} DEPS ${tests_DEPS}
    LIBRARIES ${tests_LIBRARIES} hacthanh_test_support GTest::gmock_main)
  set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
  add_dependencies(hacthanh_tests ${name})
  target_compile_definitions(${name} PRIVATE
    HACTHANH_SOURCE_DIR="${PROJECT_SOURCE_DIR}" HACTHANH_BINARY_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  if(NOT tests_TIMEOUT)
    set(tests_TIMEOUT 120)
  endif()
  set(environment "")
  if(HACTHANH_SANITIZE MATCHES "thread")
    set(environment ENVIRONMENT "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/races.txt")
  elseif(HACTHANH_SANITIZE MATCHES "address")  # HDF5 and GDAL lose memory when they refuse damaged files
    set(environment ENVIRONMENT "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/fuzz/leaks.txt:print_suppressions=0")
  endif()
  gtest_discover_tests(${name} TEST_PREFIX "${kind}/" DISCOVERY_TIMEOUT 60 DISCOVERY_MODE PRE_TEST
    PROPERTIES LABELS ${kind} TIMEOUT ${tests_TIMEOUT} ${environment} ${tests_PROPERTIES})
endfunction()

function(hacthanh_target_name folder result)
  string(REGEX REPLACE "^sim/" "" short ${folder})
  string(REPLACE "/" "_" short ${short})
  set(${result} hacthanh_${short} PARENT_SCOPE)
endfunction()
