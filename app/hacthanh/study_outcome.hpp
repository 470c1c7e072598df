#pragma once
/// What the members of a study said, sorted: what every part of a merge begins with.

#include "sim/study/paired_difference.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace hacthanh::app {

/// What a member said, as far as it got.
struct MemberWords {
    std::string id;
    std::int64_t seed = 0;
    bool valid = true;
    std::vector<std::pair<std::string, double>> indicators;

    std::optional<double> find(std::string const& name) const;
};

/// Seeds of one variant in one weather at one point.
struct StudyCell {
    nlohmann::ordered_json row;  ///< of the manifest: its first member
    std::vector<MemberWords> seeds;

    /// Mean of an indicator over the seeds that have it; nothing where none has.
    std::optional<double> mean(std::string const& indicator) const;
};

using StudyCellKey = std::tuple<std::size_t, std::string, std::string>;  ///< point, weather, variant

/// A row of the manifest, and whether it has a result.
struct StudyRow {
    nlohmann::ordered_json row;
    std::string missing;  ///< why it has none; empty = it has one
};

struct StudyOutcome {
    std::vector<StudyRow> rows;       ///< as in the manifest
    std::vector<StudyCellKey> order;  ///< as in the manifest
    std::map<StudyCellKey, StudyCell> cells;
    nlohmann::ordered_json missing = nlohmann::ordered_json::array();

    std::size_t merged() const;
    /// Against the baseline of the same point and weather, over pairs of seeds that both have.
    std::optional<study::PairedDifference> against_base(StudyCellKey const& key, std::string const& indicator) const;
    /// Option minus baseline, pair by pair, in the order of the manifest.
    std::vector<double> differences(StudyCellKey const& key, std::string const& indicator) const;
    /// As asked, else the air at the ground of every pollutant, in order of appearance.
    std::vector<std::string> ranked(std::vector<std::string> const& asked) const;
};

/// Reads all members of a folder; one whose file is not the one that its hash is of counts as corrupt. Throws
/// InputError for a folder that is no study's.
StudyOutcome read_outcome(std::filesystem::path const& folder);

}  // namespace hacthanh::app
