#include "io/detail/type_registry.hpp"

#include "io/sumo_classes.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <utility>

namespace hacthanh::io::detail {
namespace {

/// Vehicle class of a type that is built into SUMO 1.15, or nothing.
std::optional<std::string_view> built_in_class(std::string_view id) {
    if (id == "DEFAULT_VEHTYPE") return "passenger";
    if (id == "DEFAULT_TAXITYPE") return "taxi";
    if (id == "DEFAULT_BIKETYPE") return "bicycle";
    if (id == "DEFAULT_PEDTYPE") return "pedestrian";
    if (id == "DEFAULT_CONTAINERTYPE") return "ignoring";
    return std::nullopt;
}

}  // namespace

void TypeRegistry::require_new(std::string_view id, std::string_view where) const {
    if (allow_repeats) return;
    auto const type = types_.find(id);
    auto const distribution = distributions_.find(id);
    if (type == types_.end() && distribution == distributions_.end()) return;
    throw InputError(where,
                     fmt::format("vehicle type \"{}\" is defined twice (first in {})", id,
                                 type != types_.end() ? type->second.where : distribution->second.where),
                     "take one out; duarouter copies types into its output, so the file with the types need not be "
                     "loaded beside it");
}

void TypeRegistry::define(std::string_view id, Type type) {
    require_new(id, type.where);
    types_.emplace(id, std::move(type));
}

void TypeRegistry::define_distribution(std::string_view id, std::string where) {
    require_new(id, where);
    distributions_.emplace(id, Distribution{{}, std::move(where)});
}

void TypeRegistry::add_member(std::string_view distribution, std::string_view type) {
    auto const found = distributions_.find(distribution);
    if (found != distributions_.end()) found->second.members.emplace_back(type);
}

void TypeRegistry::use(std::string_view id, std::string_view user, std::function<std::string()> const& where) {
    if (id == last_used_) return;
    last_used_ = id;
    if (used_.contains(id)) return;
    used_.emplace(id, uses_.size());
    uses_.push_back({std::string(id), std::string(user), where()});
}

void TypeRegistry::follow(Use const& use, bool allow_undefined, std::unordered_set<std::string>& seen,
                          Demand& demand) const {
    if (!seen.insert(use.id).second) return;
    if (auto const distribution = distributions_.find(use.id); distribution != distributions_.end()) {
        for (std::string const& member : distribution->second.members)
            follow({member, use.user, distribution->second.where}, allow_undefined, seen, demand);
        return;
    }
    auto const type = types_.find(use.id);
    bool const defined = type != types_.end();
    auto const built_in = built_in_class(use.id);
    if (!defined && !built_in) {
        validate(allow_undefined, use.where,
                 fmt::format("vehicle type \"{}\" (of \"{}\") is not defined", use.id, use.user),
                 "define a vType of that id in a file that the configuration names");
        return;
    }
    std::string const vehicle_class = defined ? type->second.vehicle_class : std::string(*built_in);
    std::string const taken(default_emission_class(vehicle_class).value_or(""));
    bool const named = defined && !type->second.emission_class.empty();
    std::string_view const emission_class = named ? std::string_view(type->second.emission_class) : taken;
    bool const clean = emission_class.starts_with("Zero") || emission_class.starts_with("zero");
    demand.used.push_back(
        {use.id, vehicle_class, clean, defined ? type->second.where : use.where, std::string(emission_class)});
    if (named || clean) return;
    demand.unclassed.push_back(
        {use.id, vehicle_class, taken, defined ? type->second.where : use.where, use.user, defined});
}

void TypeRegistry::follow_all(bool allow_undefined, Demand& demand) const {
    std::unordered_set<std::string> seen;
    for (Use const& use : uses_) follow(use, allow_undefined, seen, demand);
}

}  // namespace hacthanh::io::detail
