#include "sim/weather/mixing_height.hpp"

#include "sim/core/constants.hpp"
#include "sim/core/contracts.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::weather {
namespace {

using constants::gravity;
using constants::von_karman;

constexpr double earth_rotation = 7.2921e-5;  ///< [rad/s] IERS Conventions 2010
constexpr double least_latitude_deg = 5;      ///< our choice: Ekman layers have no depth at the equator
constexpr double least_height = 50;           ///< [m] our choice
constexpr double neutral = 0.6;               ///< C_R [1] Zilitinkevich et al. 2007, doi:10.1002/qj.27
constexpr double under_stable_air = 1.36;     ///< C_CN [1] Zilitinkevich et al. 2007, doi:10.1002/qj.27
constexpr double stable = 0.51;               ///< C_NS [1] Zilitinkevich et al. 2007, doi:10.1002/qj.27
/// Downward over upward heat flux, A [1] Tennekes 1973, doi:10.1175/1520-0469(1973)030<0558:AMFTDO>2.0.CO;2
constexpr double entrainment = 0.2;

}  // namespace

double mechanical_mixing_height(MixingInput const& input) {
    HACTHANH_EXPECT(input.friction_velocity > 0 && input.temperature > 0 && input.lapse_rate > 0);
    double const latitude = std::max(std::abs(input.latitude_deg), least_latitude_deg) * std::numbers::pi / 180;
    double const coriolis = 2 * earth_rotation * std::sin(latitude);
    double const buoyancy_frequency = std::sqrt(gravity / input.temperature * input.lapse_rate);
    double const stress = input.friction_velocity * input.friction_velocity;
    double const inverse_square = coriolis * coriolis / (neutral * neutral * stress) +
                                  buoyancy_frequency * coriolis / (under_stable_air * under_stable_air * stress) +
                                  coriolis * std::max(input.inverse_obukhov_length, 0.0) /
                                      (stable * stable * von_karman * input.friction_velocity);
    return std::max(least_height, 1 / std::sqrt(inverse_square));
}

double kinematic_heat_flux(MixingInput const& input) {
    return -std::pow(input.friction_velocity, 3) * input.temperature * input.inverse_obukhov_length /
           (von_karman * gravity);
}

double convective_growth(MixingInput const& input, double duration) {
    return 2 * (1 + 2 * entrainment) * std::max(kinematic_heat_flux(input), 0.0) * duration / input.lapse_rate;
}

}  // namespace hacthanh::weather
