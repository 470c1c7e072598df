#include "io/impact/places.hpp"

#include "io/city_folder.hpp"
#include "io/hash.hpp"
#include "io/impact/wards.hpp"
#include "sim/city/contains.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;

constexpr int farthest_air = 5;  ///< cells; our choice

/// Cells of the lowest layer, in network coordinates.
class Ground {
public:
    explicit Ground(ResultReader const& result) : grid_(result.grid()), mean_(result.mean_surface(0)) {}

    std::size_t size() const { return mean_.size(); }
    bool is_open(std::size_t cell) const { return std::isfinite(mean_[cell]); }

    /// The open cell whose air is breathed at a point; nothing outside of the mesh and far from any air.
    std::optional<std::size_t> cell_at(city::Point p) const {
        double const x = (p.x - grid_.network_offset_x - grid_.x_centre.front()) / grid_.cell_size + 0.5;
        double const y = (p.y - grid_.network_offset_y - grid_.y_centre.front()) / grid_.cell_size + 0.5;
        auto const nx = static_cast<long>(grid_.nx());
        auto const ny = static_cast<long>(grid_.ny());
        if (!(x >= 0 && y >= 0 && x < static_cast<double>(nx) && y < static_cast<double>(ny))) return std::nullopt;
        auto const column = static_cast<long>(x);
        auto const row = static_cast<long>(y);
        std::optional<std::size_t> nearest;
        long best = 2 * farthest_air * farthest_air + 1;
        for (long j = std::max(0L, row - farthest_air); j <= std::min(ny - 1, row + farthest_air); ++j)
            for (long i = std::max(0L, column - farthest_air); i <= std::min(nx - 1, column + farthest_air); ++i) {
                long const distance = (i - column) * (i - column) + (j - row) * (j - row);
                auto const cell = static_cast<std::size_t>(j * nx + i);
                if (distance >= best || !is_open(cell)) continue;
                best = distance;
                nearest = cell;
                if (distance == 0) return nearest;
            }
        return nearest;
    }

    city::Point centre(std::size_t cell) const {
        return {grid_.x_centre[cell % grid_.nx()] + grid_.network_offset_x,
                grid_.y_centre[cell / grid_.nx()] + grid_.network_offset_y};
    }
    double spacing() const { return grid_.cell_size / 2; }

private:
    ResultGrid const& grid_;
    std::vector<float> mean_;
};

city::Point middle_of(city::Polygon const& polygon) {
    city::Point sum;
    for (auto const& p : polygon.outer) {
        sum.x += p.x / static_cast<double>(polygon.outer.size());
        sum.y += p.y / static_cast<double>(polygon.outer.size());
    }
    return sum;
}

/// Points of a polygon on a lattice; its middle when none falls inside.
std::vector<city::Point> points_in(std::vector<city::Polygon> const& parts, double spacing) {
    std::vector<city::Point> points;
    for (auto const& part : parts) {
        if (part.outer.empty()) continue;
        auto const [left, right] = std::ranges::minmax_element(part.outer, {}, &city::Point::x);
        auto const [low, high] = std::ranges::minmax_element(part.outer, {}, &city::Point::y);
        for (double y = (std::floor(low->y / spacing) + 0.5) * spacing; y < high->y; y += spacing)
            for (double x = (std::floor(left->x / spacing) + 0.5) * spacing; x < right->x; x += spacing)
                if (city::contains(part, {x, y})) points.push_back({x, y});
    }
    if (points.empty())
        for (auto const& part : parts)
            if (!part.outer.empty()) points.push_back(middle_of(part));
    return points;
}

/// People by cell of the ground. @param outside  who live where the mesh is not
std::vector<double> spread(std::vector<city::PopulationZone> const& zones, Ground const& ground, double& outside) {
    std::vector<double> people(ground.size(), 0.0);
    for (auto const& zone : zones) {
        auto const points = points_in(zone.parts, ground.spacing());
        double const each = points.empty() ? 0.0 : zone.residents / static_cast<double>(points.size());
        if (points.empty()) outside += zone.residents;
        for (auto const& point : points) {
            auto const cell = ground.cell_at(point);
            (cell ? people[*cell] : outside) += each;
        }
    }
    return people;
}

/// The city folder that a result was made with, or why it cannot be used.
std::optional<CityFolder> city_of(ResultReader const& result, PlaceFiles const& files, Text& missing) {
    if (!files.city.empty()) return read_city_folder(files.city);
    auto const provenance = result.provenance();
    auto const named = std::ranges::find(provenance.inputs, std::string("city population"), &state::InputFile::role);
    if (named == provenance.inputs.end()) {
        missing = {"the run knew no population", "lượt chạy không có số liệu dân cư"};
        return std::nullopt;
    }
    fs::path file = named->path;
    if (file.is_relative()) file = fs::path(provenance.scenario_path).parent_path() / file;
    std::error_code ignored;
    auto const name = file.filename().string();
    if (!fs::exists(file, ignored)) {
        missing = {fmt::format("{} of the run is not there any more", name),
                   fmt::format("không còn tệp {} của lượt chạy", name)};
        return std::nullopt;
    }
    if (sha256_of_file(file) != named->sha256) {
        missing = {fmt::format("{} has changed since the run", name),
                   fmt::format("tệp {} đã thay đổi sau lượt chạy", name)};
        return std::nullopt;
    }
    return read_city_folder(file.parent_path());
}

std::string_view kind_of(std::string const& use) {
    for (char const* school : {"school", "kindergarten", "college", "university"})
        if (use == school) return "school";
    for (char const* hospital : {"hospital", "clinic"})
        if (use == hospital) return "hospital";
    return {};
}

}  // namespace

impact::Places read_places(ResultReader const& result, PlaceFiles const& files) {
    Ground const ground(result);
    impact::Places places;
    auto const folder = city_of(result, files, places.missing);
    std::vector<double> people(ground.size(), 0.0);
    if (folder) {
        people = spread(folder->city.population, ground, places.people_outside);
        places.has_population = std::ranges::any_of(people, [](double p) { return p > 0; });
        if (!places.has_population) places.missing = {"nobody lives on the mesh", "không có dân cư trong vùng tính"};
        for (auto const& building : folder->city.buildings)
            if (auto const kind = kind_of(building.use); !kind.empty())
                if (auto const cell = ground.cell_at(middle_of(building.footprint)))
                    places.sites.push_back({building.id, std::string(kind), *cell});
    }
    for (std::size_t cell = 0; cell < ground.size(); ++cell) {
        if (!ground.is_open(cell) || (places.has_population && people[cell] <= 0)) continue;
        places.cell.push_back(cell);
        places.people.push_back(places.has_population ? people[cell] : 1.0);
        places.at.push_back(ground.centre(cell));
    }
    places.ward.assign(places.size(), -1);
    if (!files.wards.empty()) {
        auto const& grid = result.grid();
        bool const reached = assign_wards(places, read_wards(files.wards, grid), grid);
        validate(reached, files.wards.string(), "no place of the mesh lies in any of its polygons",
                 "give the wards of this city, in any projection that the file names");
    }
    return places;
}

}  // namespace hacthanh::io
