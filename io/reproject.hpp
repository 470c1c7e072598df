#pragma once

#include "io/gis.hpp"
#include "sim/city/city.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io {

/// Takes coordinates of a source into network coordinates.
class ToNetwork {
public:
    /// @param source  the source's system; nothing = network coordinates already
    /// Throws InputError when a place is needed and the network has no projection. @param where  for messages
    ToNetwork(std::optional<OGRSpatialReference> const& source, city::Projection const& network,
              std::string const& where);

    /// Points that PROJ cannot transform become NaN.
    city::Point operator()(city::Point p) const;
    void apply(city::Polyline& line) const;
    void apply(std::vector<city::Polygon>& polygons) const;

private:
    std::unique_ptr<OGRCoordinateTransformation> transformation_;
    city::Point offset_;
};

/// Says what is wrong when footprints with this extent lie nowhere near the roads: which reading of the numbers (in
/// degrees, with swapped axes, as network coordinates) would bring them there. Empty when none does.
std::string explain_misplacement(OGREnvelope const& extent, city::City const& city);

}  // namespace hacthanh::io
