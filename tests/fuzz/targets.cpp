#include "tests/fuzz/targets.hpp"

#include "io/background_file.hpp"
#include "io/detail/city_toml.hpp"
#include "io/geos.hpp"
#include "io/import/cityjson.hpp"
#include "io/import/gis_footprints.hpp"
#include "io/import/height_text.hpp"
#include "io/import/network_copy.hpp"
#include "io/import/osm_file.hpp"
#include "io/import/osm_tags.hpp"
#include "io/import/repair.hpp"
#include "io/result_info.hpp"
#include "io/result_reader.hpp"
#include "io/result_verify.hpp"
#include "io/source_file.hpp"
#include "io/sumo_network.hpp"
#include "io/sumo_polygons.hpp"
#include "io/traffic_recording.hpp"
#include "sim/core/error.hpp"
#include "tests/fuzz/input_file.hpp"

#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

namespace hacthanh::fuzz {
namespace {

/// Footprints that went through everything must be valid and apart.
void check_repair(std::vector<io::Footprint> footprints) {
    if (footprints.size() > 40) footprints.resize(40);
    io::ImportLog log;
    auto const valid = io::make_valid(std::move(footprints), log);
    auto const buildings = io::make_disjoint(valid, io::assign_heights(valid, {}, io::HeightRule{}), log);
    io::Geos const geos;
    for (auto const& building : buildings) {
        require(geos.valid(*geos.polygon(building.footprint)));
        require(building.base_m >= 0 && building.height_m > building.base_m && building.height_m <= 1500);
    }
}

void read_heights(std::string_view bytes) {
    auto const length = io::plausible_height(io::parse_length(bytes));
    require(!length || (*length >= 0.5 && *length <= 1000));
    auto const levels = io::plausible_levels(io::parse_levels(bytes));
    require(!levels || (*levels > 0 && *levels <= 200));
    io::ImportLog log;
    io::Footprint footprint;
    io::read_building_tags([&](std::string_view) { return bytes; }, footprint, log);
    io::area_kind([&](std::string_view) { return bytes; });
}

/// Bytes as polygons: per corner two of them are a coordinate each, 255 ends a ring, 254 a building.
void read_shapes(std::string_view bytes) {
    std::vector<io::Footprint> footprints(1);
    footprints.back().parts.resize(1);
    for (std::size_t i = 0; i + 1 < bytes.size() && i < 600; i += 2) {
        auto const x = static_cast<unsigned char>(bytes[i]);
        auto const y = static_cast<unsigned char>(bytes[i + 1]);
        if (x == 255) {
            footprints.back().parts.back().holes.emplace_back();
        } else if (x == 254) {
            footprints.emplace_back().parts.resize(1);
            footprints.back().height_m = y / 4.0 + 0.5;
            footprints.back().base_m = y % 7;
            footprints.back().is_part = y % 5 == 0;
        } else {
            auto& part = footprints.back().parts.back();
            auto& ring = part.holes.empty() ? part.outer : part.holes.back();
            ring.push_back({x / 3.0, y / 7.0});
        }
    }
    check_repair(std::move(footprints));
}

void read_cityjson(std::string_view bytes) {
    io::ImportLog log;
    check_repair(io::parse_cityjson(bytes, "input.city.json", log).buildings);
}

void read_city_toml(std::string_view bytes) { io::detail::parse_city_toml(bytes, "city.toml"); }

void read_network(std::string_view bytes) { io::read_sumo_network(InputFile(bytes).path()); }

void read_polygons(std::string_view bytes) { io::read_sumo_polygons(InputFile(bytes).path(), {}); }

/// Any bytes must pass; as the lists of one tag they must come out without a class that SUMO does not know.
void clean_network(std::string_view bytes) {
    io::ImportLog log;
    io::without_unknown_classes(bytes, log);
    std::string list(bytes);
    std::erase(list, '"');
    std::string const tag = "<lane allow=\"" + list + "\" disallow=\"" + list + "\" changeLeft=\"" + list + "\"/>";
    std::string const once = io::without_unknown_classes(tag, log);
    auto const found = log["unknown_vehicle_classes"];
    require(io::without_unknown_classes(once, log) == once);
    require(log["unknown_vehicle_classes"] == found);
}

void read_geojson(std::string_view bytes) {
    city::City city;
    city.road_extent = {0, 0, 1000, 1000};
    city.projection = {"+proj=utm +zone=48 +ellps=WGS84 +datum=WGS84 +units=m +no_defs", -578357, -2187411};
    io::GisFootprintSettings settings;
    settings.crs = "network";
    io::ImportLog log;
    check_repair(io::read_gis_footprints(InputFile(bytes).path(), city, settings, log));
}

void read_osm(std::string_view bytes) {
    io::ImportLog log;
    InputFile const roads("");
    auto content = io::read_osm(InputFile(bytes).path(), std::nullopt, roads.path(), log);
    check_repair(std::move(content.buildings));
}

/// Everything that is read of a result.
void read_result_file(std::string_view bytes) {
    InputFile const file(bytes);
    io::read_result(file.path(), [](io::ResultReader const& result) {
        try {
            io::result_info_json(result);
            io::result_info_text(result);
            result.city_plan();
            result.inflow();
            result.trace();
            if (result.n_steps() == 0) return;
            result.weather();
            result.level_of_service(0);
            for (std::size_t s = 0; s < result.facts().species.size(); ++s) {
                result.concentration_layer(s, 0, 0);
                result.mean_surface(s);
                result.receptor_series(s);
                if (!result.roads().empty()) result.road_emission_history(s, 0);
            }
        } catch (RunError const&) {  // the right answer to bytes that turn out to be damaged later
        } catch (std::logic_error const&) {
        } catch (std::bad_alloc const&) {
        }
    });
    io::verify_result(file.path());
}

void read_recording(std::string_view bytes) {
    InputFile const file(bytes);
    io::TrafficRecordingReader reader(file.path());
    state::TrafficRecordStep step;
    for (int n = 0; n < 1000 && reader.read_step(step); ++n)
        require(step.x.size() == step.vehicle.size() && step.x_from.size() == step.vehicle.size());
}

void read_background(std::string_view bytes) {
    auto const series = io::read_background_file(InputFile(bytes).path(), 7 * 3600);
    for (auto const& row : series.rows)
        for (auto const& value : row.concentration) require(!value || (*value >= 0 && std::isfinite(*value)));
}

void read_sources(std::string_view bytes) {
    mesh::CityMesh const mesh({0, 0, 600, 600}, {});
    city::Projection const projection{"+proj=utm +zone=48 +ellps=WGS84 +datum=WGS84 +units=m +no_defs", -578357,
                                      -2187411};
    for (auto const& source : io::read_sources(InputFile(bytes).path(), mesh, projection).sources) {
        double inside = 0;
        for (auto const& [column, share] : source.columns) {
            require(column < mesh.nx() * mesh.ny() && share >= 0);
            inside += share;
        }
        require(inside <= 1 + 1e-9);
    }
}

constexpr std::array city_and_run_targets = {
    Target{"heights", read_heights},       Target{"shapes", read_shapes},   Target{"cityjson", read_cityjson},
    Target{"city_toml", read_city_toml},   Target{"network", read_network}, Target{"polygons", read_polygons},
    Target{"classes", clean_network},      Target{"geojson", read_geojson}, Target{"osm", read_osm},
    Target{"background", read_background}, Target{"sources", read_sources}, Target{"result", read_result_file},
    Target{"recording", read_recording}};

}  // namespace

std::vector<Target> const& targets() {
    static std::vector<Target> const all = [] {
        std::vector<Target> list(city_and_run_targets.begin(), city_and_run_targets.end());
        list.insert(list.end(), table_targets().begin(), table_targets().end());
        list.insert(list.end(), layer_targets().begin(), layer_targets().end());
        return list;
    }();
    return all;
}

Target const* find_target(std::string_view name) {
    for (auto const& target : targets())
        if (target.name == name) return &target;
    return nullptr;
}

std::optional<std::string> run(Target const& target, std::string_view bytes) {
    try {
        target.read(bytes);
        return std::nullopt;
    } catch (InputError const& error) {  // the right answer to bad bytes
        return error.what();
    }
}

}  // namespace hacthanh::fuzz
