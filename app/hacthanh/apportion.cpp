#include "app/hacthanh/apportion_sources.hpp"
#include "app/hacthanh/linear_air.hpp"
#include "app/hacthanh/session.hpp"
#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/result_reader.hpp"
#include "sim/answers/adjoint_rows.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/dispersion/linear_transport.hpp"
#include "sim/emission/open_cells.hpp"
#include "sim/run/emission_by_road.hpp"
#include "sim/run/removal.hpp"
#include "sim/wind/make_wind_solver.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

namespace hacthanh::app {
namespace {

struct ApportionArguments {
    std::filesystem::path result;
    std::vector<double> at;  ///< network coordinates, x and y
    bool schools = false;
    std::size_t top = 15;
    int threads = 0;
    bool vietnamese = false;
    bool json = false;
};

/// Upper borders of the bands of distance [m]; the last is open. Our choice.
constexpr std::array band_ends{50.0, 100.0, 250.0, 500.0, 1000.0, 2000.0};
constexpr double solver_tolerance = 1e-8;
constexpr double notable_difference = 0.1;  // of the sum from the run's mean; the aim for transfer functions
constexpr double ug_of_kg = 1e9;
constexpr Pollutant pollutant = Pollutant::nox;

std::string band_name(std::size_t band) {
    if (band == 0) return fmt::format("0-{:g} m", band_ends[0]);
    if (band == band_ends.size()) return fmt::format("> {:g} m", band_ends.back());
    return fmt::format("{:g}-{:g} m", band_ends[band - 1], band_ends[band]);
}

/// What one place's air is made of [ug/m3].
struct Apportionment {
    state::Receptor place;
    std::vector<std::pair<std::string, double>> streets;  ///< descending
    std::array<double, band_ends.size() + 1> bands{};
    double traffic = 0;
    std::optional<double> background;
    std::optional<double> run;  ///< the run's own mean where the place lies in the stored lowest layer
};

std::size_t species_of(io::ResultReader const& result, std::string const& file) {
    auto const& species = result.facts().species;
    auto const found = std::ranges::find(species, std::string(name(pollutant)));
    validate(found != species.end(), file, "it holds no NOx", "run the scenario with NOx among output.species");
    return static_cast<std::size_t>(found - species.begin());
}

std::vector<state::Receptor> places_of(ApportionArguments const& arguments, io::ResultReader const& result) {
    if (!arguments.schools) return {{"--at", "--at", "point", arguments.at[0], arguments.at[1]}};
    std::vector<state::Receptor> schools;
    for (auto const& receptor : result.receptors())
        if (receptor.kind == "school") schools.push_back(receptor);
    validate(!schools.empty(), arguments.result.string(), "it holds no receptor of the kind \"school\"",
             "name them in the file of output.receptors, or use --at");
    return schools;
}

std::size_t cell_of(state::Receptor const& place, mesh::CityMesh const& mesh) {
    auto const extent = mesh.extent();
    std::size_t const k = mesh.layer_at(place.height);
    validate(extent.contains({place.x, place.y}) && k < mesh.nz(), place.name,
             fmt::format("({:g}, {:g}) lies outside the mesh", place.x, place.y),
             fmt::format("x from {:g} to {:g}, y from {:g} to {:g}: network coordinates [m]", extent.x_min,
                         extent.x_max, extent.y_min, extent.y_max));
    mesh::CellIndex const index{static_cast<std::size_t>((place.x - extent.x_min) / mesh.cell_size()),
                                static_cast<std::size_t>((place.y - extent.y_min) / mesh.cell_size()), k};
    return emission::OpenCells(mesh, mesh.nz()).taker(mesh.cell(index));
}

std::string street_of(std::size_t index, city::City const& city) {
    if (index >= city.roads.size()) return "(off the roads)";
    auto const& road = city.roads[index];
    if (!road.street_name.empty()) return road.street_name;
    return road.internal ? "(junctions)" : road.name;
}

std::vector<Apportionment> apportion(ApportionArguments const& arguments, io::ResultReader const& result) {
    std::string const file = arguments.result.string();
    ScenarioArguments repeated;
    repeated.from = arguments.result;
    Session const session(repeated);
    require_linear_air(session, file);
    std::size_t const species = species_of(result, file);
    auto const& s = session.scenario();
    auto const& mesh = session.mesh();
    auto const places = places_of(arguments, result);
    std::vector<answers::CellShares> receptors;
    for (auto const& place : places) receptors.push_back({{cell_of(place, mesh), 1.0}});
    auto const emission = replay_emission(session);
    auto const& city = session.city();
    auto const pieces = road_piece_sources(emission, species_index(emission, pollutant), city.roads.size(), mesh);
    std::vector<answers::CellShares> sources;
    for (auto const& piece : pieces) sources.push_back(piece.air);

    Parallel const parallel(arguments.threads);
    auto const wind = wind::make_wind_solver(s.wind, mesh, city.buildings, s.dispersion.schmidt_number, parallel)
                          ->solve(session.inflow());
    auto const flow = run::mean_stirred_flow(session.stage(), wind, emission);
    dispersion::LinearTransport const transport(dispersion::LinearScheme::second_order, flow, mesh,
                                                run::removal_of(s.removal, {pollutant}, session.inflow(), mesh)[0]);
    auto const rows = adjoint_rows(transport, sources, receptors, solver_tolerance, parallel);

    auto const surface = result.mean_surface(species);
    std::vector<Apportionment> found;
    for (std::size_t n = 0; n < places.size(); ++n) {
        Apportionment one;
        one.place = places[n];
        std::map<std::string, double> by_street;
        for (std::size_t p = 0; p < pieces.size(); ++p) {
            double const gives = rows[n][p] * pieces[p].rate_kg_s * ug_of_kg;
            by_street[street_of(pieces[p].road, city)] += gives;
            double const distance = std::hypot(pieces[p].x - one.place.x, pieces[p].y - one.place.y);
            auto const band = std::ranges::upper_bound(band_ends, distance) - band_ends.begin();
            one.bands[static_cast<std::size_t>(band)] += gives;
            one.traffic += gives;
        }
        one.streets.assign(by_street.begin(), by_street.end());
        std::ranges::stable_sort(one.streets, [](auto const& a, auto const& b) { return a.second > b.second; });
        if (species < result.facts().background.size()) one.background = result.facts().background[species];
        one.run = run_mean(result.grid(), surface, receptors[n][0].cell, mesh);
        found.push_back(std::move(one));
    }
    return found;
}

nlohmann::ordered_json json_of(Apportionment const& one, bool schematic) {
    nlohmann::ordered_json document = {
        {"name", one.place.name},
        {"x", one.place.x},
        {"y", one.place.y},
        {"height_m", one.place.height},
        {"species", name(pollutant)},
        {"unit", "ug/m3"},
        {"traffic", one.traffic},
        {"schematic_network", schematic},
        {"background", one.background ? nlohmann::ordered_json(*one.background) : nullptr},
        {"run_mean", one.run ? nlohmann::ordered_json(*one.run) : nullptr}};
    document["sum_over_run"] = one.run && *one.run > 0
                                   ? nlohmann::ordered_json((one.traffic + one.background.value_or(0)) / *one.run)
                                   : nullptr;
    for (auto const& [street, gives] : one.streets) document["streets"].push_back({{"name", street}, {"gives", gives}});
    for (std::size_t band = 0; band < one.bands.size(); ++band)
        document["distances"].push_back({{"band", band_name(band)}, {"gives", one.bands[band]}});
    return document;
}

void print_text(Apportionment const& one, ApportionArguments const& arguments) {
    bool const vi = arguments.vietnamese;
    auto const line = [&](std::string const& what, double gives) {
        fmt::print("  {:<40} {:>9.3f} {:>6.1f} %\n", what, gives, one.traffic > 0 ? 100 * gives / one.traffic : 0.0);
    };
    fmt::print("{} ({:g}, {:g}): NOx [ug/m3], {}\n",
               vi && !one.place.name_vi.empty() ? one.place.name_vi : one.place.name, one.place.x, one.place.y,
               vi ? "phần của giao thông" : "share of traffic's");
    std::size_t const shown = std::min(arguments.top, one.streets.size());
    double others = 0;
    for (std::size_t n = 0; n < one.streets.size(); ++n)
        if (n < shown)
            line(one.streets[n].first, one.streets[n].second);
        else
            others += one.streets[n].second;
    if (shown < one.streets.size()) line(vi ? "(các đường khác)" : "(other streets)", others);
    fmt::print("{}\n", vi ? "Theo khoảng cách" : "By distance");
    for (std::size_t band = 0; band < one.bands.size(); ++band) line(band_name(band), one.bands[band]);
    line(vi ? "Giao thông" : "Traffic", one.traffic);
    if (one.background) fmt::print("  {:<40} {:>9.3f}\n", vi ? "Nồng độ nền" : "Background", *one.background);
    if (one.run) fmt::print("  {:<40} {:>9.3f}\n", vi ? "Trung bình của lần chạy" : "Mean of the run", *one.run);
    double const sum = one.traffic + one.background.value_or(0);
    if (one.run && std::abs(sum - *one.run) > notable_difference * *one.run)
        fmt::print(
            "  {}\n",
            vi ? "Tổng khác lần chạy hơn 10 %: lần chạy chưa đạt trạng thái dừng, hoặc điểm này nằm sát nguồn."
               : "The sum differs from the run by more than 10 %: the run was not steady, or the place lies close to a "
                 "source.");
}

int print_apportionment(ApportionArguments const& arguments) {
    validate(arguments.schools != !arguments.at.empty(), "apportion", "a place is needed, and one kind of it",
             "give --at X,Y or --schools");
    io::ResultReader const result(arguments.result.string());
    auto const found = apportion(arguments, result);
    bool const schematic = result.facts().schematic;
    if (arguments.json) {
        auto document = nlohmann::ordered_json::array();
        for (auto const& one : found) document.push_back(json_of(one, schematic));
        fmt::print("{}\n", document.dump(2));
        return 0;
    }
    for (auto const& one : found) print_text(one, arguments);
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
    verb->add_option("--at", arguments->at, "A point 1.5 m over ground, network coordinates [m]")
        ->type_name("X,Y")
        ->delimiter(',')
        ->expected(2);
    verb->add_flag("--schools", arguments->schools, "All receptors of the kind \"school\" in the result");
    verb->add_option("--top", arguments->top, "Streets to list")->capture_default_str();
    verb->add_option("--threads", arguments->threads, "Threads; default: all cores")->check(CLI::Range(0, 1024));
    verb->add_flag("--vi", arguments->vietnamese, "In Vietnamese");
    verb->add_flag("--json", arguments->json, "One JSON document on standard output: all streets");
    verb->callback([arguments, &action] { action = [arguments] { return print_apportionment(*arguments); }; });
}

}  // namespace hacthanh::app
