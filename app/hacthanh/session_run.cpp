/// What a session gives to a run: traffic, measures, winds, and the head of its result.

#include "app/hacthanh/session.hpp"

#include "app/hacthanh/program_folder.hpp"
#include "app/hacthanh/traffic_config.hpp"
#include "app/hacthanh/utc_text.hpp"
#include "io/sumo_signals.hpp"
#include "io/traffic_recording.hpp"
#include "io/wind_catalogue.hpp"
#include "sim/traffic/libsumo_traffic_source.hpp"
#include "sim/traffic/recorded_traffic_source.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <thread>
#include <utility>

namespace hacthanh::app {
namespace {

std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "unknown processor";
}

/// Says in title and notes of a result what was changed.
void add_measures(state::RunHeader& header, scenario::MeasureFile const& measures) {
    header.title += ": " + measures.title;
    header.title_vi += ": " + measures.title_vi;
    auto const add_note = [](std::string& note, std::string const& more) {
        if (note.find(more) == std::string::npos) note += (note.empty() ? "" : " ") + more;
    };
    add_note(header.note, measures.note);
    add_note(header.note_vi, measures.note_vi);
}

}  // namespace

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

double first_border(scenario::Scenario const& scenario, double spin_up_s) {
    double const interval = scenario.output.interval_s;
    return scenario.traffic.begin_s + std::ceil(spin_up_s / interval - 1e-9) * interval;
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

run::ResolvedMeasures Session::resolve(scenario::MeasureFile const& measures, std::int64_t seed, bool built) const {
    auto const signals = io::read_sumo_signals(sumo_.net_file, sumo_.additional_files);
    run::MeasureSetting const setting{.city = city_,
                                      .signals = signals,
                                      .types = types_,
                                      .fleet = fleet(),
                                      .begin_s = scenario().traffic.begin_s,
                                      .end_s = scenario().traffic.end_s,
                                      .default_begin_s = first_border(scenario(), spin_up_.length_s),
                                      .start_clock_s = start_clock_s_,
                                      .seed = static_cast<std::uint64_t>(seed)};
    return run::resolve(measures, setting, built);
}

std::unique_ptr<io::OuterResult> Session::outer_air() const {
    if (scenario().nest.parent.empty()) return nullptr;
    std::vector<std::string> species;
    for (Pollutant pollutant : scenario::carried_species(scenario())) species.emplace_back(name(pollutant));
    return std::make_unique<io::OuterResult>(loaded_.resolve(scenario().nest.parent).string(), *mesh_, city_.projection,
                                             species, scenario().traffic.begin_s, scenario().traffic.end_s);
}

std::unique_ptr<state::WindCatalogue> Session::wind_catalogue(std::filesystem::path const& otherwise) const {
    auto const& wind = scenario().wind;
    auto folder = wind.catalogue.empty() ? std::filesystem::path() : loaded_.resolve(wind.catalogue);
    bool const by_class = !folder.empty();
    if (folder.empty() && mesh_->has_buildings()) folder = otherwise;
    if (folder.empty()) return nullptr;
    return std::make_unique<io::WindCatalogueFolder>(folder, *mesh_, city_.buildings, wind_model(),
                                                     static_cast<std::uintmax_t>(wind.catalogue_limit_gb * 1e9),
                                                     by_class);
}

std::string Session::wind_model() const {
    auto const& wind = scenario().wind;
    return fmt::format("{} {} {} {} {}", wind.model, wind.cells_per_vortex, wind.alpha_ratio, wind.relative_residual,
                       scenario().dispersion.schmidt_number);
}

io::ResultWriterOptions Session::writer_options(int n_threads) const {
    auto const& output = scenario().output;
    io::ResultWriterOptions writer;
    writer.fields_up_to_m = output.fields_up_to_m;
    writer.keep_fields = output.keep_fields;
    writer.n_threads = n_threads;
    writer.keep_roads = output.keep_roads;
    writer.keep_groups = output.keep_groups;
    writer.keep_wind = output.keep_wind;
    return writer;
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

state::RunHeader Session::header(int n_threads, std::int64_t seed, scenario::MeasureFile const& measures,
                                 std::vector<std::filesystem::path> const& files) const {
    auto header = this->header(n_threads, seed);
    add_measures(header, measures);
    for (auto const& file : files) header.provenance.inputs.push_back(input_file(file, measure_role));
    return header;
}

}  // namespace hacthanh::app
