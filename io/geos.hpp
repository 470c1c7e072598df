#pragma once
/// Polygon operations (GEOS): handles that free themselves, errors as exceptions. For `io` and the folders below it.

#include "sim/city/geometry.hpp"

#include <geos_c.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io {

struct DestroyGeometry {
    GEOSContextHandle_t context = nullptr;
    void operator()(GEOSGeometry* geometry) const { GEOSGeom_destroy_r(context, geometry); }
};
using Geometry = std::unique_ptr<GEOSGeometry, DestroyGeometry>;

/// A context of GEOS. One thread at a time; make one per thread. Geometries must die before it.
class Geos {
public:
    Geos();
    ~Geos();
    Geos(Geos const&) = delete;
    Geos& operator=(Geos const&) = delete;

    /// Rings with fewer than three points are left out; an outer one with fewer gives an empty polygon.
    Geometry polygon(city::Polygon const& polygon) const;
    /// All parts as one geometry, not united.
    Geometry collection(std::vector<city::Polygon> const& parts) const;
    /// The polygons of any geometry (lines and points are left out), each outer ring counter-clockwise, holes
    /// clockwise.
    std::vector<city::Polygon> polygons(GEOSGeometry const& geometry) const;

    Geometry make_valid(GEOSGeometry const& geometry) const;
    Geometry difference(GEOSGeometry const& a, GEOSGeometry const& b) const;
    Geometry intersection(GEOSGeometry const& a, GEOSGeometry const& b) const;
    Geometry unite(GEOSGeometry const& geometry) const;  ///< union of the parts of a collection
    Geometry buffer(GEOSGeometry const& geometry, double distance_m) const;
    Geometry copy(GEOSGeometry const& geometry) const;
    Geometry line(city::Polyline const& points) const;
    Geometry point(city::Point p) const;
    double length(GEOSGeometry const& geometry) const;  ///< [m]
    double area(GEOSGeometry const& geometry) const;    ///< [m2]
    bool valid(GEOSGeometry const& geometry) const;
    bool intersects(GEOSGeometry const& a, GEOSGeometry const& b) const;
    /// Any shape as valid polygons that do not overlap.
    struct Mended {
        std::vector<city::Polygon> parts;
        bool was_valid = true;
    };
    /// @param clip  keep only what lies in it. Nothing where GEOS gives up.
    std::optional<Mended> mend(std::vector<city::Polygon> const& parts,
                               std::optional<city::Polygon> const& clip = std::nullopt) const;
    /// Why a geometry is not valid and where, in GEOS' words.
    std::string reason(GEOSGeometry const& geometry) const;
    GEOSContextHandle_t handle() const { return context_; }

private:
    Geometry own(GEOSGeometry* geometry, char const* what) const;
    void gather(GEOSGeometry const& geometry, std::vector<city::Polygon>& found) const;
    city::Polyline ring(GEOSGeometry const& ring, bool counter_clockwise) const;

    GEOSContextHandle_t context_;
    mutable std::string message_;
};

/// Finds geometries by their bounding boxes. Borrows what is inserted.
class GeometryIndex {
public:
    GeometryIndex(Geos const& geos, std::vector<Geometry> const& geometries);
    ~GeometryIndex();
    GeometryIndex(GeometryIndex const&) = delete;
    GeometryIndex& operator=(GeometryIndex const&) = delete;

    /// Indices of the geometries whose boxes meet the box of `probe`, ascending.
    std::vector<std::size_t> near(GEOSGeometry const& probe) const;

private:
    Geos const& geos_;
    GEOSSTRtree* tree_;
};

}  // namespace hacthanh::io
