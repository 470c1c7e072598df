#include "sim/run/removal.hpp"

#include "sim/core/constants.hpp"
#include "sim/core/contracts.hpp"
#include "sim/dispersion/deposition.hpp"

#include <algorithm>

namespace hacthanh::run {

std::vector<dispersion::Removal> removal_of(dispersion::RemovalOptions const& options,
                                            std::vector<Pollutant> const& species, state::InflowProfile const& inflow,
                                            mesh::CityMesh const& mesh, std::vector<bool> const& has_background) {
    HACTHANH_EXPECT(has_background.empty() || has_background.size() == species.size());
    dispersion::SurfaceAir const air{inflow.friction_velocity, inflow.roughness_length, inflow.inverse_obukhov_length,
                                     mesh.z_centre(0)};
    std::vector<dispersion::Removal> removal;
    for (std::size_t s = 0; s < species.size(); ++s) {
        Pollutant const pollutant = species[s];
        dispersion::Removal one;
        bool const in_balance = !has_background.empty() && has_background[s];
        if (options.dry_deposition && !in_balance) one = dispersion::dry_deposition(pollutant, air);
        if (auto const given = options.deposition_m_s[index(pollutant)]) {
            one.deposition_velocity = *given;
            one.settling_velocity = std::min(one.settling_velocity, *given);
        }
        one.loss_rate = options.loss_1_h[index(pollutant)].value_or(0) / constants::seconds_per_hour;
        removal.push_back(one);
    }
    return removal;
}

}  // namespace hacthanh::run
