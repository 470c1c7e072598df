#include "app/hacthanh/apportion_places.hpp"
#include "app/hacthanh/apportion_sources.hpp"
#include "app/hacthanh/apportion_text.hpp"
#include "app/hacthanh/linear_air.hpp"
#include "app/hacthanh/renderer.hpp"
#include "app/hacthanh/session.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/apportion_file.hpp"
#include "io/result_reader.hpp"
#include "io/write_text.hpp"
#include "sim/answers/adjoint_rows.hpp"
#include "sim/answers/limited_transport.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/run/emission_by_road.hpp"
#include "sim/run/removal.hpp"
#include "sim/wind/make_wind_solver.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <optional>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

struct ApportionArguments {
    fs::path result;
    PlaceRequest places;
    std::vector<fs::path> outputs;
    std::size_t top = 15;
    int threads = 0;
    bool vietnamese = false;
    bool json = false;
};

/// Upper borders of the bands of distance [m]; the last is open. Our choice.
constexpr std::array band_ends{50.0, 100.0, 250.0, 500.0, 1000.0, 2000.0};
constexpr double solver_tolerance = 1e-8;
constexpr double ug_of_kg = 1e9;
constexpr Pollutant pollutant = Pollutant::nox;

std::string band_name(std::size_t band) {
    if (band == 0) return fmt::format("0-{:g} m", band_ends[0]);
    if (band == band_ends.size()) return fmt::format("> {:g} m", band_ends.back());
    return fmt::format("{:g}-{:g} m", band_ends[band - 1], band_ends[band]);
}

std::optional<std::size_t> species_of(io::ResultReader const& result, Pollutant wanted) {
    auto const& species = result.facts().species;
    auto const found = std::ranges::find(species, std::string(name(wanted)));
    return found == species.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - species.begin()));
}

std::string street_of(std::size_t index, city::City const& city) {
    if (index >= city.roads.size()) return "(off the roads)";
    auto const& road = city.roads[index];
    if (!road.street_name.empty()) return road.street_name;
    return road.internal ? "(junctions)" : road.name;
}

/// The run's mean over the cells of a place; nothing when it kept none of one of them.
std::optional<double> run_mean_of(ApportionPlace const& place, io::ResultReader const& result,
                                  std::vector<float> const& surface, mesh::CityMesh const& mesh) {
    double sum = 0;
    for (auto const& [cell, share] : place.air) {
        auto const here = run_mean(result.grid(), surface, cell, mesh);
        if (!here) return std::nullopt;
        sum += share * *here;
    }
    return sum;
}

double distance_to(ApportionPlace const& place, RoadPieceSource const& piece) {
    double nearest = std::numeric_limits<double>::infinity();
    for (auto const& p : place.people_at) nearest = std::min(nearest, std::hypot(piece.x - p.x, piece.y - p.y));
    return nearest;
}

std::vector<io::Contribution> descending(std::map<std::string, double> const& parts) {
    std::vector<io::Contribution> list;
    for (auto const& [name, gives] : parts) list.push_back({name, gives});
    std::ranges::stable_sort(list, [](auto const& a, auto const& b) { return a.gives > b.gives; });
    return list;
}

/// Adds up what the pieces of road give to a place. @param row  transfer of every piece [s/m3]
io::Apportionment add_up(ApportionPlace const& place, std::vector<RoadPieceSource> const& pieces,
                         std::vector<double> const& row, city::City const& city) {
    io::Apportionment sum{.name = place.name,
                          .name_vi = place.name_vi,
                          .kind = place.kind,
                          .x = place.middle.x,
                          .y = place.middle.y,
                          .height_m = place.height_m,
                          .people = place.people,
                          .streets = {},
                          .edges = {},
                          .classes = {},
                          .distances = {},
                          .truncation = solver_tolerance,
                          .background = {},
                          .run = {},
                          .run_no2 = {}};
    for (auto const name : state::vehicle_group_names) sum.classes.push_back({std::string(name), 0});
    for (std::size_t band = 0; band <= band_ends.size(); ++band) sum.distances.push_back({band_name(band), 0});
    std::map<std::string, double> streets, edges;
    for (std::size_t p = 0; p < pieces.size(); ++p) {
        auto const& piece = pieces[p];
        double const gives = row[p] * piece.rate_kg_s * ug_of_kg;
        auto const band = std::ranges::upper_bound(band_ends, distance_to(place, piece)) - band_ends.begin();
        streets[street_of(piece.road, city)] += gives;
        edges[piece.road < city.roads.size() ? city.roads[piece.road].name : ""] += gives;
        sum.classes[piece.group].gives += gives;
        sum.distances[static_cast<std::size_t>(band)].gives += gives;
        sum.traffic += gives;
    }
    sum.streets = descending(streets);
    sum.edges = descending(edges);
    return sum;
}

std::vector<io::Apportionment> apportion(ApportionArguments const& arguments, io::ResultReader const& result) {
    std::string const file = arguments.result.string();
    ScenarioArguments repeated;
    repeated.from = arguments.result;
    Session const session(repeated);
    require_linear_air(session, file);
    auto const species = species_of(result, pollutant);
    validate(species.has_value(), file, "it holds no NOx", "run the scenario with NOx among output.species");
    auto const& s = session.scenario();
    auto const& mesh = session.mesh();
    auto const& city = session.city();
    auto const places = apportion_places(arguments.places, result, mesh);
    std::vector<answers::CellShares> receptors, sources;
    for (auto const& place : places) receptors.push_back(place.air);
    auto const emission = replay_emission(session);
    auto const pieces = road_piece_sources(emission, species_index(emission, pollutant), city.roads.size(), mesh);
    for (auto const& piece : pieces) sources.push_back(piece.air);

    Parallel const parallel(arguments.threads);
    auto const wind = wind::make_wind_solver(s.wind, mesh, city.buildings, s.dispersion.schmidt_number, parallel)
                          ->solve(session.inflow());
    auto const flow = run::mean_stirred_flow(session.stage(), wind, emission);
    auto const limited = answers::linearise_about(emission_of(pieces), flow,
                                                  run::removal_of(s.removal, {pollutant}, session.inflow(), mesh)[0]);
    auto const rows = adjoint_rows(limited.transport, sources, receptors, solver_tolerance, parallel);

    auto const no2 = species_of(result, Pollutant::no2);
    auto const mean_of = [&](std::size_t wanted) {
        return settled_mean(result, wanted, settled_from_s(session)).value_or(result.mean_surface(wanted));
    };
    auto const surface = mean_of(*species);
    auto const surface_no2 = no2 ? mean_of(*no2) : std::vector<float>{};
    std::vector<io::Apportionment> found;
    for (std::size_t n = 0; n < places.size(); ++n) {
        auto one = add_up(places[n], pieces, rows[n], city);
        if (*species < result.facts().background.size()) one.background = result.facts().background[*species];
        one.run = run_mean_of(places[n], result, surface, mesh);
        if (no2) one.run_no2 = run_mean_of(places[n], result, surface_no2, mesh);
        found.push_back(std::move(one));
    }
    return found;
}

/// Refuses before the work what could not be written after it.
void check_outputs(std::vector<fs::path> const& outputs) {
    for (auto const& file : outputs) {
        auto const ending = file.extension();
        validate(ending == ".csv" || ending == ".json" || ending == ".gpkg" || ending == ".png", "-o " + file.string(),
                 "has none of the endings .csv, .json, .gpkg, .png", "the ending says what is written");
        validate(!fs::exists(file), file.string(), "exists already", "give another name with -o");
        auto const folder = fs::absolute(file).parent_path();
        validate(fs::is_directory(folder), folder.string(), "no such folder", "make it, or give another one with -o");
        validate(ending != ".png" || has_renderer(), "-o " + file.string(),
                 "this build has no renderer (preset minimal)", "build the release preset");
    }
}

/// A map for every place, in both languages; several places are numbered.
void draw(std::vector<io::Apportionment> const& places, bool schematic, fs::path const& result, fs::path const& file) {
    fs::path table = file;
    table += ".json.part";
    io::write_text(table, io::apportion_json(places, schematic));
    for (std::size_t n = 0; n < places.size(); ++n) {
        fs::path picture = file;
        if (places.size() > 1)
            picture.replace_filename(fmt::format("{}_{}{}", file.stem().string(), n + 1, file.extension().string()));
        run_renderer(
            {result.string(), "--apportion", table.string(), "--place", std::to_string(n + 1), "-o", picture.string()});
    }
    fs::remove(table);
}

int print_apportionment(ApportionArguments const& arguments) {
    auto const& asked = arguments.places;
    validate((asked.schools ? 1 : 0) + (asked.at.empty() ? 0 : 1) + (asked.ward.empty() ? 0 : 1) == 1, "apportion",
             "a place is needed, and one kind of it", "give --at X,Y, --ward NAME or --schools");
    check_outputs(arguments.outputs);
    io::ResultReader const result(arguments.result.string());
    auto const found = apportion(arguments, result);
    bool const schematic = result.facts().schematic;
    for (auto const& file : arguments.outputs) {
        if (file.extension() == ".csv") io::write_text(file, io::apportion_csv(found));
        if (file.extension() == ".json") io::write_text(file, io::apportion_json(found, schematic));
        if (file.extension() == ".gpkg") io::write_apportion_layers(found, result, file);
        if (file.extension() == ".png") draw(found, schematic, arguments.result, file);
    }
    if (arguments.json) {
        fmt::print("{}", io::apportion_json(found, schematic));
        return 0;
    }
    for (auto const& one : found) fmt::print("{}", apportion_text(one, arguments.top, arguments.vietnamese));
    fmt::print("{}\n", arguments.vietnamese ? "Kết quả mô phỏng, không phải số đo." : "Simulation, not measurement.");
    if (schematic)
        fmt::print("{}\n", arguments.vietnamese ? "Mạng lưới đường là sơ đồ, không phải bản đồ thật."
                                                : "The road network is a sketch, not a map.");
    return 0;
}

}  // namespace

void add_apportion(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("apportion", verb_description("apportion"));
    auto const arguments = std::make_shared<ApportionArguments>();
    verb->add_option("result", arguments->result, "A result of `hacthanh run` (.nc)")->required();
    verb->add_option("--at", arguments->places.at, "A point 1.5 m over ground, network coordinates [m]")
        ->type_name("X,Y")
        ->delimiter(',')
        ->expected(2);
    verb->add_option("--ward", arguments->places.ward, "A ward of --wards, weighted with its people");
    verb->add_flag("--schools", arguments->places.schools,
                   "All receptors of the kind \"school\" in the result; without any, the city's schools");
    verb->add_option("--wards", arguments->places.files.wards,
                     "Polygons of wards with a column \"name\" (GeoJSON, GeoPackage)");
    verb->add_option("--city", arguments->places.files.city, "City folder with the people; default: that of the run");
    verb->add_option(
            "-o,--output", arguments->outputs,
            "Also write: .csv, .json (all streets and edges), .gpkg (streets as lines), .png (map; _vi and _en); "
            "repeatable")
        ->type_name("FILE")
        ->allow_extra_args(false);
    verb->add_option("--top", arguments->top, "Streets to list")->capture_default_str();
    verb->add_option("--threads", arguments->threads, "Threads; default: all cores")->check(CLI::Range(0, 1024));
    verb->add_flag("--vi", arguments->vietnamese, "In Vietnamese");
    verb->add_flag("--json", arguments->json, "One JSON document on standard output: all streets");
    verb->callback([arguments, &action] { action = [arguments] { return print_apportionment(*arguments); }; });
}

}  // namespace hacthanh::app
