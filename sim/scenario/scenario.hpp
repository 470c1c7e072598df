#pragma once

#include "sim/chemistry/options.hpp"
#include "sim/core/pollutant.hpp"
#include "sim/demand/options.hpp"
#include "sim/dispersion/options.hpp"
#include "sim/emission/options.hpp"
#include "sim/mesh/options.hpp"
#include "sim/traffic/options.hpp"
#include "sim/weather/options.hpp"
#include "sim/wind/options.hpp"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::scenario {

/// What the run is called and what must be said of it (`[scenario]`).
struct AboutOptions {
    std::string title;     ///< default: the scenario's file name
    std::string title_vi;  ///< Vietnamese; default: title
    std::string note;      ///< printed on every picture
    std::string note_vi;
    bool schematic = false;  ///< the road network is a sketch: every picture says so
};

/// When it happens (`[time]`).
struct TimeOptions {
    std::string date = "2026-01-15";    ///< local date of traffic second 0
    std::string utc_offset = "+07:00";  ///< local time minus UTC
    std::string start_clock = "00:00";  ///< local clock time of traffic second 0
    double days_per_year = 0;           ///< of which this run is the typical one; 0 = not said
};

/// Where the city lies (`[city]`).
struct CityOptions {
    std::filesystem::path folder;  ///< a city folder: buildings, land use, population; empty = roads alone
};

/// A finer domain inside an earlier run (`[nest]`).
struct NestOptions {
    std::filesystem::path parent;  ///< finished result of the larger domain; empty = no nest
};

/// The air that the traffic is added to (`[background]`): the same everywhere, constant or hour by hour.
struct BackgroundOptions {
    std::string kind;            ///< where such air is found: one of state::background_kinds
    std::string source;          ///< where the numbers come from
    std::string source_vi;       ///< Vietnamese; default: source
    std::filesystem::path file;  ///< series (CSV) of some or all species, in place of their constants
    std::array<std::optional<double>, n_pollutants> concentration_ug_m3;  ///< indexed with index(Pollutant), >= 0
};

/// What gives off pollutants beside the traffic (`[sources]`).
struct SourcesOptions {
    std::filesystem::path file;  ///< register of sources (CSV); empty = traffic alone
};

/// How the run goes (`[run]`).
struct RunOptions {
    std::optional<double> spin_up_s;  ///< left out of means; absent = warm-up + 1.5 domain lengths of wind
    double coupling_interval_s = 10;  ///< traffic is handed to the air in pieces of this length, > 0
};

/// What is written (`[output]`).
struct OutputOptions {
    std::vector<Pollutant> species{reported_pollutants.begin(), reported_pollutants.end()};
    double interval_s = 300;               ///< length of an output step, > 0
    double concentration_error = 5e-4;     ///< relative rounding of stored concentrations; 0 = lossless
    std::optional<double> fields_up_to_m;  ///< store concentrations up to this height; absent = all layers
    bool keep_fields = true;               ///< store concentrations [time, z, y, x]
    bool keep_roads = true;                ///< store per-road series
    bool keep_groups = true;               ///< store per-road traffic by group of vehicles
    bool keep_wind = true;                 ///< store the wind whenever the weather has changed
    std::filesystem::path receptors;       ///< table of points whose air is kept at every coupling interval
    double trace_interval_s = 0;           ///< vehicles are traced so often; 0 = not at all
};

/// Every option of a run, with the defaults filled in.
struct Scenario {
    AboutOptions about;
    CityOptions city;
    NestOptions nest;
    TimeOptions time;
    traffic::TrafficOptions traffic;
    demand::DemandOptions demand;
    mesh::MeshOptions mesh;
    weather::WeatherOptions weather;
    wind::WindOptions wind;
    BackgroundOptions background;
    emission::EmissionOptions emission;
    SourcesOptions sources;
    dispersion::DispersionOptions dispersion;
    dispersion::KerbOptions kerb;
    chemistry::ChemistryOptions chemistry;
    dispersion::RemovalOptions removal;
    RunOptions run;
    OutputOptions output;
};

/// The species that the air of a run carries, in the order of its fields.
///
/// Without chemistry those that are written. With it NO, NO2 and O3 are carried whether they are written or not, and
/// NOx is not: it is their sum.
std::vector<Pollutant> carried_species(Scenario const& scenario);

}  // namespace hacthanh::scenario
