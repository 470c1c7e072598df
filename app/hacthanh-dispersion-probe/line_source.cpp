#include "app/hacthanh-dispersion-probe/line_source.hpp"

#include "sim/core/error.hpp"
#include "sim/dispersion/line_plume.hpp"

namespace hacthanh::probe {

nlohmann::json line_source(nlohmann::json const& input) {
    auto const& given = input.at("similarity");
    dispersion::SurfaceLayer air;
    air.friction_velocity = given.at("friction_velocity_m_s");
    air.roughness_length = given.at("roughness_length_m");
    air.inverse_obukhov_length = given.at("inverse_obukhov_length_1_m");
    air.mixing_height = given.at("mixing_height_m");
    air.sigma_v = input.at("sigma_v_m_s");
    validate(air.friction_velocity > 0 && air.roughness_length > 0 && air.mixing_height > 0 && air.sigma_v > 0,
             "similarity", "friction velocity, roughness length, mixing height and sigma_v must be > 0");
    dispersion::LinePlume const plume(air, {input.at("source_height_m"), 0, 0, {}});
    double const height = input.at("receptor_height_m");
    nlohmann::json output = {{"crosswind_integral_s_m2", nlohmann::json::array()},
                             {"maximum_s_m3", nlohmann::json::array()}};
    for (double const distance : input.at("distances_m")) {
        output["crosswind_integral_s_m2"].push_back(plume.crosswind_integral(distance, height));
        output["maximum_s_m3"].push_back(plume.concentration(distance, 0, height));
    }
    return output;
}

}  // namespace hacthanh::probe
