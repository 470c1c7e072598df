# Compiler settings of every target, as the interface target hacthanh_compiler.
#
# -ffp-contract=off and no -ffast-math: the same bits from every build (docs/adr/0003-reproducible-bits.md).

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

add_library(hacthanh_compiler INTERFACE)
target_include_directories(hacthanh_compiler INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_compile_options(hacthanh_compiler INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -ffp-contract=off -fno-math-errno -fno-trapping-math
  $<$<STREQUAL:${CMAKE_SYSTEM_PROCESSOR},x86_64>:-march=x86-64-v2>)
# GCC 12 warns of overlaps in `const char* + std::string` that are none (bug 105651, mended in 13).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(hacthanh_compiler INTERFACE -Wno-restrict)
endif()
if(HACTHANH_CONTRACTS)
  target_compile_definitions(hacthanh_compiler INTERFACE HACTHANH_CONTRACTS)
endif()
if(HACTHANH_SANITIZE)
  target_compile_options(hacthanh_compiler INTERFACE -fsanitize=${HACTHANH_SANITIZE} -fno-omit-frame-pointer
                                                     -fno-sanitize-recover=all)
  target_link_options(hacthanh_compiler INTERFACE -fsanitize=${HACTHANH_SANITIZE})
endif()
