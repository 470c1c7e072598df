#pragma once

#include "sim/city/geometry.hpp"
#include "sim/core/build_info.hpp"
#include "sim/mesh/city_plan.hpp"
#include "sim/state/inflow_profile.hpp"
#include "sim/state/mass_budget.hpp"
#include "sim/state/provenance.hpp"
#include "sim/state/receptor.hpp"
#include "sim/state/run_summary.hpp"
#include "sim/state/vehicle_group.hpp"
#include "sim/state/vehicle_trace.hpp"
#include "sim/state/weather_use.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io {

/// What a result file says of itself.
struct ResultFacts {
    std::string schema;  ///< "1.0"
    std::string title;
    std::string title_vi;
    std::string note;
    std::string note_vi;
    bool schematic = false;
    bool complete = false;             ///< the run reached its end; false while it runs or when it was stopped
    std::vector<std::string> species;  ///< in the order of all per-species arrays
    std::string epoch_utc;             ///< UTC of traffic second 0, "YYYY-MM-DD hh:mm:ss"
    std::string utc_offset;            ///< local time zone, "+07:00"
    double begin_s = 0;                ///< traffic clock
    double end_s = 0;                  ///< planned end
    double interval_s = 0;
    double spin_up_s = 0;
    double significant_error = 0;
    std::string background_kind;  ///< "regional", "rural", "urban"; empty when no species has a background
    std::string background_source;
    std::string background_source_vi;
    std::vector<std::optional<double>> background;  ///< per species [ug/m3], part of the concentrations; nothing = none
};

/// Cells of the stored fields. Horizontal coordinates are those of the file: projected ones when the projection is
/// known, else network ones; network = file coordinate + offset.
struct ResultGrid {
    std::vector<double> x_centre;  ///< [m], ascending
    std::vector<double> y_centre;  ///< [m], ascending
    std::vector<double> z_centre;  ///< of the stored layers over ground [m]
    std::vector<double> z_faces;   ///< borders of the stored layers, one more [m]
    double cell_size = 0;          ///< [m]
    double network_offset_x = 0;   ///< [m]
    double network_offset_y = 0;   ///< [m]
    std::string crs_wkt;           ///< empty when unknown
    std::string crs_code;          ///< "EPSG:32648"; empty when unknown

    std::size_t nx() const { return x_centre.size(); }
    std::size_t ny() const { return y_centre.size(); }
    std::size_t nz() const { return z_centre.size(); }
};

/// The output steps in the file; all arrays have one value per step.
struct ResultTimes {
    std::vector<double> begin_s;  ///< traffic clock [s]
    std::vector<double> end_s;    ///< traffic clock [s]
    std::vector<bool> spin_up;
    std::vector<int> vehicles;  ///< on the road at the end
};

/// One road as stored.
struct ResultRoad {
    std::string name;         ///< SUMO edge id
    std::string street_name;  ///< may be empty
    city::Polyline axis;      ///< coordinates of the file [m]
    double length_m = 0;
    double width_m = 0;
    int n_lanes = 0;
    bool internal = false;
};

/// What the variables of a result take in its file.
struct ResultSizes {
    struct Variable {
        std::string path;  ///< "budget/emitted"
        std::vector<std::uint64_t> shape;
        std::uint64_t stored_bytes = 0;
        std::uint64_t plain_bytes = 0;  ///< uncompressed
    };
    std::uint64_t file_bytes = 0;
    bool sealed = false;  ///< everything in it has a checksum: the run reached its end (schema 1.4)
    std::vector<Variable> variables;
};

/// What can be read per road and step.
enum class RoadQuantity {
    vehicles,  ///< mean number on the road
    speed,     ///< mean speed [m/s]; NaN where nobody drove
    flow,      ///< [vehicles/h]
    density,   ///< [vehicles/km]; no run mean
    delay,     ///< vehicle-hours lost per hour; no run mean
    queue,     ///< mean number of queued vehicles; no run mean
};

/// The kerb under the wall that the wind blows over first, and the other; downwind and upwind on an open road.
enum class KerbSide { leeward, windward };

/// Reads a result file, finished or still being written (docs/formats/results.md).
///
/// The number of steps is fixed when the file is opened; open it again to see later ones. Steps are counted from 0,
/// layers from the ground. Concentrations are in ug/m3, as stored; NaN in cells without
/// air. Use one object from one thread at a time.
class ResultReader {
public:
    /// Throws InputError when the file is missing, is not a result file of this program, or has another schema major.
    explicit ResultReader(std::string path);
    ~ResultReader();
    ResultReader(ResultReader&&) noexcept;
    ResultReader& operator=(ResultReader&&) noexcept;

    std::string const& path() const;
    ResultFacts const& facts() const;
    ResultGrid const& grid() const;
    ResultTimes const& times() const;
    std::size_t n_steps() const { return times().end_s.size(); }

    /// Mean over the step in layer k [ug/m3], [ny][nx]. Cost: a few MB are decompressed.
    std::vector<float> concentration_layer(std::size_t species, std::size_t step, std::size_t k) const;
    /// Mean over the step above cell (i, j) [ug/m3], [nz].
    std::vector<float> concentration_column(std::size_t species, std::size_t step, std::size_t i, std::size_t j) const;
    /// The whole field of one step [ug/m3], [nz][ny][nx].
    std::vector<float> concentration(std::size_t species, std::size_t step) const;
    /// Mean of the lowest layer over all steps after spin-up [ug/m3], [ny][nx]; all NaN when there is none yet.
    std::vector<float> mean_surface(std::size_t species) const;

    /// Wind on the stored cells [m/s], [nz][ny][nx] each, NaN in cells without air.
    struct Wind {
        double since_s = 0;          ///< end of the output step at which it blew first
        std::vector<float> u, v, w;  ///< to the east, to the north, upwards
    };
    /// The wind at the end of a step; nothing in files without (before 1.5, `output.keep_wind = false`).
    std::optional<Wind> wind(std::size_t step) const;

    /// The city as the mesh sees it; nothing when the run knew neither buildings nor areas.
    std::optional<mesh::CityPlan> city_plan() const;

    /// Empty when the file was written without roads.
    std::vector<ResultRoad> const& roads() const;
    /// One value per road.
    std::vector<float> road_series(RoadQuantity quantity, std::size_t step) const;
    /// The same for one group of vehicles (not of `vehicles`); empty when the file was written without groups.
    std::vector<float> group_series(RoadQuantity quantity, state::VehicleGroup group, std::size_t step) const;
    /// One value per step for one road, NaN where nobody drove. Cost: one small chunk per step.
    std::vector<float> road_history(RoadQuantity quantity, std::size_t road) const;
    std::vector<float> road_emission_history(std::size_t species, std::size_t road) const;  ///< [g/(km h)]
    /// Level of service, 1 = A to 6 = F, 0 where nobody drove.
    std::vector<std::int8_t> level_of_service(std::size_t step) const;
    std::vector<float> road_emission(std::size_t species, std::size_t step) const;  ///< [g/(km h)]
    /// Concentration at a kerb of every road [ug/m3]; NaN where there is none; empty without a kerb model.
    std::vector<float> road_kerb(std::size_t species, KerbSide side, std::size_t step) const;
    /// Means over all steps after spin-up, one value per road.
    std::vector<float> road_mean(RoadQuantity quantity) const;
    std::vector<float> road_mean_emission(std::size_t species) const;  ///< [g/(km h)]

    /// The cumulative mass budget at the end of a step, per species [kg].
    std::vector<state::MassBudget> budget(std::size_t step) const;
    /// The account at the last stored step (at the end of the run when it is complete).
    state::RunSummary summary() const;
    state::InflowProfile inflow() const;
    /// The points whose air was kept at every coupling interval, network coordinates; none in files of schema 1.2 and
    /// before.
    std::vector<state::Receptor> const& receptors() const;
    /// Ends of the coupling intervals at which it was kept [s of the traffic clock].
    std::vector<double> receptor_times() const;
    /// Concentrations of one species [ug/m3], [time][receptor].
    std::vector<float> receptor_series(std::size_t species) const;
    /// Moments at which the places of vehicles were kept [s of the traffic clock]; none when they were not traced.
    std::vector<double> trace_times() const;
    /// Where vehicles were at the moments in [begin_s, end_s], network coordinates; all of the run by default.
    state::VehicleTrace trace(double begin_s = -std::numeric_limits<double>::infinity(),
                              double end_s = std::numeric_limits<double>::infinity()) const;
    /// The weather of every output step; empty for files of schema 1.1 and before.
    std::vector<state::WeatherUse> weather() const;
    state::Provenance provenance() const;
    ResultSizes sizes() const;
    /// The program that wrote the file.
    BuildInfo program() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Opens a result and calls `use` with it. While a file is being written any read may meet the writer in the middle of
/// a flush; then the file is opened again and `use` called once more, for up to half a second. Throws as the
/// constructor does, what `use` throws, and RunError when a finished file cannot be read.
void read_result(std::string const& path, std::function<void(ResultReader const&)> const& use);

}  // namespace hacthanh::io
