# Debian 12 packages by purpose, sourced by ./do.
# shellcheck shell=bash disable=SC2034

packages_build=(
    g++ cmake ninja-build ccache git pkg-config        # compiler and build
    sumo sumo-tools                                    # traffic simulation, libsumo, netconvert
    libtbb-dev libfmt-dev libspdlog-dev                # threads, text, log
    libjemalloc-dev                                    # SUMO allocates much: a tenth to a fifth of its time saved
    libeigen3-dev                                      # sparse matrices of the linear transport
    coinor-libcbc-dev                                  # packages of measures: choices of 0 or 1
    libhdf5-dev libdeflate-dev                         # results (serial HDF5), their compression
    libtomlplusplus-dev libcli11-dev nlohmann-json3-dev # scenario files, command line, JSON
    libgdal-dev libgeos-dev                            # cities: GIS files, polygon operations
    libosmium2-dev libbz2-dev                          # cities: OpenStreetMap files
    libharfbuzz-dev fonts-liberation2                  # reports: letters that travel inside the file
    libexpat1-dev zlib1g-dev libproj-dev libssl-dev    # SUMO's XML, projections, hashes
)
packages_viz=(
    libvtk9-dev                                        # pictures
    libvtk9-qt-dev qtbase5-dev                         # the window
    libegl-dev libegl1 libgl1-mesa-dri                 # pictures without a display
    libfreetype-dev fonts-dejavu-core                  # Vietnamese letters
    ffmpeg                                             # films of frames
)
packages_tools=(
    hdf5-tools netcdf-bin gdal-bin                     # what users and checks open result files with
)
packages_test=(libgtest-dev libgmock-dev python3
    xvfb                                               # the window without a display
    slurmctld slurmd slurm-client munge                # studies on a cluster of one machine
    python3-netcdf4 python3-h5py)                      # merged studies as scientists read them
# xarray and netCDF4 read results as scientists do; matplotlib and nbconvert run the notebook of docs/user; QGIS and ParaView
# (whose Python modules cannot be installed beside VTK's: the test unpacks them)
packages_readers=(python3-xarray python3-netcdf4 python3-matplotlib python3-nbconvert python3-ipykernel python3-vtk9 python3-gdal
    python3-qgis qgis-providers paraview)
packages_browser=(chromium poppler-utils)              # reports as readers open and print them
command -v npm >/dev/null || packages_browser+=(nodejs npm)  # npm fetches what checks pages: axe-core, html-validate
packages_lint=(clang-format clang-tidy python3)
packages_fuzz=(clang libclang-rt-dev)
