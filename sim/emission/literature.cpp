#include "sim/emission/literature.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace hacthanh::emission {
namespace {

struct Range {
    std::string_view vehicle_class;
    Pollutant pollutant;
    double low;   ///< [g/km]
    double high;  ///< [g/km]
    std::string_view reference;
};

constexpr double shortest_distance_m = 1000;

// Evidence: S sourced, M from memory (to be verified). EMEP/EEA = Guidebook 2019, 1.A.3.b.i-iv, Tier 2 (M).
constexpr std::string_view hanoi = "Hanoi 2021-2023, Tran 2024 (S), to Hanoi 2008, Kim Oanh 2012 (D)";
constexpr std::string_view hanoi_co2 = "Hanoi 72.6, Tran 2024 (S), Viet Nam 84, Climatiq (S), +-25 %";
constexpr std::string_view tier_hc = "EMEP/EEA Euro 3 (M) to Hanoi 2008, Kim Oanh 2012 (D)";
constexpr std::string_view petrol_car = "EMEP/EEA Euro 2 to Euro 5 petrol (M), x 0.5 to x 2";
constexpr std::string_view car_co2 = "Viet Nam 192, Climatiq (S), +-50 % for free flow and rush hours";
constexpr std::string_view diesel_van = "EMEP/EEA N1 diesel Euro 3 to Euro 5 (M), x 0.5 to x 2";
constexpr std::string_view van_co2 = "EMEP/EEA typical consumption of N1 diesel, 80 g/km (M), x 0.7 to x 1.8";
constexpr std::string_view urban_bus = "EMEP/EEA urban bus Euro II to Euro IV (M), x 0.5 to x 2";
constexpr std::string_view bus_co2 = "EMEP/EEA typical consumption of buses, 240-400 g/km (M), x 1 to x 1.5";
constexpr std::string_view lorry = "EMEP/EEA rigid 7.5-20 t Euro II to Euro IV (M), x 0.5 to x 2";
constexpr std::string_view lorry_co2 = "EMEP/EEA typical consumption of rigid lorries, 240 g/km (M), x 0.5 to x 1.8";

constexpr auto ranges = std::to_array<Range>({
    {"motorcycle", Pollutant::co, 3.6, 10.8, hanoi},
    {"motorcycle", Pollutant::nox, 0.10, 0.65, hanoi},
    {"motorcycle", Pollutant::pm, 0.040, 0.164, hanoi},
    {"motorcycle", Pollutant::hc, 0.465, 3.5, tier_hc},
    {"motorcycle", Pollutant::co2, 54, 105, hanoi_co2},
    {"passenger", Pollutant::co, 0.31, 4.1, petrol_car},
    {"passenger", Pollutant::nox, 0.030, 0.51, petrol_car},
    {"passenger", Pollutant::pm, 0.0005, 0.0044, petrol_car},
    {"passenger", Pollutant::hc, 0.030, 0.50, petrol_car},
    {"passenger", Pollutant::co2, 96, 288, car_co2},
    {"delivery", Pollutant::nox, 0.40, 2.1, diesel_van},
    {"delivery", Pollutant::pm, 0.0005, 0.16, diesel_van},
    {"delivery", Pollutant::co2, 177, 455, van_co2},
    {"bus", Pollutant::co, 0.11, 5.3, urban_bus},
    {"bus", Pollutant::nox, 2.7, 21.4, urban_bus},
    {"bus", Pollutant::pm, 0.023, 0.44, urban_bus},
    {"bus", Pollutant::co2, 760, 1900, bus_co2},
    {"truck", Pollutant::nox, 1.7, 14, lorry},
    {"truck", Pollutant::pm, 0.010, 0.40, lorry},
    {"truck", Pollutant::co2, 380, 1370, lorry_co2},
});

std::string_view family(std::string_view vehicle_class) {
    if (vehicle_class == "moped") return "motorcycle";
    if (vehicle_class == "taxi") return "passenger";
    if (vehicle_class == "trailer") return "truck";
    return vehicle_class;
}

}  // namespace

std::vector<state::LiteratureCheck> check_against_literature(std::span<state::ClassEmission const> classes) {
    std::vector<state::LiteratureCheck> checks;
    for (auto const& emission : classes) {
        if (emission.vehicle_m < shortest_distance_m) continue;
        for (Range const& range : ranges)
            if (range.vehicle_class == family(emission.vehicle_class))
                checks.push_back({emission.name, range.pollutant, emission.grams_per_km(range.pollutant), range.low,
                                  range.high, std::string(range.reference)});
    }
    return checks;
}

}  // namespace hacthanh::emission
