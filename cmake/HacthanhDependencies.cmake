# Everything from outside, all Debian packages (tools/packages.sh lists them).

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(TBB REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(EXPAT REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)  # sparse matrices of the linear transport
find_package(BZip2 REQUIRED)  # libosmium (headers only) unpacks .osm.bz2 with it
pkg_check_modules(proj REQUIRED IMPORTED_TARGET proj)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(cli11 REQUIRED IMPORTED_TARGET CLI11)
pkg_check_modules(nlohmann_json REQUIRED IMPORTED_TARGET nlohmann_json)
pkg_check_modules(gdal REQUIRED IMPORTED_TARGET gdal)
pkg_check_modules(geos REQUIRED IMPORTED_TARGET geos)
pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc)
pkg_check_modules(libdeflate REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(cbc REQUIRED IMPORTED_TARGET cbc)
set_target_properties(PkgConfig::cbc PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "")  # written as coin/...
pkg_check_modules(libcrypto REQUIRED IMPORTED_TARGET libcrypto)
# The serial HDF5: libvtk9-dev also brings the MPI headers, and plain FindHDF5 may take those.
pkg_check_modules(hdf5 REQUIRED IMPORTED_TARGET hdf5-serial)
find_library(HDF5_HL_LIBRARY hdf5_serial_hl REQUIRED)
target_link_libraries(PkgConfig::hdf5 INTERFACE ${HDF5_HL_LIBRARY})

# libsumo: the library and headers are in Debian's `sumo`, its CMake file in `sumo-tools`; the first is enough.
find_library(SUMO_LIBRARY sumocpp REQUIRED)
find_path(SUMO_INCLUDE_DIR libsumo/libsumo.h REQUIRED)
add_library(SUMO::libsumocpp SHARED IMPORTED)
set_target_properties(SUMO::libsumocpp PROPERTIES
  IMPORTED_LOCATION ${SUMO_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${SUMO_INCLUDE_DIR})

if(HACTHANH_WINDOW)  # before viz's own list, which VTK_LIBRARIES is to hold
  find_package(Qt5 REQUIRED COMPONENTS Widgets Test)
  find_package(VTK 9.1 REQUIRED COMPONENTS ChartsCore GUISupportQt RenderingContext2D RenderingContextOpenGL2 ViewsContext2D)
  set(HACTHANH_WINDOW_VTK ${VTK_LIBRARIES})
endif()
if(HACTHANH_VIZ)
  find_package(VTK 9.1 REQUIRED COMPONENTS
    CommonCore CommonDataModel CommonExecutionModel CommonTransforms FiltersCore FiltersFlowPaths FiltersGeneral
    FiltersModeling FiltersSources ImagingCore IOHDF IOImage IONetCDF RenderingCore RenderingOpenGL2 RenderingVolume
    RenderingVolumeOpenGL2 RenderingAnnotation RenderingFreeType)
  pkg_check_modules(egl REQUIRED IMPORTED_TARGET egl)
endif()
if(HACTHANH_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()
