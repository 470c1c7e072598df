#include "app/hacthanh/apportion_places.hpp"

#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/emission/open_cells.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace hacthanh::app {
namespace {

constexpr double breathing_height_m = 1.5;

/// The cell whose air is breathed at a point.
class Cells {
public:
    explicit Cells(mesh::CityMesh const& mesh) : mesh_(mesh), open_(mesh, mesh.nz()) {}

    std::size_t at(city::Point p, double height_m, std::string const& name) {
        auto const extent = mesh_.extent();
        std::size_t const k = mesh_.layer_at(height_m);
        validate(extent.contains(p) && k < mesh_.nz(), name,
                 fmt::format("({:g}, {:g}) lies outside the mesh", p.x, p.y),
                 fmt::format("x from {:g} to {:g}, y from {:g} to {:g}: network coordinates [m]", extent.x_min,
                             extent.x_max, extent.y_min, extent.y_max));
        return open_.taker(mesh_.cell({static_cast<std::size_t>((p.x - extent.x_min) / mesh_.cell_size()),
                                       static_cast<std::size_t>((p.y - extent.y_min) / mesh_.cell_size()), k}));
    }

    ApportionPlace point(state::Receptor const& receptor) {
        city::Point const p{receptor.x, receptor.y};
        return {receptor.name,
                receptor.name_vi,
                receptor.kind,
                p,
                receptor.height,
                0,
                {{at(p, receptor.height, receptor.name), 1.0}},
                {p}};
    }

private:
    mesh::CityMesh const& mesh_;
    emission::OpenCells open_;
};

/// Middle of a cell of the result's lowest layer, network coordinates.
city::Point centre(io::ResultGrid const& grid, std::size_t cell) {
    return {grid.x_centre[cell % grid.nx()] + grid.network_offset_x,
            grid.y_centre[cell / grid.nx()] + grid.network_offset_y};
}

std::vector<ApportionPlace> schools(PlaceRequest const& asked, io::ResultReader const& result, Cells& cells) {
    std::vector<ApportionPlace> found;
    for (auto const& receptor : result.receptors())
        if (receptor.kind == "school") found.push_back(cells.point(receptor));
    if (found.empty())
        for (auto const& site : io::read_places(result, asked.files).sites) {
            auto const p = centre(result.grid(), site.cell);
            if (site.kind == "school") found.push_back(cells.point({site.name, "", site.kind, p.x, p.y}));
        }
    validate(!found.empty(), result.path(),
             "it holds no receptor of the kind \"school\" and its city no building used as one",
             "name them in the file of output.receptors, give --city, or use --at");
    return found;
}

ApportionPlace ward(PlaceRequest const& asked, io::ResultReader const& result, Cells& cells) {
    validate(!asked.files.wards.empty(), "--ward " + asked.ward, "needs the polygons of wards", "give --wards FILE");
    auto const all = io::read_places(result, asked.files);
    auto const found = std::ranges::find(all.wards, asked.ward);
    validate(found != all.wards.end(), "--ward " + asked.ward, "is not in " + asked.files.wards.string(),
             fmt::format("it has {}", fmt::join(all.wards, ", ")));
    if (!all.has_population) log::warning("{}: every open cell of the ward counts the same", all.missing.english);
    auto const wanted = static_cast<int>(found - all.wards.begin());
    ApportionPlace place{asked.ward, asked.ward, "ward", {}, breathing_height_m, 0, {}, {}};
    std::map<std::size_t, double> people;  // by cell
    double sum = 0;
    for (std::size_t n = 0; n < all.size(); ++n) {
        if (all.ward[n] != wanted) continue;
        people[cells.at(all.at[n], breathing_height_m, asked.ward)] += all.people[n];
        place.people_at.push_back(all.at[n]);
        place.middle.x += all.people[n] * all.at[n].x;
        place.middle.y += all.people[n] * all.at[n].y;
        sum += all.people[n];
    }
    validate(sum > 0, "--ward " + asked.ward, "nobody lives there on the mesh of this run", "take another ward");
    for (auto const& [cell, there] : people) place.air.push_back({cell, there / sum});
    place.middle = {place.middle.x / sum, place.middle.y / sum};
    if (all.has_population) place.people = sum;
    return place;
}

}  // namespace

std::vector<ApportionPlace> apportion_places(PlaceRequest const& asked, io::ResultReader const& result,
                                             mesh::CityMesh const& mesh) {
    Cells cells(mesh);
    if (asked.schools) return schools(asked, result, cells);
    if (!asked.ward.empty()) return {ward(asked, result, cells)};
    return {cells.point({"Place", "Điểm xét", "point", asked.at.at(0), asked.at.at(1)})};
}

}  // namespace hacthanh::app
