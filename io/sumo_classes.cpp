#include "io/sumo_classes.hpp"

#include <algorithm>
#include <array>

namespace hacthanh::io {
namespace {

struct VehicleClass {
    std::string_view name;
    std::string_view emission_class;
};

constexpr std::string_view petrol_car = "HBEFA3/PC_G_EU4";
constexpr std::string_view petrol_van = "HBEFA3/LDV_G_EU6";
constexpr std::string_view van = "HBEFA3/LDV";
constexpr std::string_view lorry = "HBEFA3/HDV";
constexpr std::string_view old_diesel = "HBEFA3/HDV_D_EU0";
constexpr std::string_view none = "Zero";

/// VehicleType::getEmissionClass of libsumo 1.15.0 for a vType with this vClass and nothing else.
constexpr std::array classes = {
    VehicleClass{"passenger", petrol_car},
    VehicleClass{"private", petrol_car},
    VehicleClass{"taxi", petrol_car},
    VehicleClass{"hov", petrol_car},
    VehicleClass{"vip", petrol_car},
    VehicleClass{"army", petrol_car},
    VehicleClass{"public_army", petrol_car},
    VehicleClass{"authority", petrol_car},
    VehicleClass{"public_authority", petrol_car},
    VehicleClass{"custom1", petrol_car},
    VehicleClass{"custom2", petrol_car},
    VehicleClass{"ignoring", petrol_car},
    VehicleClass{"emergency", van},
    VehicleClass{"public_emergency", van},
    VehicleClass{"delivery", van},
    VehicleClass{"motorcycle", petrol_van},
    VehicleClass{"moped", petrol_van},
    VehicleClass{"bus", "HBEFA3/Bus"},
    VehicleClass{"public_transport", "HBEFA3/Bus"},
    VehicleClass{"coach", "HBEFA3/Coach"},
    VehicleClass{"truck", lorry},
    VehicleClass{"trailer", lorry},
    VehicleClass{"rail", old_diesel},
    VehicleClass{"rail_slow", old_diesel},
    VehicleClass{"ship", old_diesel},
    VehicleClass{"pedestrian", none},
    VehicleClass{"bicycle", none},
    VehicleClass{"evehicle", none},
    VehicleClass{"tram", none},
    VehicleClass{"lightrail", none},
    VehicleClass{"rail_urban", none},
    VehicleClass{"cityrail", none},
    VehicleClass{"rail_electric", none},
    VehicleClass{"rail_fast", none},
};

}  // namespace

std::optional<std::string_view> default_emission_class(std::string_view vehicle_class) {
    auto const found = std::find_if(classes.begin(), classes.end(),
                                    [&](VehicleClass const& known) { return known.name == vehicle_class; });
    if (found == classes.end()) return std::nullopt;
    return found->emission_class;
}

bool is_lane_permission(std::string_view vehicle_class) {
    return vehicle_class == "all" || default_emission_class(vehicle_class).has_value();
}

std::vector<std::string> lane_permissions() {
    std::vector<std::string> names;
    for (VehicleClass const& known : classes) names.emplace_back(known.name);
    return names;
}

std::optional<std::string> unknown_permission(std::string_view list) {
    constexpr std::string_view blanks = " \t\r\n";
    while (true) {
        auto const begin = list.find_first_not_of(blanks);
        if (begin == std::string_view::npos) return std::nullopt;
        list.remove_prefix(begin);
        auto const name = list.substr(0, list.find_first_of(blanks));
        if (!is_lane_permission(name)) return std::string(name);
        list.remove_prefix(name.size());
    }
}

}  // namespace hacthanh::io
