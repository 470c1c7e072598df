#pragma once

#include "io/result_reader.hpp"
#include "sim/city/city.hpp"
#include "sim/mesh/city_mesh.hpp"
#include "sim/state/ports/outer_air.hpp"

#include <span>
#include <string>
#include <vector>

namespace hacthanh::io {

/// The air of a finished run as the surroundings of a nested one.
///
/// Linear between the middles of the outer run's cells; cells without air are left out and their weight goes to the
/// others, and where all eight have none the first air above is taken. Cost of sample(): one stored field per species,
/// decompressed, and O(cells asked for). One thread at a time.
class OuterResult : public state::OuterAir {
public:
    /// @param mesh        of the nested run; must outlive this
    /// @param projection  of its network
    /// @param species     names, in the order of the nested run
    /// Throws InputError when the file is no finished result, lacks a species, does not hold the whole mesh (sides and
    /// height), lies in another projection, or does not last from begin_s to end_s.
    OuterResult(std::string const& path, mesh::CityMesh const& mesh, city::Projection const& projection,
                std::vector<std::string> const& species, double begin_s, double end_s);

    std::vector<double> const& times_s() const override { return times_; }
    std::vector<std::vector<float>> sample(std::size_t step, std::span<std::size_t const> cells) const override;

    /// Where the outer run's wind came from [degrees].
    double wind_from_deg() const { return reader_.inflow().wind_from_deg; }

private:
    ResultReader reader_;
    mesh::CityMesh const* mesh_;
    city::Projection projection_;
    std::vector<std::size_t> species_;  ///< places in the outer file
    std::vector<double> times_;
};

}  // namespace hacthanh::io
