#include "sim/dispersion/line_plume.hpp"

#include "sim/core/constants.hpp"
#include "sim/core/contracts.hpp"
#include "sim/core/similarity.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hacthanh::dispersion {
namespace {

// Snyder et al. 2013 with the values of AERMOD 23132 (rline.f, SIGMAZ).
constexpr double vertical = 0.70;          ///< a [1]
constexpr double stable_bend = 1.5;        ///< b_s [1]
constexpr double unstable_bend = 1.0;      ///< b_u [1]
constexpr double speed_tolerance = 1e-10;  ///< AERMOD stops at 1 %; we go on, so that the plume is a smooth function
constexpr int most_iterations = 100;

constexpr double lateral_slope = 78;                               ///< Cimorelli et al. 2005, doi:10.1175/JAM2227.1
constexpr double lateral_power = -0.3;                             ///< the same
constexpr double forgetting_s = 24 * constants::seconds_per_hour;  ///< the same

constexpr double least_distance = 1;   ///< [m] AERMOD 23132
constexpr double most_lifetimes = 60;  ///< nothing is left by then; keeps logarithms finite

constexpr double sigma_v_shear = 1.9;       ///< over u* [1] Venkatram et al. 2013
constexpr double sigma_v_convection = 0.6;  ///< over w* [1] Venkatram et al. 2013
constexpr double wake_over_vehicle = 1.7;   ///< [1] EPA-420-B-21-037, appendix J
constexpr double spread_of_a_layer = 2.15;  ///< depth over sigma [1] EPA-420-B-21-037, appendix J

// Barriers: AERMOD 23132 (rline.f, PLUME_CONC and COMPUTE_MET), after Venkatram et al. 2021.
constexpr double mixed_depth = 1.25;        ///< of the air behind a wall, over its height [1]
constexpr double wall_spread = 0.1;         ///< added to sigma_z at the wall, over its height [1]
constexpr double recovery = 9;              ///< of the wind behind a wall, in heights [1]
constexpr double tallest = 12;              ///< [m] walls beyond stop the wind no more
constexpr double sheltered_height = 0.75;   ///< of a source behind a wall, over its height [1]
constexpr double shelter_recovery = 8;      ///< in heights [1]
constexpr double shelter_reach = 6.5;       ///< in heights [1]; with a second wall: 4
constexpr double meander_spread = 0.25;     ///< added to sigma_z of what meanders, over the higher wall [1]
constexpr double shelter_reach_of_two = 4;  ///< in heights [1]

/// How much rougher a wall makes the ground for u*: (z_0 of the wall / z_0)^0.14, z_0 of the wall = H / 9.
double roughening(double wall_height, double roughness) {
    return std::max(1.0, std::pow(std::max(wall_height / 9, roughness) / roughness, 0.14));
}

double squared(double x) { return x * x; }

}  // namespace

double SurfaceLayer::speed(double height) const {
    double const above = height - displacement_height;
    if (above <= roughness_length) return 0;
    return friction_velocity / constants::von_karman *
           (std::log(above / roughness_length) - psi_m(above * inverse_obukhov_length) +
            psi_m(roughness_length * inverse_obukhov_length));
}

double rline_sigma_z(double x, double steepness, double inverse_obukhov_length) {
    double const stability = x * std::abs(inverse_obukhov_length);
    if (inverse_obukhov_length > 0)
        return vertical * steepness * x / (1 + stable_bend * steepness * std::pow(stability, 2.0 / 3));
    return vertical * steepness * x * (1 + unstable_bend * steepness * stability);
}

SurfaceLayer surface_layer(state::InflowProfile const& profile) {
    SurfaceLayer air;
    air.friction_velocity = profile.friction_velocity;
    air.roughness_length = profile.roughness_length;
    air.displacement_height = profile.displacement_height;
    air.inverse_obukhov_length = profile.inverse_obukhov_length;
    air.mixing_height = profile.mixing_height;
    double variance = squared(sigma_v_shear);
    if (air.inverse_obukhov_length < 0)  // (w*/u*)^3 = -zi / (kappa L)
        variance += squared(sigma_v_convection) *
                    std::pow(-air.mixing_height * air.inverse_obukhov_length / constants::von_karman, 2.0 / 3);
    air.sigma_v = air.friction_velocity * std::sqrt(variance);
    return air;
}

RoadSource vehicle_wake(double vehicle_height_m, double width_m) {
    double const wake = wake_over_vehicle * vehicle_height_m;
    return {0.5 * wake, wake / spread_of_a_layer, width_m / spread_of_a_layer, {}};
}

double vertical_share(double z, double height, double sigma_z, double mixing_height) {
    constexpr double well_mixed = 1.6;  // the sum is flat to 5e-5 by then; US EPA 1995, EPA-454/B-95-003b
    if (sigma_z > well_mixed * mixing_height) return 1 / mixing_height;
    double sum = 0;
    for (int j = -3; j <= 3; ++j) {
        double const image = 2 * j * mixing_height;
        sum += std::exp(-0.5 * squared((z - height + image) / sigma_z)) +
               std::exp(-0.5 * squared((z + height + image) / sigma_z));
    }
    return sum / (std::sqrt(2 * std::numbers::pi) * sigma_z);
}

LinePlume::LinePlume(SurfaceLayer const& air, RoadSource const& source) : air_(air), source_(source) {
    HACTHANH_EXPECT(air.friction_velocity > 0 && air.roughness_length > 0 && air.mixing_height > 0);
    HACTHANH_EXPECT(air.sigma_v > 0 && source.height >= 0 && source.loss_rate >= 0 && source.sigma_z0 >= 0 &&
                    source.sigma_y0 >= 0);
    if (!source.barriers || source.barriers->downwind_height <= 0) return;
    double const wall = source.barriers->downwind_height;
    Surface lifted;
    lifted.lift = wall;
    sigma_z_at_wall_ = spread(source.barriers->downwind_distance, emission_height(), source.sigma_z0, lifted).sigma_z +
                       wall_spread * wall;
}

bool LinePlume::is_sheltered() const {
    if (!source_.barriers) return false;
    Barriers const& walls = *source_.barriers;
    double const reach = walls.downwind_height > 0 ? shelter_reach_of_two : shelter_reach;
    return walls.upwind_height > 0 && walls.upwind_distance <= reach * walls.upwind_height;
}

double LinePlume::emission_height() const {
    if (!is_sheltered()) return source_.height;
    return std::max(source_.height, sheltered_height * source_.barriers->upwind_height);
}

double LinePlume::own_sigma_z(double x, double speed, Surface const& surface) const {
    return rline_sigma_z(x, surface.alpha * air_.friction_velocity / speed,
                         air_.inverse_obukhov_length / std::pow(surface.alpha, 3));
}

LinePlume::Spread LinePlume::spread(double distance, double height, double sigma_z0, Surface const& surface) const {
    double const x = std::hypot(distance, least_distance);
    SurfaceLayer air = air_;
    air.friction_velocity *= surface.alpha;
    air.inverse_obukhov_length /= std::pow(surface.alpha, 3);
    auto const effective = [&](double z) { return std::hypot(std::numbers::sqrt2 * air.sigma_v, air.speed(z)); };
    auto const sigma_z = [&](double speed) {
        return std::hypot(own_sigma_z(x, speed, surface), sigma_z0, surface.extra_sigma_z);
    };
    double speed = effective(height);
    for (int n = 0; n < most_iterations; ++n) {
        double const s = sigma_z(speed);
        double const mean_height = std::sqrt(2 / std::numbers::pi) * s * std::exp(-0.5 * squared(height / s)) +
                                   height * std::erf(height / (std::numbers::sqrt2 * s)) + surface.lift;
        double const under_lid = mean_height / std::hypot(1, mean_height / (0.5 * air.mixing_height));
        double const next = effective(std::max(under_lid, height));
        bool const found = std::abs(next - speed) <= speed_tolerance * speed;
        speed = next;
        if (found) break;
    }
    double const own_sigma_y =
        air.sigma_v * x / speed *
        std::pow(1 + lateral_slope * air.sigma_v * x / (speed * air.mixing_height), lateral_power);
    return {sigma_z(speed), std::hypot(own_sigma_y, source_.sigma_y0), speed};
}

LinePlume::Spread LinePlume::spread(double x) const { return spread(x, source_.height, source_.sigma_z0, {}); }

double LinePlume::crosswind_integral(double x, double z) const { return inert_integral(x, z) * kept(x); }

double LinePlume::kept(double x) const {
    if (source_.loss_rate <= 0) return 1;
    double const lifetimes = source_.loss_rate * std::hypot(x, least_distance) / spread(x).speed;
    return std::exp(-std::min(lifetimes, most_lifetimes));
}

double LinePlume::inert_integral(double x, double z) const {
    if (!source_.barriers) {
        Spread const s = spread(x);
        return vertical_share(z, source_.height, s.sigma_z, air_.mixing_height) / s.speed;
    }
    Barriers const& walls = *source_.barriers;
    bool const sheltered = is_sheltered();
    double const height = emission_height();
    double const from_source = sheltered ? x + walls.upwind_distance : x;  // the source is moved to the wall
    if (walls.downwind_height > 0 && x > walls.downwind_distance) return behind_barrier(x, z, height);
    Surface surface;
    if (sheltered) surface.alpha = roughening(walls.upwind_height, air_.roughness_length);
    Spread const s = spread(from_source, height, source_.sigma_z0, surface);
    double const slowed =
        sheltered ? 1 - std::exp(-std::hypot(from_source, least_distance) / (shelter_recovery * walls.upwind_height))
                  : 1;
    return vertical_share(z, height, s.sigma_z, air_.mixing_height) / (slowed * s.speed);
}

/// Behind a wall the air is mixed up to 1.25 heights; above, the plume goes on from there.
double LinePlume::behind_barrier(double x, double z, double height) const {
    Barriers const& walls = *source_.barriers;
    double const wall = walls.downwind_height;
    double const depth = mixed_depth * wall;
    Surface surface;
    surface.lift = wall;
    surface.alpha = roughening(wall, air_.roughness_length);
    surface.extra_sigma_z = sigma_z_at_wall_;
    double const beyond = x - walls.downwind_distance;
    Spread const s = spread(beyond, height, 0, surface);
    double const plume = 1 / (std::sqrt(2 * std::numbers::pi) * s.sigma_z * s.speed);
    double const at_top = 2 * plume * std::exp(-0.5 * squared(height / s.sigma_z));
    double const slowed = 1 - (1 - 0.75 * wall / std::max(wall, tallest)) * std::exp(-beyond / (recovery * wall));
    double const speed_at_wall = std::hypot(std::numbers::sqrt2 * air_.sigma_v, air_.speed(wall));
    double const kept = 1 / (1 + slowed * 0.5 * speed_at_wall * at_top * depth);
    if (z <= depth) return kept * at_top;
    return kept * plume *
           (std::exp(-0.5 * squared((z - depth - height) / s.sigma_z)) +
            std::exp(-0.5 * squared((z - depth + height) / s.sigma_z)));
}

double LinePlume::concentration(double x, double y, double z) const {
    if (x <= 0) return 0;
    double const sigma_y = spread(x).sigma_y;
    return crosswind_integral(x, z) * std::exp(-0.5 * squared(y / sigma_y)) /
           (std::sqrt(2 * std::numbers::pi) * sigma_y);
}

double LinePlume::meander_share(double x) const {
    double const speed = spread(x).speed;
    double const wind = speed * speed - 2 * squared(air_.sigma_v);
    double const travel_s = std::hypot(x, least_distance) / speed;
    double const wandering = 2 * squared(air_.sigma_v) + std::max(wind, 0.0) * (1 - std::exp(-travel_s / forgetting_s));
    return std::min(1.0, wandering / squared(speed));
}

double LinePlume::meander_concentration(double r, double z) const {
    double const around = 2 * std::numbers::pi * std::hypot(r, least_distance);
    if (!source_.barriers) return crosswind_integral(r, z) / around;
    double const wall = std::max(source_.barriers->upwind_height, source_.barriers->downwind_height);
    double const height = std::max(source_.height, sheltered_height * wall);
    Surface const surface{roughening(wall, air_.roughness_length), meander_spread * wall, 0};
    Spread const s = spread(r, height, source_.sigma_z0, surface);
    return vertical_share(z, height, s.sigma_z, air_.mixing_height) / s.speed * kept(r) / around;
}

}  // namespace hacthanh::dispersion
