#pragma once
/// Private to viz: triangles with colours and normals for VTK.

#include "sim/city/geometry.hpp"
#include "viz/colour_map.hpp"

#include <vtkActor.h>
#include <vtkPolyData.h>
#include <vtkSmartPointer.h>

#include <array>
#include <cstdint>
#include <vector>

namespace hacthanh::viz::detail {

/// Collects triangles. Coordinates are relative to the scene's origin, so that single precision holds centimetres.
class ShapeBuilder {
public:
    struct Vertex {
        float x, y, z;
    };

    /// Adds a vertex of one face; faces do not share vertices where their normals differ.
    std::uint32_t add(Vertex point, Vertex normal, Colour colour);
    void triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c) { triangles_.insert(triangles_.end(), {a, b, c}); }

    /// A flat polygon with holes, facing up. Outlines that cannot be filled are left out.
    void flat(city::Polygon const& polygon, city::Point origin, double z, Colour colour);
    /// A line of constant width in the plane z, with mitred corners.
    void ribbon(city::Polyline const& axis, city::Point origin, double z, double width, Colour colour);
    /// Upright walls around a ring that runs counter-clockwise around what they enclose.
    void walls(city::Polyline const& ring, city::Point origin, double bottom, double top, Colour colour);
    /// A box on its bottom face, turned by a heading (clockwise from north), without its bottom.
    void box(Vertex bottom_centre, double heading_deg, double length, double width, double height, Colour colour);

    bool empty() const { return triangles_.empty(); }
    std::size_t n_triangles() const { return triangles_.size() / 3; }

    /// The triangles as VTK wants them: colours per point, normals when `lit`.
    vtkSmartPointer<vtkPolyData> build(bool lit) const;

private:
    std::vector<float> points_;
    std::vector<float> normals_;
    std::vector<std::uint8_t> colours_;
    std::vector<std::uint32_t> triangles_;
};

/// An actor for build(): colours as they are, shaded when `lit`.
vtkSmartPointer<vtkActor> make_shape_actor(bool lit);
void set_shape(vtkActor& actor, ShapeBuilder const& shape, bool lit);
/// Triangles of a polygon with holes: corners three by three. Empty when it cannot be filled.
std::vector<city::Point> triangulate(city::Polygon const& polygon);

}  // namespace hacthanh::viz::detail
