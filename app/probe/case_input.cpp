#include "app/probe/case_input.hpp"

#include "sim/core/constants.hpp"
#include "sim/core/error.hpp"
#include "sim/weather/inflow.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace hacthanh::probe {
namespace {

using nlohmann::json;

/// Speed between measured heights: straight in the logarithm of height; the law of the wall below and above them.
class MeasuredProfile {
public:
    explicit MeasuredProfile(json const& input)
        : z_(input.at("profile").at("z_m").get<std::vector<double>>()),
          speed_(input.at("profile").at("speed_m_s").get<std::vector<double>>()),
          roughness_(input.at("roughness_length_m")),
          friction_(input.at("friction_velocity_m_s")) {
        validate(!z_.empty() && z_.size() == speed_.size() && std::ranges::is_sorted(z_) && z_[0] > roughness_,
                 "profile", "needs heights that rise, above the roughness length, with one speed each");
    }

    double at(double z) const {
        if (z <= roughness_) return 0;
        if (z <= z_.front()) return speed_.front() * std::log(z / roughness_) / std::log(z_.front() / roughness_);
        if (z >= z_.back()) return speed_.back() + friction_ / constants::von_karman * std::log(z / z_.back());
        auto const n = static_cast<std::size_t>(std::ranges::upper_bound(z_, z) - z_.begin());
        double const part = std::log(z / z_[n - 1]) / std::log(z_[n] / z_[n - 1]);
        return speed_[n - 1] + part * (speed_[n] - speed_[n - 1]);
    }

    double mean(double low, double high) const {
        constexpr int pieces = 32;
        double sum = 0;
        for (int n = 0; n < pieces; ++n) sum += at(low + (high - low) * (n + 0.5) / pieces);
        return sum / pieces;
    }

private:
    std::vector<double> z_;
    std::vector<double> speed_;
    double roughness_;
    double friction_;
};

state::InflowProfile measured_inflow(json const& input, mesh::CityMesh const& mesh, double schmidt_number) {
    MeasuredProfile const measured(input);
    state::InflowProfile profile;
    profile.friction_velocity = input.at("friction_velocity_m_s");
    profile.roughness_length = input.at("roughness_length_m");
    profile.mixing_height = 10 * mesh.z_faces().back();
    auto const& faces = mesh.z_faces();
    constexpr double sideways = (1.9 / 1.3) * (1.9 / 1.3);  // (sigma_v / sigma_w)^2 of neutral air, as in sim/weather
    double const scale = constants::von_karman * profile.friction_velocity / schmidt_number;
    profile.vertical_diffusivity.assign(mesh.nz() + 1, 0);
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        profile.speed.push_back(measured.mean(faces[k], faces[k + 1]));
        if (k > 0) profile.vertical_diffusivity[k] = scale * faces[k];
        profile.horizontal_diffusivity.push_back(sideways * scale * mesh.z_centre(k));
    }
    return profile;
}

state::InflowProfile similar_inflow(json const& given, mesh::CityMesh const& mesh, double schmidt_number) {
    double const friction = given.at("friction_velocity_m_s");
    weather::WeatherOptions options;
    options.roughness_length_m = given.at("roughness_length_m");
    options.met_site_roughness_m = options.roughness_length_m;
    options.min_wind_m_s = 1e-3;
    options.meander_m_s = 0;
    weather::Conditions conditions;
    conditions.inverse_obukhov_length = given.at("inverse_obukhov_length_1_m");
    conditions.mixing_height_m = given.at("mixing_height_m");
    validate(friction > 0 && conditions.mixing_height_m > 0, "similarity",
             "needs a friction velocity and a mixing height above 0");
    conditions.wind_speed_m_s =
        weather::wind_at_10_m(friction, options.roughness_length_m, conditions.inverse_obukhov_length);
    return weather::make_inflow_profile(options, conditions, mesh, schmidt_number);
}

}  // namespace

std::vector<city::Building> read_buildings(json const& input) {
    std::vector<city::Building> found;
    if (!input.contains("buildings")) return found;
    for (auto const& given : input.at("buildings")) {
        city::Building building;
        building.id = std::to_string(found.size());
        for (auto const& corner : given.at("footprint")) building.footprint.outer.push_back({corner[0], corner[1]});
        building.base_m = given.value("base_m", 0.0);
        building.height_m = given.at("height_m");
        found.push_back(building);
    }
    return found;
}

mesh::CityMesh read_mesh(json const& input) {
    auto const& box = input.at("extent");
    mesh::MeshOptions options;
    options.cell_size_m = input.at("cell_size_m");
    options.first_layer_m = input.at("first_layer_m");
    options.levels = input.at("levels");
    options.top_m = input.at("top_m");
    return mesh::CityMesh({box[0], box[1], box[2], box[3]}, options);
}

state::InflowProfile read_inflow(json const& input, mesh::CityMesh const& mesh, double schmidt_number) {
    auto profile = input.contains("similarity") ? similar_inflow(input.at("similarity"), mesh, schmidt_number)
                                                : measured_inflow(input, mesh, schmidt_number);
    profile.wind_from_deg = input.at("wind_from_deg");
    return profile;
}

}  // namespace hacthanh::probe
