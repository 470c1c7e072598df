#pragma once

#include "io/sumo_config.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {

/// A vehicle type that vehicles use, that gives off something, and whose definition names no emission class.
struct UnclassedType {
    std::string type;                    ///< vType id; DEFAULT_VEHTYPE for vehicles that name none
    std::string vehicle_class;           ///< "motorcycle"
    std::string default_emission_class;  ///< what SUMO 1.15 takes then: "HBEFA3/LDV_G_EU6"
    std::string where;                   ///< file:line of its definition, else of the first vehicle that uses it
    std::string first_user;              ///< id of that vehicle
    bool defined = false;                ///< false: a type that is built into SUMO
};

/// A vehicle type that vehicles use.
struct UsedType {
    std::string type;
    std::string vehicle_class;
    bool clean = false;            ///< gives off nothing: SUMO's class Zero, named or by default
    std::string where;             ///< file:line of its definition, else of the first vehicle that uses it
    std::string emission_class{};  ///< named or by default
};

/// What the route and additional files of a configuration hold.
struct Demand {
    std::vector<UnclassedType> unclassed;  ///< in order of first use
    std::vector<UsedType> used;            ///< in order of first use
    double vehicles = 0;                   ///< expected departures within the window, before any demand factor
    std::uint64_t types = 0;               ///< vehicle types defined
    std::vector<std::filesystem::path> included_files;  ///< named by <include href="…"/>
};

/// Reads every additional and route file of the configuration once, with what they include, in constant memory (but
/// for the ids of types). Types may be defined after their use and in any file; distributions stand for all
/// their members. Vehicles, trips, flows (also of calibrators) and car trips of persons use types; persons
/// themselves give off nothing.
///
/// Vehicles are counted when they depart in [begin_s, end_s); a flow counts with its expected number.
/// Throws InputError with file:line for broken XML, a vehicle class that SUMO 1.15 does not know, a type that is
/// defined twice or not at all (neither when the configuration loads a state, which may define it).
/// Cost: about 9 s per GB of XML (115 MB/s measured). Thread-safe.
Demand read_demand(SumoConfig const& config, double begin_s, double end_s);

/// The rule that no vehicle type gets SUMO's default emission class silently.
///
/// Throws InputError that names every unclassed type, where it is, what SUMO would take, and the remedies; with
/// `allow_default` returns the same as one warning per type instead.
std::vector<std::string> check_emission_classes(Demand const& demand, bool allow_default);

}  // namespace hacthanh::io
