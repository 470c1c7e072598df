#pragma once

#include "sim/city/city.hpp"
#include "sim/core/id.hpp"
#include "sim/scenario/measures.hpp"

#include <string>
#include <vector>

namespace hacthanh::run::detail {

/// Roads that measures name. Problems are gathered as lines for the user.
class MeasurePlaces {
public:
    MeasurePlaces(city::City const& city, std::vector<std::string>& problems);

    /// The roads of edges, streets and polygon of a measure.
    std::vector<EdgeId> roads_of(scenario::Measure const& measure);
    /// Roads of the streets that are driven against the bearings which a one-way pair keeps.
    std::vector<EdgeId> against(scenario::Measure const& measure);
    /// Roads that lead into the polygon.
    std::vector<EdgeId> entries(scenario::Measure const& measure) const;
    /// Roads with their middle within `distance_m` of the points.
    std::vector<EdgeId> within(std::vector<city::Point> const& points, double distance_m) const;
    /// Roads not in `place` with their middle within `distance_m` of its axes.
    std::vector<EdgeId> ring(std::vector<EdgeId> const& place, double distance_m) const;
    /// The road of that id; unset and a problem when it is not there.
    EdgeId road(scenario::Measure const& measure, std::string const& key, std::string const& name);

    city::Road const& at(EdgeId road) const { return city_.roads[road.value()]; }
    std::vector<std::string> names(std::vector<EdgeId> const& roads) const;

private:
    std::vector<EdgeId> of_street(scenario::Measure const& measure, std::string const& street);

    city::City const& city_;
    std::vector<std::string>& problems_;
    std::vector<EdgeId> outer_;  ///< roads that are not inside junctions
};

/// Half way along a line.
city::Point middle_of(city::Polyline const& line);

}  // namespace hacthanh::run::detail
