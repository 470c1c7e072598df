#pragma once

#include "io/result_reader.hpp"
#include "sim/core/local_clock.hpp"
#include "viz/scene.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::viz {

/// Numbers that several views may hold at once.
using Slab = std::shared_ptr<std::vector<float> const>;

/// Where a vehicle is at a moment, file coordinates [m].
struct VehicleAt {
    double x = 0;
    double y = 0;
    double heading_deg = 0;  ///< clockwise from north
    float speed = 0;         ///< [m/s]
    std::uint8_t group = 0;  ///< state::VehicleGroup
};

/// What of a layer of cells is coloured, say means of areas.
using ShownOfLayer = std::function<std::vector<float>(std::vector<float> const&)>;

/// Steps of a result that a scene shows, and the moment for vehicles.
struct SceneMoment {
    std::vector<std::size_t> steps{};  ///< one, or all after spin-up for "mean"
    double traffic_s = 0;              ///< for vehicles: the moment asked for, else the end of the step
    bool mean = false;
};

/// Numbers over time at one place, for charts and CSV.
struct SceneSeries {
    Text name{};
    Text unit{};
    std::vector<double> time_s{};  ///< end of the step, traffic clock
    std::vector<float> value{};    ///< as stored; NaN = nothing
};

/// A result file as views need it: reads a layer, a step of roads, the vehicles of a moment when they are asked for,
/// and keeps the last ones up to a number of bytes. So a file of many gigabytes opens in the time of its small tables.
///
/// Use one object from one thread. Returned slabs stay valid when the object forgets them.
class SceneData {
public:
    static constexpr std::size_t default_cache_bytes = std::size_t(256) << 20;

    /// Throws as io::ResultReader does: InputError for a missing, truncated or foreign file or another schema.
    explicit SceneData(std::filesystem::path const& result, std::size_t cache_bytes = default_cache_bytes);
    SceneData(SceneData&&) noexcept;
    ~SceneData();

    io::ResultReader const& result() const;
    LocalClock const& clock() const;
    std::filesystem::path const& path() const;

    /// Opens the file again. @return true when a running simulation has added steps, or has finished and renamed it.
    /// Slabs that were read stay. Throws as the constructor does; then result() throws until a refresh() that succeeds.
    bool refresh();

    /// Place in facts().species. Throws InputError that lists them.
    std::size_t species(std::string const& name) const;
    /// The stored layer that holds a height. Throws InputError that says what the file holds.
    std::size_t layer(double height_m) const;
    /// Throws InputError as parse_time_choice() and choose_steps() do.
    SceneMoment moment(std::string const& time) const;
    /// The step that holds a moment of the traffic clock; the nearest one outside.
    std::size_t step_at(double traffic_s) const;

    /// [ny][nx], ug/m3. Cached; a miss costs one decompression of a layer's chunks.
    Slab concentration_layer(std::size_t species, std::size_t step, std::size_t layer) const;
    /// [nz][ny][nx]. Cached; a miss reads a whole step.
    Slab concentration(std::size_t species, std::size_t step) const;
    /// The same, mean over the steps of a moment weighted with their length.
    Slab concentration_layer(std::size_t species, SceneMoment const& moment, std::size_t layer) const;
    Slab concentration(std::size_t species, SceneMoment const& moment) const;
    /// One value per road in the unit shown (road_unit()), NaN where nobody drove, for "speed", "flow", "emission:S",
    /// "kerb:S". Throws InputError when the file has no such thing.
    Slab roads(std::string const& colour_by, SceneMoment const& moment) const;

    /// Vehicles at a moment, on a straight line between the two stored moments around it; empty when the run was not
    /// traced (`output.trace_interval_s`).
    std::vector<VehicleAt> vehicles(double traffic_s) const;
    bool has_vehicles() const;

    /// Through all steps. Cost: one chunk per step.
    SceneSeries road_series(std::string const& colour_by, std::size_t road) const;
    /// The scene's field in the cell that holds a point, at a height. Nothing outside the grid.
    std::optional<SceneSeries> point_series(std::string const& field, ScenePoint point, double height_m) const;
    /// Kept at every coupling interval; times are those of the receptors.
    SceneSeries receptor_series(std::string const& field, std::size_t receptor) const;
    /// The field at a point, interpolated by nobody: the value of its cell. NaN in buildings, nothing outside.
    std::optional<float> probe(std::string const& field, SceneMoment const& moment, ScenePoint point,
                               double height_m) const;
    /// Index of the road whose axis is nearest, within `reach_m`.
    std::optional<std::size_t> road_near(ScenePoint point, double reach_m) const;
    /// Roads whose street name or id holds the words; letter case and Vietnamese marks do not matter.
    std::vector<std::size_t> find_roads(std::string const& words) const;

    /// Ends of the colours of a field that stay the same for all times: from a few steps spread over the file.
    /// @param shown  what of a layer of cells is coloured; absent = the cells
    ValueRange concentration_range(std::string const& field, double height_m, ScaleKind scale,
                                   ShownOfLayer const& shown = {}) const;
    ValueRange road_range(std::string const& colour_by, ScaleKind scale) const;

    /// Bytes that the cache holds now, never above its limit unless one slab alone is larger.
    std::size_t cached_bytes() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Name and unit of what a road layer shows.
Text road_quantity_name(std::string const& colour_by);
Text road_unit(std::string const& colour_by);

/// The same range for two results; `other` may be absent.
ValueRange shared_range(ValueRange const& a, std::optional<ValueRange> const& b);

}  // namespace hacthanh::viz
