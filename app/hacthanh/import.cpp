#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "io/import/city_import.hpp"
#include "io/import/import_report.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"

#include <fmt/core.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::app {
namespace {

/// Everything that the command line can say.
struct ImportArguments {
    io::ImportSettings settings;
    io::OsmImport osm;
    io::SumoImport sumo;
    std::vector<double> box;
    bool no_clip = false;
    std::vector<std::string> licences;
    std::vector<std::string> names;
    bool json = false;
};

/// "part=text" pairs.
std::map<std::string, std::string> pairs(std::vector<std::string> const& given, std::string const& option) {
    std::map<std::string, std::string> result;
    for (auto const& text : given) {
        auto const equals = text.find('=');
        validate(equals != std::string::npos && equals > 0, option, fmt::format("\"{}\" must be PART=TEXT", text),
                 "parts are network, buildings, heights, areas, population and terrain");
        result[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return result;
}

void add_common(CLI::App& verb, ImportArguments& arguments) {
    auto& s = arguments.settings;
    verb.add_option("-o,--output", s.output, "Folder to make: the city")->required();
    verb.add_flag("--force", s.replace, "Replace a city that is there already");
    verb.add_option("--name", s.name, "What the city is called; default: the folder's name");
    verb.add_option("--name-vi", s.name_vi, "Its Vietnamese name");
    verb.add_flag("--schematic", s.schematic, "The road network is a sketch: every map says so");
    verb.add_option("--note", s.note, "A sentence for every map");
    verb.add_option("--default-height", s.heights.default_height_m, "Height where nothing says one [m]")
        ->check(CLI::Range(1.0, 500.0));
    verb.add_option("--storey-height", s.heights.storey_height_m, "Floor to floor [m]; default: by use, 3.1-3.9")
        ->check(CLI::Range(2.0, 10.0));
    verb.add_option("--neighbour-radius", s.heights.neighbour_radius_m, "Known heights so near count [m]")
        ->check(CLI::Range(1.0, 5000.0));
    verb.add_option("--terrain", s.terrain, "Heights of the ground (GeoTIFF)")->check(CLI::ExistingFile);
    verb.add_option("--terrain-cell", s.terrain_cell_m, "Cell size of the resampled ground [m]")
        ->check(CLI::Range(1.0, 1000.0));
    auto* const population = verb.add_option("--population", s.population,
                                             "People: raster of counts (GeoTIFF), or polygons with --population-field")
                                 ->check(CLI::ExistingFile);
    verb.add_option("--population-field", s.population_field, "Column with the residents of each polygon")
        ->needs(population);
    verb.add_option("--population-total", s.population_total, "Residents to spread over buildings by floor area")
        ->check(CLI::PositiveNumber)
        ->excludes(population);
    verb.add_option("--routes", s.routes, "SUMO route files, copied into the folder")->check(CLI::ExistingFile);
    verb.add_option("--additional", s.additional, "SUMO additional files (vehicle types), copied into the folder")
        ->check(CLI::ExistingFile);
    verb.add_option("--licence", arguments.licences, "Under which licence a part may be used: buildings=CC-BY-4.0")
        ->type_name("PART=TEXT");
    verb.add_option("--source", arguments.names, "Who made a part: terrain=Copernicus GLO-30")->type_name("PART=TEXT");
    verb.add_flag("--json", arguments.json, "One JSON document on standard output");
}

void add_osm(CLI::App& verb, ImportArguments& arguments) {
    verb.add_option("file", arguments.osm.file, "OpenStreetMap data: .osm, .osm.gz, .osm.bz2 or .osm.pbf")->required();
    verb.add_option("--bbox", arguments.box, "Cut out west,south,east,north [degrees]; default: the file's bounds")
        ->delimiter(',')
        ->expected(4);
    verb.add_flag("--no-clip", arguments.no_clip, "Keep what reaches beyond the file's bounds");
    verb.add_flag("--left-hand", arguments.osm.left_hand, "Traffic drives on the left");
    verb.add_option("--netconvert", arguments.osm.netconvert_options,
                    "One more option for netconvert, e.g. --netconvert=--tls.guess (repeatable)")
        ->type_name("OPTION");
    add_common(verb, arguments);
}

void add_sumo(CLI::App& verb, ImportArguments& arguments) {
    auto& sumo = arguments.sumo;
    verb.add_option("network", sumo.network, "SUMO network: .net.xml or .net.xml.gz")
        ->required()
        ->check(CLI::ExistingFile);
    verb.add_option("--poly", sumo.polygons, "Buildings and areas as polyconvert wrote them (.poly.xml)")
        ->check(CLI::ExistingFile);
    verb.add_option("--buildings", sumo.buildings,
                    "Buildings: GeoPackage, GeoJSON, Shapefile (all that GDAL opens) or CityJSON (.json)")
        ->check(CLI::ExistingFile);
    verb.add_option("--layer", sumo.gis.layer, "Layer of the buildings file; default: \"buildings\", or the only one");
    verb.add_option("--height-field", sumo.gis.height_field, "Column with heights; default: guessed and reported");
    verb.add_option("--levels-field", sumo.gis.levels_field, "Column with storeys; default: guessed and reported");
    verb.add_option("--use-field", sumo.gis.use_field, "Column with the use; default: guessed and reported");
    verb.add_option("--buildings-crs", sumo.gis.crs,
                    "Reference system of the buildings file in place of its own: EPSG:…, or network");
    verb.add_flag("--swap-axes", sumo.gis.swap_axes, "The buildings file has y before x");
    add_common(verb, arguments);
}

int finish(io::ImportReport const& report, bool json) {
    for (auto const& warning : report.log.warnings()) log::warning("{}", warning);
    fmt::print("{}\n", json ? io::import_report_json(report) : io::import_report_text(report));
    return 0;
}

void take_pairs(ImportArguments& arguments, std::string const& command) {
    arguments.settings.licences = pairs(arguments.licences, "--licence");
    arguments.settings.names = pairs(arguments.names, "--source");
    arguments.settings.command = command;
}

int run_osm(ImportArguments& arguments) {
    take_pairs(arguments, fmt::format("hacthanh import osm {}", arguments.osm.file.filename().string()));
    arguments.osm.clip = !arguments.no_clip;
    if (!arguments.box.empty())
        arguments.osm.box = io::GeoBox{arguments.box[0], arguments.box[1], arguments.box[2], arguments.box[3]};
    return finish(io::import_osm(arguments.osm, arguments.settings), arguments.json);
}

int run_sumo(ImportArguments& arguments) {
    take_pairs(arguments, fmt::format("hacthanh import sumo {}", arguments.sumo.network.filename().string()));
    return finish(io::import_sumo(arguments.sumo, arguments.settings), arguments.json);
}

}  // namespace

void add_import(CLI::App& command, Action& action) {
    auto* const verb = command.add_subcommand("import", verb_description("import"));
    verb->require_subcommand(1);
    auto const arguments = std::make_shared<ImportArguments>();
    auto* const osm = verb->add_subcommand("osm", "From OpenStreetMap: roads (netconvert), buildings, areas");
    add_osm(*osm, *arguments);
    osm->callback([arguments, &action] { action = [arguments] { return run_osm(*arguments); }; });
    auto* const sumo = verb->add_subcommand("sumo", "From a SUMO network, with buildings from elsewhere");
    add_sumo(*sumo, *arguments);
    sumo->callback([arguments, &action] { action = [arguments] { return run_sumo(*arguments); }; });
}

}  // namespace hacthanh::app
