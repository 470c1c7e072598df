#include "viz/detail/shape_builder.hpp"

#include <vtkCellArray.h>
#include <vtkContourTriangulator.h>
#include <vtkFloatArray.h>
#include <vtkIdList.h>
#include <vtkIdTypeArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyDataMapper.h>
#include <vtkPolygon.h>
#include <vtkProperty.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::viz::detail {
namespace {

constexpr ShapeBuilder::Vertex up{0, 0, 1};

/// Sharper corners of a ribbon are cut off: their mitre would reach further than this many half widths.
constexpr double longest_mitre = 2.5;

std::vector<city::Point> triangulate_ring(city::Polyline const& ring) {
    vtkNew<vtkPolygon> polygon;
    for (city::Point point : ring) {
        polygon->GetPointIds()->InsertNextId(polygon->GetPoints()->InsertNextPoint(point.x, point.y, 0));
    }
    vtkNew<vtkIdList> corners;
    if (polygon->Triangulate(corners) == 0) return {};
    std::vector<city::Point> triangles;
    for (vtkIdType i = 0; i < corners->GetNumberOfIds(); ++i)
        triangles.push_back(ring[static_cast<std::size_t>(corners->GetId(i))]);
    return triangles;
}

std::vector<city::Point> triangulate_with_holes(city::Polygon const& polygon) {
    vtkNew<vtkPoints> points;
    points->SetDataTypeToDouble();
    vtkNew<vtkCellArray> lines;
    auto const add = [&](city::Polyline const& ring) {
        vtkIdType const first = points->GetNumberOfPoints();
        for (city::Point point : ring) points->InsertNextPoint(point.x, point.y, 0);
        lines->InsertNextCell(static_cast<int>(ring.size()) + 1);
        for (std::size_t i = 0; i <= ring.size(); ++i)
            lines->InsertCellPoint(first + static_cast<vtkIdType>(i % ring.size()));
    };
    add(polygon.outer);
    for (auto const& hole : polygon.holes) add(hole);
    vtkNew<vtkPolyData> outline;
    outline->SetPoints(points);
    outline->SetLines(lines);
    vtkNew<vtkContourTriangulator> triangulator;
    triangulator->SetInputData(outline);
    triangulator->Update();
    std::vector<city::Point> triangles;
    vtkNew<vtkIdList> corners;
    vtkPolyData* const filled = triangulator->GetOutput();
    for (vtkIdType cell = 0; cell < filled->GetNumberOfCells(); ++cell) {
        filled->GetCellPoints(cell, corners);
        for (vtkIdType i = 0; i < corners->GetNumberOfIds(); ++i) {
            std::array<double, 3> place{};
            filled->GetPoint(corners->GetId(i), place.data());
            triangles.push_back({place[0], place[1]});
        }
    }
    return triangles;
}

}  // namespace

std::vector<city::Point> triangulate(city::Polygon const& polygon) {
    if (polygon.outer.size() < 3) return {};
    // Near the origin: VTK's tolerances are absolute.
    city::Point const origin = polygon.outer.front();
    city::Polygon near = polygon;
    auto const move = [&](city::Polyline& ring) {
        for (city::Point& point : ring) point = {point.x - origin.x, point.y - origin.y};
    };
    move(near.outer);
    for (auto& hole : near.holes) move(hole);
    std::erase_if(near.holes, [](city::Polyline const& hole) { return hole.size() < 3; });
    auto triangles = near.holes.empty() ? triangulate_ring(near.outer) : triangulate_with_holes(near);
    for (city::Point& point : triangles) point = {point.x + origin.x, point.y + origin.y};
    return triangles;
}

std::uint32_t ShapeBuilder::add(Vertex point, Vertex normal, Colour colour) {
    points_.insert(points_.end(), {point.x, point.y, point.z});
    normals_.insert(normals_.end(), {normal.x, normal.y, normal.z});
    colours_.insert(colours_.end(), {colour.red, colour.green, colour.blue, colour.alpha});
    return static_cast<std::uint32_t>(points_.size() / 3 - 1);
}

void ShapeBuilder::flat(city::Polygon const& polygon, city::Point origin, double z, Colour colour) {
    auto const corners = triangulate(polygon);
    for (std::size_t i = 0; i + 2 < corners.size(); i += 3) {
        std::array<std::uint32_t, 3> ids{};
        for (std::size_t c = 0; c < 3; ++c)
            ids[c] = add({static_cast<float>(corners[i + c].x - origin.x),
                          static_cast<float>(corners[i + c].y - origin.y), static_cast<float>(z)},
                         up, colour);
        triangle(ids[0], ids[1], ids[2]);
    }
}

void ShapeBuilder::ribbon(city::Polyline const& axis, city::Point origin, double z, double width, Colour colour) {
    city::Polyline line;
    for (city::Point point : axis)
        if (line.empty() || std::hypot(point.x - line.back().x, point.y - line.back().y) > 1e-3) line.push_back(point);
    if (line.size() < 2) return;
    double const half = width / 2;
    std::uint32_t left_before = 0;
    std::uint32_t right_before = 0;
    auto const normal_of = [&](std::size_t i) {
        double const dx = line[i + 1].x - line[i].x;
        double const dy = line[i + 1].y - line[i].y;
        double const length = std::hypot(dx, dy);
        return city::Point{-dy / length, dx / length};
    };
    for (std::size_t i = 0; i < line.size(); ++i) {
        city::Point const before = normal_of(i == 0 ? 0 : i - 1);
        city::Point const after = normal_of(i + 1 == line.size() ? i - 1 : i);
        double const share = 1 + before.x * after.x + before.y * after.y;  // 1 + cos of the turn
        double const scale = share > 1e-6 ? std::min(1 / share, longest_mitre / 2) : longest_mitre / 2;
        double const dx = (before.x + after.x) * scale * half;
        double const dy = (before.y + after.y) * scale * half;
        auto const vertex = [&](double side) {
            return add({static_cast<float>(line[i].x - origin.x + side * dx),
                        static_cast<float>(line[i].y - origin.y + side * dy), static_cast<float>(z)},
                       up, colour);
        };
        std::uint32_t const left = vertex(1);
        std::uint32_t const right = vertex(-1);
        if (i > 0) {
            triangle(left_before, right_before, right);
            triangle(left_before, right, left);
        }
        left_before = left;
        right_before = right;
    }
}

void ShapeBuilder::walls(city::Polyline const& ring, city::Point origin, double bottom, double top, Colour colour) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
        city::Point const a = ring[i];
        city::Point const b = ring[(i + 1) % ring.size()];
        double const length = std::hypot(b.x - a.x, b.y - a.y);
        if (length < 1e-6) continue;
        Vertex const normal{static_cast<float>((b.y - a.y) / length), static_cast<float>(-(b.x - a.x) / length), 0};
        auto const corner = [&](city::Point p, double z) {
            return add({static_cast<float>(p.x - origin.x), static_cast<float>(p.y - origin.y), static_cast<float>(z)},
                       normal, colour);
        };
        std::uint32_t const first = corner(a, bottom);
        corner(b, bottom);
        corner(b, top);
        corner(a, top);
        triangle(first, first + 1, first + 2);
        triangle(first, first + 2, first + 3);
    }
}

void ShapeBuilder::box(Vertex bottom_centre, double heading_deg, double length, double width, double height,
                       Colour colour) {
    double const heading = heading_deg * std::numbers::pi / 180;
    city::Point const along{std::sin(heading) * length / 2, std::cos(heading) * length / 2};
    city::Point const right{std::cos(heading) * width / 2, -std::sin(heading) * width / 2};
    auto const x = static_cast<double>(bottom_centre.x);
    auto const y = static_cast<double>(bottom_centre.y);
    auto const z = static_cast<double>(bottom_centre.z);
    city::Polyline const ring = {{x - along.x - right.x, y - along.y - right.y},
                                 {x - along.x + right.x, y - along.y + right.y},
                                 {x + along.x + right.x, y + along.y + right.y},
                                 {x + along.x - right.x, y + along.y - right.y}};
    walls(ring, {0, 0}, z, z + height, colour);
    std::array<std::uint32_t, 4> top{};
    for (std::size_t i = 0; i < 4; ++i)
        top[i] = add({static_cast<float>(ring[i].x), static_cast<float>(ring[i].y), static_cast<float>(z + height)}, up,
                     colour);
    triangle(top[0], top[1], top[2]);
    triangle(top[0], top[2], top[3]);
}

vtkSmartPointer<vtkPolyData> ShapeBuilder::build(bool lit) const {
    auto const n_points = static_cast<vtkIdType>(points_.size() / 3);
    vtkNew<vtkFloatArray> coordinates;
    coordinates->SetNumberOfComponents(3);
    coordinates->SetNumberOfTuples(n_points);
    std::copy(points_.begin(), points_.end(), coordinates->GetPointer(0));
    vtkNew<vtkPoints> points;
    points->SetData(coordinates);
    vtkNew<vtkUnsignedCharArray> colours;
    colours->SetNumberOfComponents(4);
    colours->SetNumberOfTuples(n_points);
    std::copy(colours_.begin(), colours_.end(), colours->GetPointer(0));
    vtkNew<vtkIdTypeArray> corners;
    corners->SetNumberOfTuples(static_cast<vtkIdType>(triangles_.size()));
    std::copy(triangles_.begin(), triangles_.end(), corners->GetPointer(0));
    vtkNew<vtkCellArray> cells;
    cells->SetData(3, corners);
    auto mesh = vtkSmartPointer<vtkPolyData>::New();
    mesh->SetPoints(points);
    mesh->SetPolys(cells);
    mesh->GetPointData()->SetScalars(colours);
    if (!lit) return mesh;
    vtkNew<vtkFloatArray> normals;
    normals->SetNumberOfComponents(3);
    normals->SetNumberOfTuples(n_points);
    std::copy(normals_.begin(), normals_.end(), normals->GetPointer(0));
    mesh->GetPointData()->SetNormals(normals);
    return mesh;
}

vtkSmartPointer<vtkActor> make_shape_actor(bool lit) {
    auto actor = vtkSmartPointer<vtkActor>::New();
    vtkNew<vtkPolyDataMapper> mapper;
    mapper->SetColorModeToDirectScalars();
    mapper->SetStatic(1);
    actor->SetMapper(mapper);
    actor->GetProperty()->SetLighting(lit);
    actor->GetProperty()->SetAmbient(0.46);
    actor->GetProperty()->SetDiffuse(0.6);
    actor->GetProperty()->SetSpecular(0);
    return actor;
}

void set_shape(vtkActor& actor, ShapeBuilder const& shape, bool lit) {
    vtkPolyDataMapper::SafeDownCast(actor.GetMapper())->SetInputData(shape.build(lit));
}

}  // namespace hacthanh::viz::detail
