#pragma once
/// Fleet tables (docs/formats/fleet.md).

#include "io/vehicle_types.hpp"
#include "sim/state/fleet.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::io {

/// A fleet table and the files that it came from.
struct LoadedFleet {
    state::Fleet fleet;
    std::vector<std::filesystem::path> files;  ///< the table first, then rate tables
};

/// Reads a fleet table with the rate tables that it names.
///
/// Throws InputError with one line per problem (file:line, rule, remedy): an unknown class of source, item or
/// pollutant, a number out of its range, two rows for one thing, a level without a source, shares that do not add up to
/// 1, a row without reference or evidence mark. Thread-safe.
LoadedFleet read_fleet(std::filesystem::path const& file);

/// Holds a fleet against the vehicle types that a demand uses. Throws InputError naming every type that gives off
/// something and that the table does not know. Takes types whose class needs nothing of SUMO's emission class from
/// the demand's list of types without one. @param table  its name, for messages
void check_fleet(Demand& demand, state::Fleet const& fleet, std::string const& table);

}  // namespace hacthanh::io
