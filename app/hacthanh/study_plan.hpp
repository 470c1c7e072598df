#pragma once

#include "io/scenario_file.hpp"
#include "io/study/member_inputs.hpp"
#include "io/study/study_file.hpp"
#include "sim/state/provenance.hpp"
#include "sim/traffic/interventions.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
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
    std::vector<std::string> overrides;                     ///< all of them, "key=value"
    std::vector<std::string> measures;                      ///< files
    std::shared_ptr<io::study::MemberInputs const> inputs;  ///< many members have one
};

/// A variant of a study, as it is in the base scenario.
struct StudyVariant {
    std::string name;
    std::vector<std::string> measures;                         ///< files
    std::vector<state::InputFile> inputs;                      ///< the same with their hashes
    double first_s = std::numeric_limits<double>::infinity();  ///< nothing is changed before
    bool after_spin_up = false;                                ///< first_s is the end of the base scenario's spin-up
    traffic::Interventions interventions{};                    ///< of the base scenario's seed
};

/// What the members of one point and weather have in common.
struct MemberSettings {
    std::size_t point = 0;
    std::string const& weather;
    std::vector<std::string> const& levels;
    std::vector<std::string> const& overrides;
    io::LoadedScenario const& loaded;
};
using SettingsVisitor = std::function<void(MemberSettings const&, std::vector<StudyVariant> const&)>;

/// All members, in the order of the manifest: points, weathers, variants, seeds. Every override and measure file is
/// checked against the scenario before anything runs. Throws InputError. Cost: one scenario file read per point and
/// weather. @param visit  is shown the settings of every point and weather, in order
std::vector<StudyMember> plan_members(io::study::StudyFile const& study, SettingsVisitor const& visit = {});

/// The row of the manifest.
nlohmann::ordered_json member_json(io::study::StudyFile const& study, StudyMember const& member, std::size_t number);
/// What `run-member` needs: member.json. @param inputs  name of what keep_inputs wrote
nlohmann::ordered_json member_order(io::study::StudyFile const& study, StudyMember const& member,
                                    std::string const& inputs);

/// SHA-256 of all of this program that decides on the bits of a result: its sources, not their commit, so that a new
/// page of the manual costs no member, and an uncommitted change of a formula costs all.
std::string program_hash();

}  // namespace hacthanh::app
