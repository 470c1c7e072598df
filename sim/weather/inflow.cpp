#include "sim/weather/inflow.hpp"

#include "sim/core/constants.hpp"
#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"
#include "sim/core/similarity.hpp"
#include "sim/weather/calm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace hacthanh::weather {
namespace {

using constants::von_karman;

constexpr double anemometer_height = 10;  ///< [m] WMO-No. 8, part I, 5.1.1
constexpr double surface_layer = 0.1;     ///< share of the mixing height [1] Troen & Mahrt 1986, doi:10.1007/BF00122760
constexpr double sigma_v = 1.9;      ///< over u*, neutral [1] Panofsky & Dutton 1984, Atmospheric Turbulence, Wiley
constexpr double sigma_w = 1.3;      ///< over u*, neutral [1] Panofsky et al. 1977, doi:10.1007/BF02186086
constexpr double sigma_w_slope = 3;  ///< unstable, (1 - 3 z/L)^1/3 [1] Panofsky et al. 1977, doi:10.1007/BF02186086
constexpr double convective_sigma_v = 0.6;        ///< over w* [1] Venkatram et al. 2013, Atmos. Environ. 77, 846
constexpr double displacement_over_height = 0.7;  ///< [1] Grimmond & Oke 1999, see inflow.hpp
constexpr double degree = std::numbers::pi / 180;
constexpr double least_horizontal_diffusivity = 0.1;  ///< [m2/s] our choice: as small as the mesh can tell from none

/// U(z) kappa / u* over ground of this roughness and displacement; 0 below both.
double profile_shape(double height, double roughness, double displacement, double inverse_length) {
    double const above = height - displacement;
    if (above <= roughness) return 0;
    return std::log(above / roughness) - psi_m(above * inverse_length) + psi_m(roughness * inverse_length);
}

/// Nodes and weights of the three-point Gauss-Legendre rule on [-1, 1].
constexpr std::array<std::array<double, 2>, 3> gauss = {
    {{-0.774596669241483377, 5.0 / 9}, {0.0, 8.0 / 9}, {0.774596669241483377, 5.0 / 9}}};

/// Mean of a function over [low, high] in panels that grow from `low`, where the logarithm bends most.
template <class Function>
double mean(Function const& function, double low, double high) {
    constexpr int panels = 48;
    double total = 0;
    for (int n = 0; n < panels; ++n) {
        auto const border = [&](int m) { return low + (high - low) * std::pow(static_cast<double>(m) / panels, 2); };
        double const half = 0.5 * (border(n + 1) - border(n));
        for (auto const& [node, weight] : gauss) total += half * weight * function(border(n) + half * (1 + node));
    }
    return total / (high - low);
}

/// The city's air, once its friction velocity is known.
struct CityAir {
    WeatherOptions const& options;
    double mixing_height;
    double schmidt_number;
    double inverse_length;
    double friction_velocity;

    double speed(double height) const {
        double const level = std::min(height, std::max(mixing_height, options.blending_height_m));
        return friction_velocity / von_karman *
               profile_shape(level, options.roughness_length_m, options.displacement_height_m, inverse_length);
    }

    double layer_speed(double bottom, double top) const {
        double const calm = options.displacement_height_m + options.roughness_length_m;
        double const low = std::clamp(calm, bottom, top);
        if (low >= top) return 0;
        return mean([&](double z) { return speed(z); }, low, top) * (top - low) / (top - bottom);
    }

    double vertical_diffusivity(double height) const {
        double const zi = mixing_height;
        if (height <= 0 || height >= zi) return 0;
        double const free = std::max(height - options.displacement_height_m, (1 - displacement_over_height) * height);
        double const similar = inverse_length < 0 ? std::min(free, surface_layer * zi) : free;
        double const share = 1 - height / zi;
        return von_karman * friction_velocity * free * share * share /
               (schmidt_number * phi_h(similar * inverse_length));
    }

    /// (sigma_v / u*)^2 [1].
    double lateral_variance() const {
        double const mechanical = sigma_v * sigma_v;
        if (inverse_length >= 0) return mechanical;
        // (w*/u*)^2 with w*^3 = -u*^3 zi / (kappa L), Deardorff 1970,
        // doi:10.1175/1520-0469(1970)027<1211:CVATSF>2.0.CO;2
        double const convective = std::pow(-mixing_height * inverse_length / von_karman, 2.0 / 3);
        return mechanical + std::pow(convective_sigma_v, 2) * convective;
    }

    /// sigma_v^2 / sigma_w^2 [1].
    double anisotropy(double height) const {
        double up = sigma_w;
        if (inverse_length < 0)
            up *= std::cbrt(1 - sigma_w_slope * std::min(height, surface_layer * mixing_height) * inverse_length);
        return lateral_variance() / (up * up);
    }
};

}  // namespace

Conditions constant_conditions(WeatherOptions const& options) {
    return {options.wind_speed_m_s, options.wind_from_deg,
            options.monin_obukhov_length_m ? 1 / *options.monin_obukhov_length_m : 0.0,
            std::min(options.mixing_height_m, options.inversion_height_m.value_or(options.mixing_height_m))};
}

double wind_at_10_m(double friction_velocity, double roughness_length, double inverse_obukhov_length) {
    return friction_velocity / von_karman *
           profile_shape(anemometer_height, roughness_length, 0, inverse_obukhov_length);
}

double friction_velocity_at_10_m(double wind_speed, double roughness_length, double inverse_obukhov_length) {
    return wind_speed * von_karman / profile_shape(anemometer_height, roughness_length, 0, inverse_obukhov_length);
}

state::InflowProfile make_inflow_profile(WeatherOptions const& options, mesh::CityMesh const& mesh,
                                         double schmidt_number) {
    return make_inflow_profile(options, constant_conditions(options), mesh, schmidt_number);
}

state::InflowProfile make_inflow_profile(WeatherOptions const& options, Conditions const& conditions,
                                         mesh::CityMesh const& mesh, double schmidt_number) {
    HACTHANH_EXPECT(conditions.wind_speed_m_s >= 0 && options.min_wind_m_s > 0 && conditions.mixing_height_m > 0);
    HACTHANH_EXPECT(options.met_site_roughness_m > 0 && options.roughness_length_m > 0);
    HACTHANH_EXPECT(options.met_site_roughness_m < anemometer_height && schmidt_number > 0);
    double const inverse_length = conditions.inverse_obukhov_length;
    double const blending = options.blending_height_m;
    double const city_shape =
        profile_shape(blending, options.roughness_length_m, options.displacement_height_m, inverse_length);
    validate(city_shape > 0 && blending > anemometer_height, "weather.blending_height_m",
             fmt::format("{} m is not above {} m and weather.displacement_height_m + weather.roughness_length_m = {} m",
                         blending, anemometer_height, options.displacement_height_m + options.roughness_length_m),
             "raise it to several times the height of the buildings");
    double const site = options.met_site_roughness_m;
    double const site_speed = std::max(conditions.wind_speed_m_s, options.min_wind_m_s);
    double const blended = site_speed * profile_shape(blending, site, 0, inverse_length) /
                           profile_shape(anemometer_height, site, 0, inverse_length);
    CityAir const air{options, conditions.mixing_height_m, schmidt_number, inverse_length,
                      von_karman * blended / city_shape};

    state::InflowProfile profile;
    profile.wind_from_deg = conditions.wind_from_deg;
    profile.friction_velocity = air.friction_velocity;
    profile.roughness_length = options.roughness_length_m;
    profile.displacement_height = options.displacement_height_m;
    profile.inverse_obukhov_length = inverse_length;
    profile.mixing_height = conditions.mixing_height_m;
    profile.measured_wind_speed = conditions.wind_speed_m_s;
    profile.site_wind_speed = site_speed;
    profile.meander_diffusivity =
        options.meander_sigma_deg
            ? std::pow(*options.meander_sigma_deg * degree * site_speed, 2) * meander_time_s(site_speed)
            : meander_diffusivity(site_speed, air.friction_velocity * std::sqrt(air.lateral_variance()),
                                  options.meander_m_s);
    auto const& faces = mesh.z_faces();
    profile.vertical_diffusivity.push_back(0);
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        profile.speed.push_back(air.layer_speed(faces[k], faces[k + 1]));
        bool const lid = k + 1 == mesh.nz();
        profile.vertical_diffusivity.push_back(lid ? 0 : air.vertical_diffusivity(faces[k + 1]));
        double const mean_diffusivity =
            mean([&](double z) { return air.vertical_diffusivity(z); }, faces[k], faces[k + 1]);
        profile.horizontal_diffusivity.push_back(
            std::max(least_horizontal_diffusivity, mean_diffusivity * air.anisotropy(mesh.z_centre(k))) +
            profile.meander_diffusivity);
    }
    return profile;
}

}  // namespace hacthanh::weather
