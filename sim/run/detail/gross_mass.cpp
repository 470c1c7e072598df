#include "sim/run/interventions.hpp"

#include <charconv>

namespace hacthanh::run {
namespace {

constexpr double light_vehicle_t = 3.5;  ///< EU categories M1 (nearly all) and N1, L below: Regulation (EU) 2018/858

}  // namespace

double gross_mass_t(KnownType const& type) {
    std::string const& name = type.emission_class;
    auto const number_at = [&](std::size_t at, double& value) {
        return std::from_chars(name.data() + at, name.data() + name.size(), value).ptr;
    };
    double mass = 0;
    if (auto const from = name.find("gt"); from != std::string::npos) {
        char const* end = number_at(from + 2, mass);
        if (end != name.data() + name.size() && *end == '-')
            end = std::from_chars(end + 1, name.data() + name.size(), mass).ptr;
        if (mass > 0 && end != name.data() + name.size() && *end == 't') return mass;
    }
    if (auto const up_to = name.find("le"); up_to != std::string::npos) {
        char const* const end = number_at(up_to + 2, mass);
        if (mass > 0 && end != name.data() + name.size() && *end == 't') return mass;
    }
    for (char const* light : {"motorcycle", "moped", "passenger", "taxi", "delivery", "bicycle"})
        if (type.vehicle_class == light) return light_vehicle_t;
    return -1;
}

}  // namespace hacthanh::run
