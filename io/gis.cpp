#include "io/gis.hpp"

#include "sim/core/error.hpp"

#include <cpl_error.h>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <mutex>

namespace hacthanh::io {
namespace {

void register_drivers() {
    static std::once_flag once;
    std::call_once(once, [] { GDALAllRegister(); });
}

GisDataset open(std::filesystem::path const& file, unsigned kind, std::string_view wanted) {
    register_drivers();
    std::error_code ignored;
    bool const is_part = file.native().starts_with("NETCDF:");  // GDAL's name of a variable in a file
    validate(is_part || std::filesystem::exists(file, ignored), file.string(), "file not found");
    GisMessages const messages;
    GisDataset dataset(GDALDataset::Open(file.c_str(), kind | GDAL_OF_READONLY));
    validate(dataset != nullptr, file.string(),
             fmt::format("cannot be read as {}{}{}", wanted, messages.last().empty() ? "" : ": ", messages.last()),
             "check the file with ogrinfo or gdalinfo");
    return dataset;
}

city::Polyline to_ring(OGRLinearRing const& ring, city::Point shift) {
    city::Polyline points;
    int n = ring.getNumPoints();
    if (n > 1 && ring.getX(0) == ring.getX(n - 1) && ring.getY(0) == ring.getY(n - 1)) --n;
    points.reserve(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) points.push_back({ring.getX(i) + shift.x, ring.getY(i) + shift.y});
    return points;
}

std::unique_ptr<OGRLinearRing> to_ogr_ring(city::Polyline const& points, city::Point shift) {
    auto ring = std::make_unique<OGRLinearRing>();
    ring->setNumPoints(static_cast<int>(points.size()), FALSE);
    for (std::size_t i = 0; i < points.size(); ++i)
        ring->setPoint(static_cast<int>(i), points[i].x + shift.x, points[i].y + shift.y);
    ring->closeRings();
    return ring;
}

}  // namespace

GisMessages::GisMessages() { CPLPushErrorHandlerEx(collect, this); }
GisMessages::~GisMessages() {
    CPLPopErrorHandler();
    CPLErrorReset();
}

void CPL_STDCALL GisMessages::collect(CPLErr level, CPLErrorNum /*code*/, char const* text) {
    auto& self = *static_cast<GisMessages*>(CPLGetErrorHandlerUserData());
    if (level < CE_Warning) return;
    self.last_ = text;
    if (level == CE_Warning) ++self.n_warnings_;
}

GisDataset open_vector(std::filesystem::path const& file) { return open(file, GDAL_OF_VECTOR, "a vector file"); }
GisDataset open_raster(std::filesystem::path const& file) { return open(file, GDAL_OF_RASTER, "a raster"); }

OGRSpatialReference make_reference(std::string const& crs, std::string const& where) {
    GisMessages const messages;
    OGRSpatialReference reference;
    if (crs.empty()) {
        reference.SetLocalCS("Undefined Cartesian SRS");
        reference.SetLinearUnits("metre", 1.0);
    } else {
        validate(reference.SetFromUserInput(crs.c_str(), OGRSpatialReference::SET_FROM_USER_INPUT_LIMITATIONS_get()) ==
                     OGRERR_NONE,
                 where, fmt::format("PROJ does not understand the projection \"{}\"", crs),
                 "write PROJ parameters or an EPSG code such as EPSG:32648");
    }
    reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return reference;
}

bool same_coordinates(OGRSpatialReference const& a, OGRSpatialReference const& b, OGREnvelope const& extent) {
    if (a.IsLocal() != 0 || b.IsLocal() != 0) return a.IsLocal() != 0 && b.IsLocal() != 0;
    if (a.IsGeographic() != b.IsGeographic()) return false;
    GisMessages const messages;
    std::unique_ptr<OGRCoordinateTransformation> const transformation(OGRCreateCoordinateTransformation(&a, &b));
    if (transformation == nullptr) return false;
    std::array<double, 5> x = {extent.MinX, extent.MaxX, extent.MinX, extent.MaxX, (extent.MinX + extent.MaxX) / 2};
    std::array<double, 5> y = {extent.MinY, extent.MinY, extent.MaxY, extent.MaxY, (extent.MinY + extent.MaxY) / 2};
    auto const x0 = x;
    auto const y0 = y;
    if (transformation->Transform(static_cast<int>(x.size()), x.data(), y.data()) == FALSE) return false;
    double const tolerance = a.IsGeographic() != 0 ? 1e-7 : 0.01;  // a centimetre
    for (std::size_t i = 0; i < x.size(); ++i)
        if (!(std::abs(x[i] - x0[i]) < tolerance && std::abs(y[i] - y0[i]) < tolerance)) return false;
    return true;
}

city::Polygon to_polygon(OGRPolygon const& polygon, city::Point shift) {
    city::Polygon result;
    auto const* const outer = polygon.getExteriorRing();
    if (outer == nullptr) return result;
    result.outer = to_ring(*outer, shift);
    for (int i = 0; i < polygon.getNumInteriorRings(); ++i)
        result.holes.push_back(to_ring(*polygon.getInteriorRing(i), shift));
    return result;
}

std::unique_ptr<OGRPolygon> to_ogr(city::Polygon const& polygon, city::Point shift) {
    auto result = std::make_unique<OGRPolygon>();
    result->addRingDirectly(to_ogr_ring(polygon.outer, shift).release());
    for (auto const& hole : polygon.holes) result->addRingDirectly(to_ogr_ring(hole, shift).release());
    return result;
}

}  // namespace hacthanh::io
