#pragma once

#include "io/outer_result.hpp"
#include "io/result_writer.hpp"
#include "io/scenario_file.hpp"
#include "io/sumo_config.hpp"
#include "sim/city/city.hpp"
#include "sim/city/morphology.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/run/interventions.hpp"
#include "sim/run/simulation.hpp"
#include "sim/scenario/measures.hpp"
#include "sim/state/background.hpp"
#include "sim/state/fleet.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/state/ports/result_sink.hpp"
#include "sim/state/ports/wind_catalogue.hpp"
#include "sim/state/provenance.hpp"
#include "sim/traffic/traffic_source.hpp"
#include "sim/weather/weather.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own name
class App;
}

namespace hacthanh::app {

/// The options that name a scenario; shared by run, check and record.
struct ScenarioArguments {
    std::filesystem::path scenario;               ///< a scenario file
    std::filesystem::path from;                   ///< or a result file whose scenario is repeated
    std::vector<std::string> overrides;           ///< key=value
    std::vector<std::filesystem::path> measures;  ///< measure files, taken together

    void add_to(CLI::App& verb);
    /// Adds --measure too.
    void add_with_measures_to(CLI::App& verb);
};

/// How traffic is to begin.
struct TrafficOrder {
    std::filesystem::path sumo_outputs{};  ///< where SUMO's own files go if they are kept
    std::optional<std::int64_t> seed{};    ///< in place of the scenario's
    traffic::Interventions interventions{};
    std::optional<double> hold_s{};  ///< the traffic ends here, to be branched
};

/// Traffic that has begun.
struct StartedTraffic {
    std::unique_ptr<traffic::TrafficSource> source;
    std::int64_t seed = 0;  ///< of its random numbers
};

/// The role of measure files among a result's inputs.
inline constexpr char const* measure_role = "measure";

/// What a result says of a file that it depends on.
state::InputFile input_file(std::filesystem::path const& file, std::string const& role);

/// Measure files taken together. @pre at least one
scenario::MeasureFile read_together(std::vector<std::filesystem::path> const& files);

/// The mesh of a scenario before buildings are cut in. @param roads  extent of the network
mesh::CityMesh make_mesh(scenario::Scenario const& scenario, city::Rectangle roads);

/// Where measures without windows begin: the first border of output steps that ends the spin-up [s, traffic clock].
double first_border(scenario::Scenario const& scenario, double spin_up_s);

/// A scenario with everything it names read and checked, before anything runs.
class Session {
public:
    /// Throws InputError naming file, line or key for whatever is wrong.
    explicit Session(ScenarioArguments const& arguments);

    io::LoadedScenario const& loaded() const { return loaded_; }
    scenario::Scenario const& scenario() const { return loaded_.scenario; }
    city::City const& city() const { return city_; }
    mesh::CityMesh const& mesh() const { return *mesh_; }
    weather::Weather const& weather() const { return *weather_; }
    /// At the start of the run.
    state::InflowProfile const& inflow() const { return inflow_; }
    /// What became of the buildings; nothing without buildings.
    std::optional<mesh::BlockingReport> const& blocking() const { return blocking_; }
    /// In one interval of the weather.
    state::InflowProfile inflow(std::size_t weather_interval) const;
    /// How densely the mesh is built for the scenario's wind; nothing without buildings.
    std::optional<city::Morphology> const& morphology() const { return morphology_; }
    run::SpinUp const& spin_up() const { return spin_up_; }
    std::vector<state::InputFile> const& inputs() const { return inputs_; }
    double traffic_step_s() const { return traffic_step_s_; }
    bool sublane() const { return sumo_.lateral_resolution_m.has_value(); }
    /// Vehicles, trips and flows in the route files, about; 0 for a recording.
    double expected_vehicles() const { return expected_vehicles_; }
    std::vector<std::string> const& warnings() const { return warnings_; }
    /// UTC of traffic second 0, "YYYY-MM-DD hh:mm:ss".
    std::string const& epoch_utc() const { return epoch_utc_; }
    /// Local time of day of traffic second 0 [s].
    double start_clock_s() const { return start_clock_s_; }
    /// Hash of the resolved scenario and all inputs.
    std::string const& run_key() const { return run_key_; }

    /// The fleet table, or nullptr.
    state::Fleet const* fleet() const { return fleet_ ? &*fleet_ : nullptr; }

    run::Stage stage() const { return stage_of(scenario()); }
    /// The same of another scenario: this one with another end.
    run::Stage stage_of(scenario::Scenario const& scenario) const {
        return {scenario,  city_,   *mesh_,      *weather_, spin_up_,
                run_key_,  fleet(), background_, sources_,  epoch_utc_s_ + utc_offset_s(),
                receptors_};
    }

    StartedTraffic start_traffic(TrafficOrder const& order) const;
    /// The seed of the traffic: the scenario's, else the configuration's, else SUMO's default.
    std::int64_t seed() const;

    /// What measures do in this city and run. Throws InputError for what it cannot have.
    /// @param built  see run::resolve
    run::ResolvedMeasures resolve(scenario::MeasureFile const& measures, std::int64_t seed, bool built = false) const;
    /// The measures of --measure; nothing without.
    std::optional<scenario::MeasureFile> const& measures() const { return measures_; }
    /// SUMO routes on several threads: such a simulation must not be forked.
    bool traffic_has_threads() const;

    /// The catalogue that wind.catalogue names; without one, exact winds in the folder `otherwise` if they go around
    /// buildings (others are made faster than read); or nullptr.
    std::unique_ptr<state::WindCatalogue> wind_catalogue(std::filesystem::path const& otherwise = {}) const;
    /// When and where the run is, for its weather.
    weather::RunSetting setting() const;
    /// A text that tells one wind solver and its settings from another.
    std::string wind_model() const;
    /// The run that this one is nested in; null when there is none.
    std::unique_ptr<io::OuterResult> outer_air() const;

    /// How the scenario wants its results written.
    io::ResultWriterOptions writer_options(int n_threads) const;

    /// What a result file begins with. Of a session with measures, it says so in its title.
    state::RunHeader header(int n_threads, std::int64_t seed) const;
    /// The same of a run of this session (without measures of its own) with those of these files.
    state::RunHeader header(int n_threads, std::int64_t seed, scenario::MeasureFile const& measures,
                            std::vector<std::filesystem::path> const& files) const;

private:
    void read_sumo_case();
    void read_recording();
    void read_fleet();
    void read_city();
    void check_nest();
    void warn_of_still_particles();
    void read_receptors();
    void read_measures(std::vector<std::filesystem::path> const& files);
    void build_mesh();
    void take_roughness_of_buildings();
    void keep_the_lowest_layer();
    void add_input(std::filesystem::path const& file, std::string const& role);
    void place_in_time();
    void read_weather();
    void read_background();
    void read_sources();
    double utc_offset_s() const;
    state::Background background_of(std::vector<Pollutant> const& species) const;

    io::LoadedScenario loaded_;
    io::SumoConfig sumo_;
    city::City city_;
    std::vector<run::KnownType> types_;
    std::optional<scenario::MeasureFile> measures_;
    std::optional<state::Fleet> fleet_;
    std::optional<mesh::CityMesh> mesh_;
    std::optional<mesh::BlockingReport> blocking_;
    std::optional<city::Morphology> morphology_;
    std::optional<weather::Weather> weather_;
    state::InflowProfile inflow_;
    state::Background background_;  ///< of the carried species
    std::optional<state::BackgroundSeries> background_series_;
    std::vector<state::OtherSource> sources_;
    run::SpinUp spin_up_;
    std::vector<state::Receptor> receptors_;
    std::vector<state::InputFile> inputs_;
    double traffic_step_s_ = 1;
    std::int64_t seed_ = 0;  ///< of a recording
    double expected_vehicles_ = 0;
    std::vector<std::string> warnings_;
    std::string epoch_utc_;
    double epoch_utc_s_ = 0;  ///< since 1970
    double start_clock_s_ = 0;
    std::string run_key_;
};

}  // namespace hacthanh::app
