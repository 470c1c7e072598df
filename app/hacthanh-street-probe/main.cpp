/// `hacthanh-street-probe`: chemistry and canyon formulas at given conditions, for validation against measurements.
///
/// Reads one JSON document on standard input and writes one on standard output (tools/validation/dispersion_street.py):
///   kerb {latitude_deg, longitude_deg, cloud_cover, temperature_k, residence_s,
///         supply [[time_utc_s, no, no2, o3]..] in ppb}
///     -> kerb {no2 [..], photostationary_no2 [..]} in ppb
///   canyons [{width_m, height_m, speed_m_s, friction_velocity_m_s, sine}..], neutral air without vehicles
///     -> canyons [{leeward, windward}..], as concentration x speed x height / (emission per length)

#include "sim/chemistry/nitrogen_oxides.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/dispersion/street_air.hpp"
#include "sim/weather/solar.hpp"

#include <iostream>
#include <nlohmann/json.hpp>

namespace {

using namespace hacthanh;  // NOLINT: short names for the whole program
using nlohmann::json;

json kerb(json const& input) {
    constexpr double ppb = chemistry::reference_air / 1e9;
    json output = {{"no2", json::array()}, {"photostationary_no2", json::array()}};
    for (auto const& hour : input.at("supply")) {
        double const elevation =
            weather::solar_elevation_deg(hour.at(0), input.at("latitude_deg"), input.at("longitude_deg"));
        auto const rates = chemistry::rates_of(input.at("temperature_k"),
                                               weather::global_radiation(elevation, input.at("cloud_cover")));
        chemistry::NitrogenOxides const supply{hour.at(1).get<double>() * ppb, hour.at(2).get<double>() * ppb,
                                               hour.at(3).get<double>() * ppb};
        output["no2"].push_back(chemistry::in_through_flow(supply, rates, input.at("residence_s")).no2 / ppb);
        output["photostationary_no2"].push_back(chemistry::photostationary(supply, rates).no2 / ppb);
    }
    return output;
}

json canyon(json const& input) {
    dispersion::StreetWind wind;
    wind.speed = input.at("speed_m_s");
    wind.friction_velocity = input.at("friction_velocity_m_s");
    wind.sine = input.at("sine");
    wind.mixing_height = 1e6;
    double const height = input.at("height_m");
    auto const response = dispersion::canyon_response({input.at("width_m"), height}, wind);
    double const scale = wind.speed * height;
    return {{"leeward", response.leeward * scale}, {"windward", response.windward * scale}};
}

json answer(json const& input) {
    json output = json::object();
    if (input.contains("kerb")) output["kerb"] = kerb(input["kerb"]);
    if (input.contains("canyons"))
        for (auto const& given : input["canyons"]) output["canyons"].push_back(canyon(given));
    return output;
}

}  // namespace

int main() {
    try {
        std::cout << answer(json::parse(std::cin)).dump() << "\n";
        return 0;
    } catch (json::exception const& error) {
        hacthanh::log::error("standard input: {}", error.what());
        return 2;
    } catch (std::exception const& error) {
        hacthanh::log::error("{}", error.what());
        return 1;
    }
}
