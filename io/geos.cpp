#include "io/geos.hpp"

#include "sim/core/error.hpp"

#include <algorithm>
#include <cstdint>

namespace hacthanh::io {
namespace {

void keep_message(char const* text, void* message) { *static_cast<std::string*>(message) = text; }

}  // namespace

Geos::Geos() : context_(GEOS_init_r()) {
    if (context_ == nullptr) throw std::bad_alloc();
    GEOSContext_setErrorMessageHandler_r(context_, keep_message, &message_);
    GEOSContext_setNoticeMessageHandler_r(context_, keep_message, &message_);
}
Geos::~Geos() { GEOS_finish_r(context_); }

Geometry Geos::own(GEOSGeometry* geometry, char const* what) const {
    if (geometry == nullptr) throw RunError(std::string("geometry: ") + what + " failed: " + message_);
    return {geometry, DestroyGeometry{context_}};
}

namespace {

GEOSGeometry* make_ring(GEOSContextHandle_t context, city::Polyline const& points) {
    auto const n = static_cast<unsigned>(points.size());
    GEOSCoordSequence* const sequence = GEOSCoordSeq_create_r(context, n + 1, 2);
    for (unsigned i = 0; i <= n; ++i) {
        city::Point const p = points[i % n];
        GEOSCoordSeq_setXY_r(context, sequence, i, p.x, p.y);
    }
    return GEOSGeom_createLinearRing_r(context, sequence);  // takes the sequence
}

}  // namespace

Geometry Geos::polygon(city::Polygon const& polygon) const {
    if (polygon.outer.size() < 3) return own(GEOSGeom_createEmptyPolygon_r(context_), "an empty polygon");
    Geometry outer = own(make_ring(context_, polygon.outer), "a ring");
    std::vector<GEOSGeometry*> holes;
    for (auto const& hole : polygon.holes)
        if (hole.size() >= 3) holes.push_back(own(make_ring(context_, hole), "a ring").release());
    return own(GEOSGeom_createPolygon_r(context_, outer.release(), holes.data(), static_cast<unsigned>(holes.size())),
               "a polygon");
}

Geometry Geos::collection(std::vector<city::Polygon> const& parts) const {
    std::vector<GEOSGeometry*> polygons;
    for (auto const& part : parts) polygons.push_back(polygon(part).release());
    return own(GEOSGeom_createCollection_r(context_, GEOS_GEOMETRYCOLLECTION, polygons.data(),
                                           static_cast<unsigned>(polygons.size())),
               "a collection");
}

city::Polyline Geos::ring(GEOSGeometry const& ring, bool counter_clockwise) const {
    GEOSCoordSequence const* const sequence = GEOSGeom_getCoordSeq_r(context_, &ring);
    unsigned size = 0;
    GEOSCoordSeq_getSize_r(context_, sequence, &size);
    city::Polyline points(size > 0 ? size - 1 : 0);  // the last point repeats the first
    for (unsigned i = 0; i < points.size(); ++i)
        GEOSCoordSeq_getXY_r(context_, sequence, i, &points[i].x, &points[i].y);
    char is_counter_clockwise = 0;
    GEOSCoordSeq_isCCW_r(context_, sequence, &is_counter_clockwise);
    if ((is_counter_clockwise == 1) != counter_clockwise) std::reverse(points.begin(), points.end());
    return points;
}

void Geos::gather(GEOSGeometry const& geometry, std::vector<city::Polygon>& found) const {
    int const kind = GEOSGeomTypeId_r(context_, &geometry);
    if (GEOSisEmpty_r(context_, &geometry) == 1) return;
    if (kind == GEOS_POLYGON) {
        city::Polygon polygon{ring(*GEOSGetExteriorRing_r(context_, &geometry), true), {}};
        for (int i = 0; i < GEOSGetNumInteriorRings_r(context_, &geometry); ++i)
            polygon.holes.push_back(ring(*GEOSGetInteriorRingN_r(context_, &geometry, i), false));
        found.push_back(std::move(polygon));
    } else if (kind == GEOS_MULTIPOLYGON || kind == GEOS_GEOMETRYCOLLECTION) {
        for (int i = 0; i < GEOSGetNumGeometries_r(context_, &geometry); ++i)
            gather(*GEOSGetGeometryN_r(context_, &geometry, i), found);
    }
}

std::vector<city::Polygon> Geos::polygons(GEOSGeometry const& geometry) const {
    std::vector<city::Polygon> found;
    gather(geometry, found);
    return found;
}

Geometry Geos::make_valid(GEOSGeometry const& geometry) const {
    return own(GEOSMakeValid_r(context_, &geometry), "repair");
}
Geometry Geos::difference(GEOSGeometry const& a, GEOSGeometry const& b) const {
    return own(GEOSDifference_r(context_, &a, &b), "difference");
}
Geometry Geos::intersection(GEOSGeometry const& a, GEOSGeometry const& b) const {
    return own(GEOSIntersection_r(context_, &a, &b), "intersection");
}
Geometry Geos::unite(GEOSGeometry const& geometry) const { return own(GEOSUnaryUnion_r(context_, &geometry), "union"); }
Geometry Geos::buffer(GEOSGeometry const& geometry, double distance_m) const {
    constexpr int segments_per_quarter = 2;
    return own(GEOSBuffer_r(context_, &geometry, distance_m, segments_per_quarter), "buffer");
}

Geometry Geos::copy(GEOSGeometry const& geometry) const { return own(GEOSGeom_clone_r(context_, &geometry), "a copy"); }

Geometry Geos::line(city::Polyline const& points) const {
    GEOSCoordSequence* const sequence = GEOSCoordSeq_create_r(context_, static_cast<unsigned>(points.size()), 2);
    for (unsigned i = 0; i < points.size(); ++i) GEOSCoordSeq_setXY_r(context_, sequence, i, points[i].x, points[i].y);
    return own(GEOSGeom_createLineString_r(context_, sequence), "a line");
}

Geometry Geos::point(city::Point p) const { return own(GEOSGeom_createPointFromXY_r(context_, p.x, p.y), "a point"); }

double Geos::length(GEOSGeometry const& geometry) const {
    double value = 0;
    GEOSLength_r(context_, &geometry, &value);
    return value;
}

double Geos::area(GEOSGeometry const& geometry) const {
    double value = 0;
    GEOSArea_r(context_, &geometry, &value);
    return value;
}

bool Geos::valid(GEOSGeometry const& geometry) const { return GEOSisValid_r(context_, &geometry) == 1; }
bool Geos::intersects(GEOSGeometry const& a, GEOSGeometry const& b) const {
    return GEOSIntersects_r(context_, &a, &b) == 1;
}

std::optional<Geos::Mended> Geos::mend(std::vector<city::Polygon> const& parts,
                                       std::optional<city::Polygon> const& clip) const {
    try {
        Geometry shape = collection(parts);
        bool const was_valid = valid(*shape);
        if (!was_valid) shape = make_valid(*shape);
        shape = unite(*shape);
        if (clip) shape = intersection(*shape, *polygon(*clip));
        return Mended{polygons(*shape), was_valid};
    } catch (RunError const&) {
        return std::nullopt;
    }
}

std::string Geos::reason(GEOSGeometry const& geometry) const {
    char* const text = GEOSisValidReason_r(context_, &geometry);
    std::string reason = text == nullptr ? "" : text;
    GEOSFree_r(context_, text);
    return reason;
}

GeometryIndex::GeometryIndex(Geos const& geos, std::vector<Geometry> const& geometries)
    : geos_(geos), tree_(GEOSSTRtree_create_r(geos.handle(), 10)) {
    if (tree_ == nullptr) throw std::bad_alloc();
    for (std::size_t i = 0; i < geometries.size(); ++i)
        if (geometries[i] != nullptr && GEOSisEmpty_r(geos.handle(), geometries[i].get()) != 1)
            // The tree keeps an opaque pointer per geometry: its index plus one, never followed.
            GEOSSTRtree_insert_r(geos.handle(), tree_, geometries[i].get(),
                                 reinterpret_cast<void*>(static_cast<std::uintptr_t>(i + 1)));
}
GeometryIndex::~GeometryIndex() { GEOSSTRtree_destroy_r(geos_.handle(), tree_); }

std::vector<std::size_t> GeometryIndex::near(GEOSGeometry const& probe) const {
    std::vector<std::size_t> found;
    if (GEOSisEmpty_r(geos_.handle(), &probe) == 1) return found;
    GEOSSTRtree_query_r(
        geos_.handle(), tree_, &probe,
        [](void* item, void* list) {
            static_cast<std::vector<std::size_t>*>(list)->push_back(reinterpret_cast<std::uintptr_t>(item) - 1);
        },
        &found);
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace hacthanh::io
