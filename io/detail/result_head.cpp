#include "io/detail/result_head.hpp"

#include "io/detail/read_values.hpp"
#include "io/detail/result_terms.hpp"
#include "io/hdf5.hpp"
#include "sim/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <sstream>

namespace hacthanh::io::detail {
namespace {

/// A file from elsewhere may say anything; what would lead its readers astray is refused here.
void require(bool holds, char const* broken) {
    if (!holds) throw RunError(broken);
}

/// No projected coordinate, length or height [m] is larger: the Earth measures 4e7 m around.
bool is_on_earth(double metres) { return std::abs(metres) < 1e8; }  // false for NaN, too

/// Middles of cells of that size, one after the other.
bool is_axis(std::vector<double> const& centres, double cell_size) {
    constexpr double tolerance = 1e-3;  // of a cell; of the numbers as they are written it is far less
    for (std::size_t i = 0; i < centres.size(); ++i)
        if (!is_on_earth(centres[i]) ||
            (i > 0 && std::abs(centres[i] - centres[i - 1] - cell_size) > tolerance * cell_size))
            return false;
    return !centres.empty();
}

std::vector<std::string> all_texts(hid_t root, std::string const& path) {
    return hdf5::read_strings(hdf5::open_dataset(root, path).get());
}

}  // namespace

ResultFacts read_facts(hid_t root) {
    ResultFacts facts;
    facts.schema = text(root, "schema");
    facts.title = text(root, "title");
    facts.title_vi = text(root, "title_vi");
    facts.note = text(root, "comment");
    facts.note_vi = text(root, "note_vi");
    facts.schematic = number<int>(root, "schematic") != 0;
    facts.complete = number<int>(root, "complete") != 0;
    std::istringstream names(text(root, "species"));
    for (std::string name; names >> name;) facts.species.push_back(name);
    facts.epoch_utc = text(root, "epoch_utc");
    facts.utc_offset = text(root, "utc_offset");
    facts.begin_s = number<double>(root, "begin_s");
    facts.end_s = number<double>(root, "end_s");
    facts.interval_s = number<double>(root, "interval_s");
    facts.spin_up_s = number<double>(root, "spin_up_s");
    facts.significant_error = number<double>(root, "significant_error");
    require(!facts.species.empty(), "species: there are none");
    require(std::isfinite(facts.begin_s) && std::isfinite(facts.end_s) && facts.end_s >= facts.begin_s,
            "begin_s, end_s: no span of time");
    facts.background.resize(facts.species.size());
    if (!hdf5::has_attribute(root, "background_kind")) return facts;  // schema 1.0
    facts.background_kind = text(root, "background_kind");
    if (facts.background_kind == "none") facts.background_kind.clear();
    facts.background_source = text(root, "background_source");
    if (hdf5::has_attribute(root, "background_source_vi"))  // not in all files of schema 1.1
        facts.background_source_vi = text(root, "background_source_vi");
    for (std::size_t s = 0; s < facts.species.size(); ++s) {
        hdf5::Handle const field = hdf5::open_dataset(root, facts.species[s]);
        if (hdf5::has_attribute(field.get(), background_name))
            facts.background[s] = number<double>(field.get(), background_name);
    }
    return facts;
}

ResultGrid read_grid(hid_t root) {
    ResultGrid grid;
    grid.x_centre = all<double>(root, "x");
    grid.y_centre = all<double>(root, "y");
    grid.z_centre = all<double>(root, "z");
    auto const bounds = all<double>(root, "z_bnds");
    require(!bounds.empty() && bounds.size() == 2 * grid.z_centre.size(), "z_bnds: not two for every layer");
    for (std::size_t k = 0; k < bounds.size(); k += 2) grid.z_faces.push_back(bounds[k]);
    grid.z_faces.push_back(bounds.back());
    grid.cell_size = number<double>(root, "cell_size_m");
    grid.network_offset_x = number<double>(root, "network_offset_x_m");
    grid.network_offset_y = number<double>(root, "network_offset_y_m");
    require(is_on_earth(grid.cell_size) && grid.cell_size > 0, "cell_size_m: no size of a cell");
    require(is_axis(grid.x_centre, grid.cell_size) && is_axis(grid.y_centre, grid.cell_size),
            "x, y: not the middles of cells of cell_size_m");
    require(std::ranges::is_sorted(grid.z_faces, std::less_equal()) && std::ranges::all_of(grid.z_faces, is_on_earth),
            "z_bnds: layers that do not grow with height");
    require(is_on_earth(grid.network_offset_x) && is_on_earth(grid.network_offset_y), "network_offset: not on Earth");
    if (!hdf5::exists(root, "crs")) return grid;
    hdf5::Handle const crs = hdf5::open_dataset(root, "crs");
    grid.crs_wkt = text(crs.get(), "crs_wkt");
    if (hdf5::has_attribute(crs.get(), "epsg_code")) grid.crs_code = text(crs.get(), "epsg_code");
    return grid;
}

ResultTimes read_times(hid_t root) {
    auto const n = static_cast<hsize_t>(all<std::int64_t>(root, steps_name).at(0));
    auto const rows = [&]<class T>(char const* path, T) {
        return hdf5::read<T>(hdf5::open_dataset(root, path).get(), {0}, {n});
    };
    ResultTimes times;
    times.end_s = rows("time", double());
    times.vehicles = rows("vehicles", int());
    auto const bounds = hdf5::read<double>(hdf5::open_dataset(root, "time_bnds").get(), {0, 0}, {n, 2});
    auto const spin_up = rows("spin_up", std::int8_t());
    for (std::size_t i = 0; i < n; ++i) {
        times.begin_s.push_back(bounds.at(2 * i));
        times.spin_up.push_back(spin_up.at(i) != 0);
    }
    return times;
}

std::vector<ResultRoad> read_roads(hid_t root) {
    if (!hdf5::exists(root, geometry_name)) return {};
    auto const names = all_texts(root, "edge_name");
    auto const streets = all_texts(root, "edge_street_name");
    auto const n_points = all<int>(root, "edge_node_count");
    auto const x = all<double>(root, "edge_node_x");
    auto const y = all<double>(root, "edge_node_y");
    auto const length = all<double>(root, "edge_length");
    auto const width = all<double>(root, "edge_width");
    auto const lanes = all<int>(root, "edge_lanes");
    auto const internal = all<int>(root, "edge_internal");
    require(std::ranges::all_of(x, is_on_earth) && std::ranges::all_of(y, is_on_earth),
            "edge_node_x, _y: not on Earth");
    std::vector<ResultRoad> roads;
    std::size_t node = 0;
    for (std::size_t e = 0; e < names.size(); ++e) {
        ResultRoad road{names[e], streets.at(e), {}, length.at(e), width.at(e), lanes.at(e), internal.at(e) != 0};
        for (int p = 0; p < n_points.at(e); ++p, ++node) road.axis.push_back({x.at(node), y.at(node)});
        roads.push_back(std::move(road));
    }
    return roads;
}

}  // namespace hacthanh::io::detail
