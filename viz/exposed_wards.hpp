#pragma once

#include "io/impact/wards.hpp"
#include "sim/impact/exposure.hpp"
#include "viz/scene_data.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace hacthanh::viz {

/// What people breathe, area by area: the wards of a file, else the pieces of the city folder in which people are
/// counted. The same people and weights as `hacthanh compare` (io::read_places), so the numbers of a map and of the
/// table beside it agree.
///
/// Without a population an area's mean is that of its ground, and missing() says why. A value; use from any thread.
class ExposedWards {
public:
    /// Reads the people, and the wards when `scene.wards` names a file. Throws InputError when neither it nor a city
    /// folder names any area, or when a file that the scene names cannot be read.
    /// Cost O(cells of a layer + places x corners of the areas).
    ExposedWards(SceneData const& data, Scene const& scene, std::span<city::PopulationZone const> zones);

    std::vector<io::Ward> const& areas() const { return areas_; }
    bool has_population() const { return places_.has_population; }
    /// Why there is no population; empty with one.
    Text const& missing() const { return places_.missing; }
    /// Who live in an area's part of the mesh; in a piece of the city folder, all of its residents. 0 without a
    /// population.
    double people(std::size_t area) const { return people_[area]; }

    /// The middle of an area's people, file coordinates [m]; nothing where nobody lives.
    std::optional<city::Point> middle(std::size_t area) const { return middle_[area]; }

    /// Mean of a layer of cells in every area, weighted with the people there: sum P C / sum P; NaN in areas where
    /// nobody lives. @param cells  [ny][nx]
    std::vector<float> means(std::vector<float> const& cells) const;

private:
    std::vector<io::Ward> areas_;
    impact::Places places_;
    std::vector<double> people_;
    std::vector<std::optional<city::Point>> middle_;
};

/// The areas of a scene, from its files.
ExposedWards read_exposed_wards(SceneData const& data, Scene const& scene);

/// The mean of an area through all steps of a result. Cost: a chunk of a layer per step.
SceneSeries ward_series(SceneData const& data, Scene const& scene, std::size_t area);

/// "NO2 where people live", or "NO2, mean of the ground" for want of people.
Text ward_quantity(Text const& concentration, ExposedWards const& exposure);

}  // namespace hacthanh::viz
