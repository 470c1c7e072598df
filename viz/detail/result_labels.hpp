#pragma once
/// Private to viz: the words on a map of a result file, in both languages.

#include "io/result_reader.hpp"
#include "sim/core/language.hpp"
#include "viz/result_scene.hpp"
#include "viz/time_choice.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::viz::detail {

/// "NOx from traffic", or "NOx, traffic and background" when the run had one.
Text concentration_name(std::string const& species, bool with_background);
/// Background of a species [ug/m3], part of its concentrations; nothing when the run knew none.
std::optional<double> background_of(io::ResultReader const& result, std::string const& species);
Text emission_name(std::string const& species);
Text kerb_name(std::string const& species);
Text flow_name();
Text speed_name();

/// "mean of 07:25–07:30 on 15 January 2024": from the first step to the last.
Text interval(io::ResultReader const& result, LocalClock const& clock, std::vector<std::size_t> const& steps);

/// Adds title, subtitle, wind, facts, warning and source.
void add_labels(ResultMap& map, io::ResultReader const& result, LocalClock const& clock,
                std::vector<std::size_t> const& steps);

/// Title, warning and source of any map of the result; `simulation` opens the source.
void add_origin(MapScene& scene, io::ResultReader const& result, Text const& simulation);
/// Wind of the inflow 10 m over ground, linear between layer centres (of the highest layer when all lie lower).
std::optional<MapWind> inflow_wind(io::ResultReader const& result);
/// "12.3 µg/m³"
Text number_with_unit(double value, Text const& unit);

/// The same for the plan of the city, which has no time and no wind.
void add_plan_labels(ResultMap& map, io::ResultReader const& result, std::optional<mesh::CityPlan> const& plan);

}  // namespace hacthanh::viz::detail
