#include "app/hacthanh/session.hpp"

#include "app/hacthanh/program_folder.hpp"
#include "app/hacthanh/traffic_config.hpp"
#include "io/background_file.hpp"
#include "io/city_folder.hpp"
#include "io/crs.hpp"
#include "io/fleet_file.hpp"
#include "io/hash.hpp"
#include "io/measure_file.hpp"
#include "io/receptor_file.hpp"
#include "io/result_reader.hpp"
#include "io/source_file.hpp"
#include "io/sumo_network.hpp"
#include "io/sumo_signals.hpp"
#include "io/traffic_recording.hpp"
#include "io/vehicle_types.hpp"
#include "io/weather_file.hpp"
#include "io/wind_catalogue.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/core/parallel.hpp"
#include "sim/emission/electric_share.hpp"
#include "sim/run/background.hpp"
#include "sim/run/receptor_sampler.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/traffic/libsumo_traffic_source.hpp"
#include "sim/traffic/recorded_traffic_source.hpp"
#include "sim/weather/inflow.hpp"
#include "sim/wind/make_wind_solver.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cmath>
#include <ctime>
#include <fstream>
#include <thread>
#include <utility>

namespace hacthanh::app {
namespace {

/// Seconds of "hh:mm" or "+hh:mm"; the text was validated with the scenario.
double clock_seconds(std::string const& text) {
    bool const negative = text.front() == '-';
    std::string const digits = text.front() == '-' || text.front() == '+' ? text.substr(1) : text;
    double const seconds = std::stod(digits.substr(0, 2)) * 3600 + std::stod(digits.substr(3, 2)) * 60;
    return negative ? -seconds : seconds;
}

std::string utc_text(std::time_t time) { return fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::gmtime(time)); }

std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "unknown processor";
}

/// A nest whose wind turns more than this against its parent's is worth a word [degrees]; our choice.
constexpr double noticed_turn_deg = 10;

mesh::CityMesh make_mesh(scenario::Scenario const& scenario, city::Rectangle roads) {
    double const margin = scenario.mesh.margin_m;
    city::Rectangle const with_margin{roads.x_min - margin, roads.y_min - margin, roads.x_max + margin,
                                      roads.y_max + margin};
    return {scenario.mesh.extent.value_or(with_margin), scenario.mesh};
}

/// A few houses in open country say nothing of the roughness around them [1]; our choice.
constexpr double least_frontal_density = 0.03;

/// Hash of what the buildings left open: a program that cuts them in otherwise makes another run.
std::string hash_of(mesh::Openness const& openness) {
    std::string hashes;
    for (auto const* parts : {&openness.cell, &openness.x_face, &openness.y_face, &openness.z_face})
        hashes += io::sha256_of_text({reinterpret_cast<char const*>(parts->data()), parts->size()});
    return hashes;
}

/// A footprint count that was not all used is said; so is what the mesh had to change beyond rounding.
std::vector<std::string> warnings_of(mesh::BlockingReport const& report) {
    std::vector<std::string> warnings;
    if (report.buildings == 0)
        warnings.emplace_back("city.folder: none of its buildings reaches into the mesh; are both in one projection?");
    if (report.buildings_outside > 0)
        warnings.push_back(fmt::format("{} buildings lie outside the mesh and are left out", report.buildings_outside));
    if (report.overlap_volume > 1e-6 * report.clipped_volume)
        warnings.push_back(
            fmt::format("buildings overlap: {:.0f} m3 were counted once, not twice", report.overlap_volume));
    if (report.enclosed_cells > 0)
        warnings.push_back(
            fmt::format("{} cells of air are enclosed by buildings and were closed", report.enclosed_cells));
    return warnings;
}

}  // namespace

void ScenarioArguments::add_to(CLI::App& verb) {
    auto* const file = verb.add_option("scenario", scenario, "Scenario file (TOML)");
    auto* const result = verb.add_option("--from", from, "Repeat the scenario stored in this result file");
    file->excludes(result);
    verb.add_option("--set", overrides, "Override an option: --set traffic.scale=1.2 (repeatable)")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
}

void ScenarioArguments::add_with_measures_to(CLI::App& verb) {
    add_to(verb);
    verb.add_option("--measure", measures, "Measure file: what is changed in the running city (repeatable)")
        ->type_name("FILE")
        ->allow_extra_args(false);
}

Session::Session(ScenarioArguments const& arguments) {
    auto measure_files = arguments.measures;
    if (!arguments.from.empty()) {
        auto const earlier = io::ResultReader(arguments.from.string()).provenance();
        auto overrides = earlier.overrides;
        overrides.insert(overrides.end(), arguments.overrides.begin(), arguments.overrides.end());
        loaded_ = io::load_scenario_text(earlier.scenario_text, earlier.scenario_path, overrides);
        for (auto const& input : earlier.inputs)
            if (input.role == measure_role) measure_files.emplace_back(input.path);
    } else {
        validate(!arguments.scenario.empty(), "hacthanh", "no scenario given",
                 "name a scenario file, or --from RESULT.nc");
        loaded_ = io::load_scenario(arguments.scenario, arguments.overrides);
    }
    read_fleet();
    if (scenario().traffic.recording.empty())
        read_sumo_case();
    else
        read_recording();
    read_city();
    build_mesh();
    take_roughness_of_buildings();
    keep_the_lowest_layer();
    place_in_time();
    read_weather();
    read_background();
    read_sources();
    inflow_ = inflow(0);
    check_nest();
    read_receptors();
    spin_up_ = run::plan_spin_up(scenario(), *mesh_, inflow_);
    run::steps_per_coupling(scenario(), traffic_step_s_);
    read_measures(measure_files);
    std::string key = loaded_.resolved;
    for (auto const& input : inputs_) key += input.role + input.sha256;
    if (mesh_->has_buildings()) key += hash_of(mesh_->openness());
    run_key_ = io::sha256_of_text(key);
}

state::InputFile input_file(std::filesystem::path const& file, std::string const& role) {
    return {file.string(), role, std::filesystem::file_size(file), io::sha256_of_file(file)};
}

void Session::add_input(std::filesystem::path const& file, std::string const& role) {
    inputs_.push_back(input_file(file, role));
}

void Session::read_fleet() {
    auto const& options = scenario().emission;
    if (options.fleet.empty()) return;
    auto loaded = io::read_fleet(loaded_.resolve(options.fleet));
    fleet_ = std::move(loaded.fleet);
    if (options.electric_motorbike_share) emission::set_electric_share(*fleet_, *options.electric_motorbike_share);
    for (auto const& file : loaded.files) add_input(file, "fleet");
}

void Session::read_sumo_case() {
    auto config = traffic_config(loaded_);
    sumo_ = std::move(config.sumo);
    traffic_step_s_ = sumo_.step_length_s;
    city_ = io::read_sumo_network(sumo_.net_file);
    auto demand = io::read_demand(sumo_, scenario().traffic.begin_s, scenario().traffic.end_s);
    if (fleet_) io::check_fleet(demand, *fleet_, scenario().emission.fleet.string());
    warnings_ = io::check_emission_classes(demand, scenario().emission.allow_default_emission_class);
    warnings_.insert(warnings_.end(), config.notes.begin(), config.notes.end());
    expected_vehicles_ = demand.vehicles;
    for (auto const& [role, file] : config.demand_files) add_input(file, role);
    for (auto const& type : demand.used) types_.push_back({type.type, type.vehicle_class, type.emission_class});
    add_input(sumo_.file, "sumo_config");
    add_input(sumo_.net_file, "network");
    for (auto const& file : sumo_.route_files) add_input(file, "routes");
    for (auto const& file : sumo_.additional_files) add_input(file, "additional");
    for (auto const& file : demand.included_files) add_input(file, "included");
    for (auto const& file : sumo_.other_inputs) add_input(file, "other");
}

void Session::read_recording() {
    auto const file = loaded_.resolve(scenario().traffic.recording);
    io::TrafficRecordingReader const reader(file);
    auto const& header = reader.header();
    validate(
        scenario().traffic.begin_s == header.begin_s && scenario().traffic.end_s <= header.end_s, "traffic.begin_s",
        fmt::format("the run from second {} to {} is not in {}, which was recorded from {} to {}",
                    scenario().traffic.begin_s, scenario().traffic.end_s, file.string(), header.begin_s, header.end_s),
        "begin where the recording begins and end no later, or record again");
    validate(scenario().traffic.scale == 1.0, "traffic.scale", "a recording cannot be scaled",
             "record again with --set traffic.scale=…");
    city_ = header.city;
    traffic_step_s_ = header.step_s;
    seed_ = header.seed;
    add_input(file, "recording");
}

void Session::read_city() {
    if (scenario().city.folder.empty()) return;
    auto folder = io::read_city_folder(loaded_.resolve(scenario().city.folder));
    auto const& theirs = folder.city.projection;
    auto const& ours = city_.projection;
    validate(theirs.proj_string == ours.proj_string && theirs.offset_x_m == ours.offset_x_m &&
                 theirs.offset_y_m == ours.offset_y_m,
             "city.folder",
             fmt::format("the city lies at \"{}\" {:+} {:+} and the network of the traffic at \"{}\" {:+} {:+}",
                         theirs.proj_string, theirs.offset_x_m, theirs.offset_y_m, ours.proj_string, ours.offset_x_m,
                         ours.offset_y_m),
             "import the city with the network that the traffic runs on");
    city_.buildings = std::move(folder.city.buildings);
    city_.areas = std::move(folder.city.areas);
    city_.population = std::move(folder.city.population);
    city_.terrain = std::move(folder.city.terrain);
    for (auto const& [role, file] : folder.files) add_input(file, "city " + role);
}

void Session::build_mesh() {
    mesh_.emplace(make_mesh(scenario(), city_.road_extent));
    if (city_.buildings.empty()) return;
    auto blocked = mesh::block_buildings(*std::move(mesh_), city_.buildings, {}, Parallel());
    mesh_.emplace(std::move(blocked.mesh));
    blocking_ = std::move(blocked.report);
    auto const warnings = warnings_of(*blocking_);
    warnings_.insert(warnings_.end(), warnings.begin(), warnings.end());
    validate(wind::is_building_aware(scenario().wind, *mesh_), "wind.model",
             "\"uniform\" would blow through the buildings of the city",
             "take \"auto\" or \"mass_consistent\", or leave out city.folder");
}

/// The wind that comes in has passed over a city like the one on the mesh: its roughness is the default of the
/// weather's. The displacement is not: on the mesh the buildings themselves lift the wind.
void Session::take_roughness_of_buildings() {
    if (!blocking_) return;
    auto const& weather = scenario().weather;
    morphology_ = weather.file.empty() ? city::morphology(city_.buildings, mesh_->extent(), weather.wind_from_deg)
                                       : city::mean_morphology(city_.buildings, mesh_->extent());
    bool const sparse = morphology_->frontal_density < least_frontal_density;
    if (sparse || loaded_.given.contains("weather.roughness_length_m")) return;
    double const rounded = std::round(morphology_->roughness_length_m * 100) / 100;
    loaded_.scenario.weather.roughness_length_m = std::max(rounded, 0.01);
    loaded_.resolved = scenario::resolved_toml(loaded_.scenario);
    loaded_.notes.push_back(fmt::format("weather.roughness_length_m = {} (from the buildings, Macdonald et al. 1998)",
                                        loaded_.scenario.weather.roughness_length_m));
}

/// The line source knows the lowest layer alone; nothing else is written.
void Session::keep_the_lowest_layer() {
    auto& s = loaded_.scenario;
    if (s.dispersion.model != "line_source" || s.output.fields_up_to_m.value_or(s.mesh.top_m) < s.mesh.first_layer_m)
        return;
    s.output.fields_up_to_m = s.mesh.first_layer_m / 2;
    loaded_.resolved = scenario::resolved_toml(s);
    loaded_.notes.push_back("output.fields_up_to_m: dispersion.model = \"line_source\" gives the lowest layer alone");
}

void Session::place_in_time() {
    std::tm date{};
    date.tm_year = std::stoi(scenario().time.date.substr(0, 4)) - 1900;
    date.tm_mon = std::stoi(scenario().time.date.substr(5, 2)) - 1;
    date.tm_mday = std::stoi(scenario().time.date.substr(8, 2));
    start_clock_s_ = clock_seconds(scenario().time.start_clock);
    double const to_utc_s = start_clock_s_ - clock_seconds(scenario().time.utc_offset);
    std::time_t const epoch = timegm(&date) + static_cast<std::time_t>(std::lround(to_utc_s));
    epoch_utc_ = utc_text(epoch);
    epoch_utc_s_ = static_cast<double>(epoch);
}

weather::RunSetting Session::setting() const {
    weather::RunSetting setting{epoch_utc_s_, scenario().traffic.begin_s, scenario().traffic.end_s, {}, {}};
    auto const middle = mesh_->extent();
    if (auto const place = io::place_on_earth(
            city_.projection, {0.5 * (middle.x_min + middle.x_max), 0.5 * (middle.y_min + middle.y_max)})) {
        setting.latitude_deg = place->latitude_deg;
        setting.longitude_deg = place->longitude_deg;
    }
    return setting;
}

void Session::read_weather() {
    auto const& options = scenario().weather;
    auto const when_and_where = setting();
    if (options.file.empty()) {
        weather_.emplace(options, when_and_where);
    } else {
        auto const file = loaded_.resolve(options.file);
        io::WeatherFileOptions const reading{options.format, utc_offset_s(), epoch_utc_s_ + when_and_where.begin_s,
                                             epoch_utc_s_ + when_and_where.end_s};
        weather_.emplace(options, io::read_weather_file(file, reading), when_and_where);
        add_input(file, "weather");
    }
    if (scenario().chemistry.on()) weather_->sunlight(when_and_where.begin_s);  // refuses a run without a place
}

void Session::read_background() {
    auto const& options = scenario().background;
    if (!options.file.empty()) {
        auto const file = loaded_.resolve(options.file);
        background_series_ = io::read_background_file(file, utc_offset_s());
        add_input(file, "background");
    }
    background_ = background_of(scenario::carried_species(scenario()));
    if (background_.counted_twice())
        warnings_.emplace_back(
            "background.kind = \"in_domain\": the air of a station inside the mesh holds the traffic of the mesh "
            "already, "
            "which is counted twice; take a station upwind or a regional model");
}

double Session::utc_offset_s() const { return clock_seconds(scenario().time.utc_offset); }

void Session::read_sources() {
    if (scenario().sources.file.empty()) return;
    auto loaded = io::read_sources(loaded_.resolve(scenario().sources.file), *mesh_, city_.projection);
    sources_ = std::move(loaded.sources);
    for (auto const& file : loaded.files) add_input(file, "sources");
    warnings_.insert(warnings_.end(), loaded.notes.begin(), loaded.notes.end());
}

state::Background Session::background_of(std::vector<Pollutant> const& species) const {
    return run::background_of(scenario(), species, background_series_ ? &*background_series_ : nullptr, epoch_utc_s_);
}

state::InflowProfile Session::inflow(std::size_t weather_interval) const {
    return weather::make_inflow_profile(scenario().weather, weather_->in_interval(weather_interval), *mesh_,
                                        scenario().dispersion.schmidt_number);
}

StartedTraffic Session::start_traffic(TrafficOrder const& order) const {
    auto const& options = scenario().traffic;
    if (!options.recording.empty())
        return {std::make_unique<traffic::RecordedTrafficSource>(
                    std::make_unique<io::TrafficRecordingReader>(loaded_.resolve(options.recording)), options.end_s),
                seed_};
    traffic::LibsumoTrafficSettings settings;
    settings.worker = program_folder() / "hacthanh-traffic";
    settings.sumo_config = std::filesystem::absolute(sumo_.file);
    settings.begin_s = options.begin_s;
    settings.end_s = options.end_s;
    settings.scale = options.scale;
    settings.seed = order.seed ? order.seed : options.seed;
    settings.interventions = order.interventions;
    settings.hold_s = order.hold_s;
    for (auto const& road : city_.roads) settings.roads.push_back(road.name);
    if (options.keep_sumo_outputs) settings.output_folder = std::filesystem::absolute(order.sumo_outputs);
    auto source = std::make_unique<traffic::LibsumoTrafficSource>(settings);
    std::int64_t const seed = source->seed();
    return {std::move(source), seed};
}

std::int64_t Session::seed() const {
    if (!scenario().traffic.recording.empty()) return seed_;
    return scenario().traffic.seed.value_or(sumo_.seed.value_or(sumo_default_seed));
}

bool Session::traffic_has_threads() const {
    for (char const* option : {"threads", "device.rerouting.threads"})
        if (auto const* given = sumo_.find(option); given != nullptr && given->value != "0" && given->value != "1")
            return true;
    return false;
}

void Session::read_measures(std::vector<std::filesystem::path> const& files) {
    if (files.empty()) return;
    validate(scenario().traffic.recording.empty(), "--measure", "a recording cannot be changed",
             "name a traffic.sumo_config");
    for (auto const& file : files) {
        auto more = io::read_measures(file);
        add_input(file, measure_role);
        if (!measures_) {
            measures_ = std::move(more);
            continue;
        }
        measures_->title += " + " + more.title;
        measures_->title_vi += " + " + more.title_vi;
        measures_->measures.insert(measures_->measures.end(), more.measures.begin(), more.measures.end());
    }
    auto const resolved = resolve(*measures_, seed());
    warnings_.insert(warnings_.end(), resolved.notes.begin(), resolved.notes.end());
}

run::ResolvedMeasures Session::resolve(scenario::MeasureFile const& measures, std::int64_t seed, bool prepared) const {
    auto const signals = io::read_sumo_signals(sumo_.net_file, sumo_.additional_files);
    double const interval = scenario().output.interval_s;
    double const begin = scenario().traffic.begin_s;
    run::MeasureSetting const setting{
        .city = city_,
        .signals = signals,
        .types = types_,
        .fleet = fleet(),
        .begin_s = begin,
        .end_s = scenario().traffic.end_s,
        .default_begin_s = begin + std::ceil(spin_up_.length_s / interval - 1e-9) * interval,
        .start_clock_s = start_clock_s_,
        .seed = static_cast<std::uint64_t>(seed)};
    return run::resolve(measures, setting, prepared);
}

std::unique_ptr<io::OuterResult> Session::outer_air() const {
    if (scenario().nest.parent.empty()) return nullptr;
    std::vector<std::string> species;
    for (Pollutant pollutant : scenario::carried_species(scenario())) species.emplace_back(name(pollutant));
    return std::make_unique<io::OuterResult>(loaded_.resolve(scenario().nest.parent).string(), *mesh_, city_.projection,
                                             species, scenario().traffic.begin_s, scenario().traffic.end_s);
}

void Session::read_receptors() {
    if (scenario().output.receptors.empty()) return;
    auto const file = loaded_.resolve(scenario().output.receptors);
    receptors_ = io::read_receptors(file, city_.projection);
    run::ReceptorSampler(*mesh_, receptors_);  // refuses points outside
    add_input(file, "receptors");
}

void Session::check_nest() {
    auto const outer = outer_air();
    if (!outer) return;
    add_input(loaded_.resolve(scenario().nest.parent), "parent");
    double const turned = std::remainder(outer->wind_from_deg() - inflow_.wind_from_deg, 360.0);
    if (std::abs(turned) > noticed_turn_deg)
        warnings_.push_back(fmt::format(
            "nest.parent: its wind came from {:.0f} degrees, that of this scenario from {:.0f}; give both one weather",
            outer->wind_from_deg(), inflow_.wind_from_deg));
}

std::unique_ptr<state::WindCatalogue> Session::wind_catalogue() const {
    auto const& wind = scenario().wind;
    if (wind.catalogue.empty()) return nullptr;
    auto const model = fmt::format("{} {} {} {} {}", wind.model, wind.cells_per_vortex, wind.alpha_ratio,
                                   wind.relative_residual, scenario().dispersion.schmidt_number);
    return std::make_unique<io::WindCatalogueFolder>(loaded_.resolve(wind.catalogue), *mesh_, city_.buildings, model,
                                                     static_cast<std::uintmax_t>(wind.catalogue_limit_gb * 1e9));
}

io::ResultWriterOptions Session::writer_options(int n_threads) const {
    auto const& output = scenario().output;
    io::ResultWriterOptions writer;
    writer.fields_up_to_m = output.fields_up_to_m;
    writer.keep_fields = output.keep_fields;
    writer.n_threads = n_threads;
    writer.keep_roads = output.keep_roads;
    writer.keep_groups = output.keep_groups;
    return writer;
}

void add_measures(state::RunHeader& header, scenario::MeasureFile const& measures) {
    header.title += ": " + measures.title;
    header.title_vi += ": " + measures.title_vi;
    auto const add_note = [](std::string& note, std::string const& more) {
        if (!more.empty()) note += (note.empty() ? "" : " ") + more;
    };
    add_note(header.note, measures.note);
    add_note(header.note_vi, measures.note_vi);
}

state::RunHeader Session::header(int n_threads, std::int64_t seed) const {
    auto const& s = scenario();
    state::RunHeader header{.city = city_, .mesh = *mesh_, .species = s.output.species};
    header.title = s.about.title;
    header.title_vi = s.about.title_vi;
    header.note = s.about.note;
    header.note_vi = s.about.note_vi;
    header.schematic = s.about.schematic;
    header.epoch_utc = epoch_utc_;
    header.utc_offset = s.time.utc_offset;
    header.begin_s = s.traffic.begin_s;
    header.end_s = s.traffic.end_s;
    header.interval_s = s.output.interval_s;
    header.spin_up_s = spin_up_.length_s;
    header.significant_error = s.output.concentration_error;
    header.inflow = inflow_;
    header.provenance = {loaded_.file.string(),
                         loaded_.text,
                         loaded_.overrides,
                         loaded_.resolved,
                         inputs_,
                         utc_text(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())),
                         fmt::format("{}, {} cores", processor(), std::thread::hardware_concurrency()),
                         n_threads,
                         seed};
    header.kerbs = s.kerb.on();
    header.background = background_of(s.output.species);
    header.receptors = receptors_;
    header.trace_interval_s = s.output.trace_interval_s;
    if (measures_) add_measures(header, *measures_);
    return header;
}

}  // namespace hacthanh::app
