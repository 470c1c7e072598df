#include "app/hacthanh/session.hpp"

#include "app/hacthanh/measure_plan.hpp"
#include "app/hacthanh/traffic_config.hpp"
#include "app/hacthanh/utc_text.hpp"
#include "io/background_file.hpp"
#include "io/crs.hpp"
#include "io/fleet_file.hpp"
#include "io/hash.hpp"
#include "io/measure_file.hpp"
#include "io/receptor_file.hpp"
#include "io/result_reader.hpp"
#include "io/source_file.hpp"
#include "io/sumo_network.hpp"
#include "io/traffic_recording.hpp"
#include "io/vehicle_types.hpp"
#include "io/weather_file.hpp"
#include "sim/core/error.hpp"
#include "sim/emission/electric_share.hpp"
#include "sim/run/background.hpp"
#include "sim/run/receptor_sampler.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/weather/inflow.hpp"

#include <fmt/format.h>

#include <cmath>
#include <ctime>
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

/// A nest whose wind turns more than this against its parent's is worth a word [degrees]; our choice.
constexpr double noticed_turn_deg = 10;

/// Hash of what the buildings left open: a program that cuts them in otherwise makes another run.
std::string hash_of(mesh::Openness const& openness) {
    std::string hashes;
    for (auto const* parts : {&openness.cell, &openness.x_face, &openness.y_face, &openness.z_face})
        hashes += io::sha256_of_text({reinterpret_cast<char const*>(parts->data()), parts->size()});
    return hashes;
}

}  // namespace

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
    warn_of_still_particles();
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

scenario::MeasureFile read_together(std::vector<std::filesystem::path> const& files) {
    auto all = io::read_measures(files.front());
    for (auto file = files.begin() + 1; file != files.end(); ++file) {
        auto more = io::read_measures(*file);
        all.title += " + " + more.title;
        all.title_vi += " + " + more.title_vi;
        all.measures.insert(all.measures.end(), more.measures.begin(), more.measures.end());
    }
    return all;
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

void Session::warn_of_still_particles() {
    if (scenario().dispersion.model != "particles" || scenario().weather.meander == "directions") return;
    std::size_t const n = weather_->n_intervals();
    std::size_t weak = 0;
    for (std::size_t interval = 0; interval < n; ++interval) weak += inflow(interval).meander_diffusivity > 0 ? 1U : 0U;
    if (weak > 0)
        warnings_.push_back(fmt::format(
            "dispersion.model = \"particles\": in {} of {} intervals of the weather the wind is so weak that it "
            "meanders, which particles know with weather.meander = \"directions\" alone; plumes are too narrow "
            "there",
            weak, n));
}

void Session::read_measures(std::vector<std::filesystem::path> const& files) {
    if (files.empty()) return;
    validate(scenario().traffic.recording.empty(), "--measure", "a recording cannot be changed",
             "name a traffic.sumo_config");
    measures_ = read_together(files);
    for (auto const& file : files) {
        require_known_indicators(*this, io::read_measures(file));
        add_input(file, measure_role);
    }
    auto const resolved = resolve(*measures_, seed());
    warnings_.insert(warnings_.end(), resolved.notes.begin(), resolved.notes.end());
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

}  // namespace hacthanh::app
