#pragma once

#include "io/study/study_file.hpp"

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace hacthanh::app {

inline constexpr char const* study_baseline = "base";  ///< the variant without measures

/// One run of a study.
struct StudyMember {
    std::string id;       ///< 16 hexadecimal digits of the SHA-256 of all that its numbers depend on
    std::string variant;  ///< study_baseline, or the name of a [[measure]]
    std::string weather;
    std::size_t point = 0;            ///< of the design
    std::vector<std::string> levels;  ///< of the factors, in the study file's order
    std::int64_t seed = 0;
    std::vector<std::string> overrides;  ///< all of them, "key=value"
    std::vector<std::string> measures;   ///< files
};

/// All members, in the order of the manifest: points, weathers, variants, seeds. Every override and measure file is
/// checked against the scenario before anything runs. Throws InputError. Cost: one scenario file read per point and
/// weather.
std::vector<StudyMember> plan_members(io::study::StudyFile const& study);

/// The row of the manifest.
nlohmann::ordered_json member_json(io::study::StudyFile const& study, StudyMember const& member, std::size_t number);
/// What `run-member` needs: member.json.
nlohmann::ordered_json member_order(io::study::StudyFile const& study, StudyMember const& member);

}  // namespace hacthanh::app
