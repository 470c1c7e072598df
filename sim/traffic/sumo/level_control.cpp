#include "sim/traffic/sumo/level_control.hpp"

#include "sim/traffic/vehicle_draw.hpp"

#include <libsumo/libsumo.h>

#include <algorithm>
#include <utility>

namespace hacthanh::traffic::sumo {

void LevelControl::begin(std::vector<LevelShares> levels, std::uint64_t seed) {
    levels_ = std::move(levels);
    seed_ = seed;
    active_.clear();
}

void LevelControl::start(Intervention const& change) {
    active_.push_back(&change);
    reader_.for_each([this](std::string const& vehicle) { assign(vehicle); });
}

void LevelControl::stop(Intervention const& change) {
    std::erase(active_, &change);
    reader_.for_each([this](std::string const& vehicle) { assign(vehicle); });
}

void LevelControl::change_vehicle(std::string const& vehicle, std::string const& level) {
    changed_[vehicle] = level;
    reader_.set_level(vehicle, level);
}

std::string LevelControl::level_of(std::string const& vehicle, std::string const& type,
                                   std::string const& vehicle_class) const {
    if (auto const changed = changed_.find(vehicle); changed != changed_.end()) return changed->second;
    bool divided = false;
    std::string electric;
    double share = -1;
    for (Intervention const* change : active_) {
        auto const& classes = change->who.classes;
        if (!classes.empty() && std::ranges::count(classes, vehicle_class) == 0) continue;
        divided = true;
        if (change->kind != InterventionKind::electrify) continue;
        electric = change->level;
        share = change->value;
    }
    LevelShares const* const shares = divided ? find_levels(levels_, type, vehicle_class) : nullptr;
    return shares == nullptr ? std::string() : traffic::level_of(*shares, seed_, vehicle, electric, share);
}

void LevelControl::assign(std::string const& vehicle) {
    reader_.set_level(vehicle, level_of(vehicle, state::type_name(libsumo::Vehicle::getTypeID(vehicle)),
                                        libsumo::Vehicle::getVehicleClass(vehicle)));
}

}  // namespace hacthanh::traffic::sumo
