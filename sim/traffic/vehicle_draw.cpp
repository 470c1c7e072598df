#include "sim/traffic/vehicle_draw.hpp"

#include <algorithm>

namespace hacthanh::traffic {

double draw_of(std::uint64_t seed, std::uint32_t draw, std::string_view vehicle) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (char c : vehicle) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    std::uint64_t z = hash + 0x9e3779b97f4a7c15ULL * (seed + 1) + (std::uint64_t(draw) << 32);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    z ^= z >> 31;
    return static_cast<double>(z >> 11) * 0x1p-53;
}

std::string level_of(LevelShares const& shares, std::uint64_t seed, std::string_view vehicle,
                     std::string_view electric_level, double electric_share) {
    double const u = draw_of(seed, level_draw, vehicle);
    auto const pick = [&](double at, std::string_view without) -> std::string {
        double whole = 0;
        for (std::size_t l = 0; l < shares.levels.size(); ++l)
            if (shares.levels[l] != without) whole += shares.shares[l];
        double sum = 0;
        std::string last;
        for (std::size_t l = 0; l < shares.levels.size(); ++l) {
            if (shares.levels[l] == without || shares.shares[l] <= 0) continue;
            sum += shares.shares[l];
            last = shares.levels[l];
            if (at * whole < sum) break;
        }
        return last;
    };
    std::string const level = pick(u, {});
    if (electric_share < 0) return level;
    double usual = 0;
    for (std::size_t l = 0; l < shares.levels.size(); ++l)
        if (shares.levels[l] == electric_level) usual += shares.shares[l];
    double const v = draw_of(seed, electric_draw, vehicle);
    if (level == electric_level) {  // stays electric, or, when there are to be fewer, falls back
        bool const stays = v * usual < electric_share;
        return stays ? level : pick(draw_of(seed, electric_draw - 1, vehicle), electric_level);
    }
    bool const becomes = v * (1 - usual) < electric_share - usual;
    return becomes ? std::string(electric_level) : level;
}

LevelShares const* find_levels(std::vector<LevelShares> const& levels, std::string_view type,
                               std::string_view vehicle_class) {
    for (std::string_view const name : {type, vehicle_class})
        for (LevelShares const& known : levels)
            if (known.name == name) return &known;
    return nullptr;
}

bool names_purpose(std::string_view vehicle, std::string_view purpose) {
    while (true) {
        auto const dot = vehicle.find('.');
        if (vehicle.substr(0, dot) == purpose) return true;
        if (dot == std::string_view::npos) return false;
        vehicle.remove_prefix(dot + 1);
    }
}

}  // namespace hacthanh::traffic
