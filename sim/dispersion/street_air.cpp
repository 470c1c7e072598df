#include "sim/dispersion/street_air.hpp"

#include "sim/core/constants.hpp"
#include "sim/core/contracts.hpp"
#include "sim/dispersion/line_plume.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::dispersion {
namespace {

// OSPM, Hertel & Berkowicz 1989, all evidence M.
constexpr double street_roughness_m = 0.6;
constexpr double vehicle_factor = 0.3;    ///< b
constexpr double roof_share = 0.4;        ///< of sigma_w0^2 that reaches the roofs
constexpr double shear_turbulence = 0.1;  ///< sigma_w over the wind
constexpr double full_vortex_m_s = 2;     ///< roof wind from which on the vortex is whole

/// S^2 [m2] by VehicleGroup: motorcycle, car, van, bus, truck, other.
constexpr std::array<double, state::n_vehicle_groups> frontal_m2 = {0.4, 2, 4, 16, 16, 2};

double square(double x) { return x * x; }

/// The longest way over the street's floor that a direct plume has, and the recirculation zone as OSPM draws it: a
/// trapezoid with the lee wall, a top half as long as its base, and a slanted side where the canyon is wide enough.
struct Recirculation {
    double base, top, upper_side, lower_side;  // [m]

    Recirculation(CanyonShape const& shape, double length) {
        base = std::min(shape.width, length);
        top = std::min(shape.width, 0.5 * length);
        double const side = base - top;  // of the slanted side, along the street's floor
        double const whole = 0.5 * length;
        double const slanted = std::hypot(side, whole > 0 ? shape.height * side / whole : 0);
        double const upper = 0.5 * std::hypot(whole, shape.height);
        upper_side = std::min(slanted, upper);
        lower_side = slanted - upper_side;
    }
};

/// OSPM's leeward over windward concentration in a wind across the street.
double leeward_over_windward(CanyonShape const& shape, StreetWind const& wind) {
    double const height = std::max(shape.height, 1.01 * wake_height_m);
    double const profile = std::log(wake_height_m / street_roughness_m) / std::log(height / street_roughness_m);
    double const street_speed = wind.speed * profile * (1 - 0.2 * wind.sine);
    double const sigma_floor = std::hypot(shear_turbulence * street_speed, wind.vehicle_turbulence);
    double const sigma_top =
        std::sqrt(square(shear_turbulence * wind.speed) + roof_share * square(wind.vehicle_turbulence));
    Recirculation const zone(shape, 2 * shape.height);
    double const direct = std::sqrt(2 / std::numbers::pi) / sigma_floor *
                          std::log1p(sigma_floor / street_speed * zone.base / wake_height_m);
    double const venting = sigma_top * zone.top + wind.speed * zone.upper_side + street_speed * zone.lower_side;
    double const across = wind.sine * std::min(1.0, wind.speed / full_vortex_m_s);
    return 1 + across * direct * venting / zone.base;
}

}  // namespace

double vehicle_turbulence(std::array<double, state::n_vehicle_groups> const& metres_driven,
                          std::array<double, state::n_vehicle_groups> const& speed, double width) {
    HACTHANH_EXPECT(width > 0);
    double sum = 0;
    for (std::size_t g = 0; g < frontal_m2.size(); ++g) sum += metres_driven[g] * speed[g] * frontal_m2[g];
    return vehicle_factor * std::sqrt(sum / width);
}

double vertical_turbulence(StreetWind const& wind, double height) {
    double const relative = std::min(1.0, height / wind.mixing_height);
    double const mechanical = 1.3 * wind.friction_velocity;
    if (wind.inverse_obukhov_length > 0) return mechanical * std::pow(1 - 0.5 * relative, 0.75);
    double const sheared = mechanical * (1 - 0.8 * relative);
    if (wind.inverse_obukhov_length == 0) return sheared;
    // w*^3 = u*^3 zi / (kappa |L|), Deardorff 1970, doi:10.1175/1520-0469(1970)027<1211:CVVATS>2.0.CO;2
    double const convective =
        wind.friction_velocity * std::cbrt(-wind.mixing_height * wind.inverse_obukhov_length / constants::von_karman);
    double const rising = std::sqrt(0.4) * 2.1 * convective * std::cbrt(relative) * (1 - 0.8 * relative);
    return std::hypot(sheared, rising);
}

double roof_exchange(StreetWind const& wind, double height) {
    double const sigma =
        std::sqrt(square(vertical_turbulence(wind, height)) + roof_share * square(wind.vehicle_turbulence));
    return sigma / (std::numbers::sqrt2 * std::numbers::pi);
}

KerbResponse canyon_response(CanyonShape const& shape, StreetWind const& wind) {
    HACTHANH_EXPECT(shape.width > 0 && shape.height > 0 && wind.speed > 0 && wind.friction_velocity > 0);
    double const exchange = roof_exchange(wind, shape.height);
    double const mean = 1 / (exchange * shape.width);
    double const ratio = leeward_over_windward(shape, wind);
    return {2 * ratio / (1 + ratio) * mean, 2 / (1 + ratio) * mean, shape.height / exchange};
}

KerbResponse open_road_response(double width, double kerb, double height, StreetWind const& wind) {
    HACTHANH_EXPECT(width > 0 && kerb >= 0 && wind.speed > 0 && wind.friction_velocity > 0);
    constexpr double vehicle_m = 1.53;     // of cars, EPA-420-B-21-037
    constexpr double least_sine = 0.1736;  // of 10 degrees
    constexpr int strips = 5;              // of the road's width; our choice
    auto const source = vehicle_wake(vehicle_m, width);
    double const sine = std::max(wind.sine, least_sine);
    double const sigma_v = 1.9 * wind.friction_velocity;  // Panofsky & Dutton 1984
    double const speed = std::sqrt(square(wind.speed) + 2 * square(sigma_v));
    double const steepness = wind.friction_velocity / speed;
    KerbResponse response;
    for (int strip = 0; strip < strips; ++strip) {
        double const way = (kerb + width * (strip + 0.5) / strips) / sine;
        double const sigma_z = std::hypot(source.sigma_z0, rline_sigma_z(way, steepness, wind.inverse_obukhov_length));
        response.leeward +=
            vertical_share(height, source.height, sigma_z, wind.mixing_height) / (speed * sine) / strips;
        response.residence += way / speed / strips;
    }
    return response;
}

}  // namespace hacthanh::dispersion
