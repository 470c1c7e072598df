#pragma once
/// GDAL and OGR as this project uses them; for `io` and the folders below it.

#include "sim/city/city.hpp"

#include <gdal_priv.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>

#include <filesystem>
#include <memory>
#include <string>

namespace hacthanh::io {

/// Gathers what GDAL complains of on this thread while it lives, so that nothing is printed and errors can quote it.
class GisMessages {
public:
    GisMessages();
    ~GisMessages();
    GisMessages(GisMessages const&) = delete;
    GisMessages& operator=(GisMessages const&) = delete;

    /// The last error or warning; "" when there was none.
    std::string const& last() const { return last_; }
    std::size_t n_warnings() const { return n_warnings_; }

private:
    static void CPL_STDCALL collect(CPLErr level, CPLErrorNum code, char const* text);
    std::string last_;
    std::size_t n_warnings_ = 0;
};

using GisDataset = std::unique_ptr<GDALDataset, GDALDatasetUniquePtrDeleter>;

/// Opens a file of footprints, areas, people. Throws InputError when GDAL cannot.
GisDataset open_vector(std::filesystem::path const& file);

/// Opens a raster. Throws InputError when GDAL cannot.
GisDataset open_raster(std::filesystem::path const& file);

/// A reference system from PROJ parameters or "EPSG:…", always x before y. "" gives a plane in metres without a place.
/// Throws InputError when PROJ does not understand the text. @param where  named in the message
OGRSpatialReference make_reference(std::string const& crs, std::string const& where);

/// True when both systems give every point of `extent` (in `a`) the same coordinates to a centimetre.
bool same_coordinates(OGRSpatialReference const& a, OGRSpatialReference const& b, OGREnvelope const& extent);

/// OGR's polygon with every coordinate moved by `shift`. No check of validity.
city::Polygon to_polygon(OGRPolygon const& polygon, city::Point shift = {});

/// The reverse: coordinates moved by `shift`, rings closed.
std::unique_ptr<OGRPolygon> to_ogr(city::Polygon const& polygon, city::Point shift = {});

}  // namespace hacthanh::io
