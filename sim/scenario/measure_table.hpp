#pragma once

#include "sim/scenario/measures.hpp"
#include "sim/scenario/option_table.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::scenario {

/// One key of a [[measure]].
struct MeasureKey {
    OptionOf<Measure> option;
    std::vector<MeasureKind> kinds;      ///< that may have it
    std::vector<MeasureKind> needed_by;  ///< that must have it
};

/// The one table behind the reader of measure files and docs/formats/measure.md, in the order of the document.
/// Built on first use; thread-safe.
std::vector<MeasureKey> const& measure_keys();

/// The key of that name, or nullptr.
MeasureKey const* find_measure_key(std::string_view key);

/// Names of the keys that a kind may have.
std::vector<std::string> keys_of(MeasureKind kind);

/// Rules between keys of one measure, and between the measures of a file: a place is given, windows do not overlap,
/// phases can be read… Adds one line per broken rule to `problems`. What needs the city is checked with the city
/// (sim/run/interventions.hpp).
void check_measures(MeasureFile const& file, std::vector<std::string>& problems);

}  // namespace hacthanh::scenario
