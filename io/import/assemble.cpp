#include "io/import/assemble.hpp"

#include "io/geos.hpp"
#include "io/hash.hpp"
#include "io/import/population.hpp"
#include "io/import/repair.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <cmath>
#include <unordered_set>
#include <utility>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;

constexpr double clearance_m = 4.5;      ///< traffic passes below an underside this high (EU lorries: 4 m)
constexpr double least_area_m2 = 1;      ///< of an area after clipping
constexpr double extent_margin_m = 200;  ///< terrain and people are kept this far beyond the roads

city::Rectangle widened(city::Rectangle box, double margin) {
    return {box.x_min - margin, box.y_min - margin, box.x_max + margin, box.y_max + margin};
}

/// Valid areas inside the clip, each one polygon.
std::vector<city::Area> clean_areas(std::vector<city::Area> areas, std::optional<city::Polygon> const& clip,
                                    ImportLog& log) {
    Geos const geos;
    std::vector<city::Area> kept;
    for (city::Area& area : areas) {
        bool finite = true;
        for (city::Point p : area.shape.outer) finite = finite && std::isfinite(p.x) && std::isfinite(p.y);
        for (auto const& hole : area.shape.holes)
            for (city::Point p : hole) finite = finite && std::isfinite(p.x) && std::isfinite(p.y);
        if (!finite) {
            log.count("areas_bad_coordinates", area.id);
            continue;
        }
        auto mended = geos.mend({area.shape}, clip);
        if (!mended) {
            log.count("areas_unrepairable", area.id);
            continue;
        }
        if (!mended->was_valid) log.count("areas_repaired", area.id);
        int number = 0;
        for (auto& polygon : mended->parts) {
            if (geos.area(*geos.polygon(polygon)) < least_area_m2) continue;
            city::Area piece = area;
            piece.shape = std::move(polygon);
            if (++number > 1) piece.id += fmt::format("/{}", number);
            kept.push_back(std::move(piece));
        }
        if (number == 0) log.count("areas_outside_or_empty", "");
    }
    return kept;
}

template <class Thing>
void make_ids_unique(std::vector<Thing>& things, char const* counter, ImportLog& log) {
    std::unordered_set<std::string> taken;
    for (Thing& thing : things) {
        if (taken.insert(thing.id).second) continue;
        log.count(counter, thing.id);
        std::string const id = thing.id;
        for (int number = 2; !taken.insert(thing.id).second; ++number) thing.id = fmt::format("{}~{}", id, number);
    }
}

void add_population(ImportReport& report, ImportSettings const& settings) {
    auto& city = report.content.city;
    auto const extent = widened(city.road_extent, extent_margin_m);
    if (settings.population_total > 0) {
        city.population = population_by_floor_area(city.buildings, settings.population_total);
        add_source(report, settings,
                   {"population", "a total spread by floor area", "", "", "unknown", "", city::Mark::computed}, {});
    } else if (!settings.population.empty()) {
        city.population =
            settings.population_field.empty()
                ? population_from_raster(settings.population, city, extent, report.log)
                : population_from_polygons(settings.population, settings.population_field, city, extent, report.log);
        add_source(report, settings, {"population", "", "", "", "unknown", "", city::Mark::sourced},
                   settings.population);
    }
}

void add_terrain(ImportReport& report, ImportSettings const& settings) {
    if (settings.terrain.empty()) return;
    auto& city = report.content.city;
    city.terrain =
        import_terrain(settings.terrain, city, widened(city.road_extent, extent_margin_m), settings.terrain_cell_m);
    add_source(report, settings, {"terrain", "", "", "", "unknown", "", city::Mark::sourced}, settings.terrain);
    report.slopes = slope_statistics(city.terrain);
    if (report.slopes->steep_share > 0.05)
        report.log.warn(fmt::format(
            "terrain: {:.0f} % of the ground is steeper than 1:10 (mean slope {:.2f}); the wind models know no hills, "
            "treat results there with care",
            100 * report.slopes->steep_share, report.slopes->mean_slope));
}

/// Counters of what lies in the city in the end.
void count_result(ImportReport& report) {
    auto const& city = report.content.city;
    auto& log = report.log;
    log.add("roads", static_cast<std::int64_t>(city.roads.size()));
    log.add("buildings", static_cast<std::int64_t>(city.buildings.size()));
    log.add("areas", static_cast<std::int64_t>(city.areas.size()));
    if (!city.population.empty()) log.add("residents", std::llround(total_residents(city.population)));
    for (auto source : city::all_height_sources) log.add(fmt::format("height_{}", name(source)), 0);
    for (auto const& building : city.buildings) log.count(fmt::format("height_{}", name(building.height_source)), "");
}

}  // namespace

void check_output(ImportSettings const& settings) {
    std::error_code ignored;
    auto const& folder = settings.output;
    if (!fs::exists(folder, ignored)) return;
    validate(fs::is_directory(folder, ignored), folder.string(), "is a file, not a folder", "name another folder");
    if (fs::is_empty(folder, ignored)) return;
    validate(fs::exists(folder / "city.toml", ignored), folder.string(), "holds other things than a city",
             "name a new folder");
    validate(settings.replace, folder.string(), "holds a city already", "--force replaces it");
}

void add_source(ImportReport& report, ImportSettings const& settings, CitySource source, fs::path const& file) {
    if (auto const name = settings.names.find(source.part); name != settings.names.end()) source.name = name->second;
    if (auto const licence = settings.licences.find(source.part); licence != settings.licences.end())
        source.licence = licence->second;
    if (!file.empty()) {
        source.file = file.filename().string();
        source.sha256 = sha256_of_file(file);
        if (source.name.empty()) source.name = source.file;
    }
    if (source.licence == "unknown")
        report.log.warn(fmt::format("nobody said under which licence the {} may be used: --licence \"{}=…\"",
                                    source.part, source.part));
    report.content.about.sources.push_back(std::move(source));
}

void assemble(ImportReport& report, ImportSettings const& settings, std::vector<Footprint> footprints,
              std::vector<city::Area> areas, std::optional<city::Polygon> const& clip) {
    auto& city = report.content.city;
    auto& about = report.content.about;
    city.areas = clean_areas(std::move(areas), clip, report.log);
    auto const valid = make_valid(std::move(footprints), report.log);
    city.buildings = make_disjoint(valid, assign_heights(valid, city.areas, settings.heights), report.log);
    make_ids_unique(city.buildings, "building_ids_repeated", report.log);
    make_ids_unique(city.areas, "area_ids_repeated", report.log);
    check_roads_meet_buildings(city, report.log);
    report.conflicts = road_conflicts(city, clearance_m, report.log);
    if (!city.buildings.empty())
        add_source(
            report, settings,
            {"heights", "as each building's height_source says", "", "", "as the buildings", "", city::Mark::computed},
            {});
    add_population(report, settings);
    add_terrain(report, settings);
    count_result(report);
    auto const folder_name = fs::weakly_canonical(settings.output).filename().string();
    about.name = settings.name.empty() ? folder_name : settings.name;
    about.name_vi = settings.name_vi.empty() ? about.name : settings.name_vi;
    about.schematic = settings.schematic;
    about.note = settings.note;
    about.note_vi = settings.note_vi.empty() ? settings.note : settings.note_vi;
    about.import_command = settings.command;
    for (auto const& [name, entry] : report.log.entries()) about.import_counts.emplace_back(name, entry.count);
    write_city_folder(settings.output, report.content);
    report.scenario = write_scenario(about, settings);
}

}  // namespace hacthanh::io
