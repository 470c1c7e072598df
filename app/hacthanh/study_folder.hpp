#pragma once

#include "app/hacthanh/study_package.hpp"
#include "app/hacthanh/study_plan.hpp"
#include "app/hacthanh/study_sensitivity.hpp"
#include "io/study/executor_options.hpp"
#include "io/study/study_file.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::app {

/// What a study's folder says of the study itself: `study.json`.
struct StudySettings {
    std::string title;
    std::string title_vi;
    std::vector<std::string> ranked;
    int threads = 1;  ///< of one member
    int slots = 1;    ///< of a cluster: members at a time, of all its pilots
    bool share_warm_up = true;
    std::vector<std::string> fields{};  ///< of results, for index.nc and fields.nc; empty = neither
    std::vector<double> probabilities{};
    std::vector<double> limits{};
    std::vector<std::string> pooled{};  ///< of "point" and "weather": what the groups of fields.nc are taken over
    int merge_memory_mb = 256;
    std::optional<SensitivityDesign> sensitivity{};
    std::optional<PackageWish> package{};
};

/// What became of a prepared study's members.
struct PreparedStudy {
    std::filesystem::path folder;
    std::size_t members = 0;
    std::size_t reused = 0;              ///< done before
    std::vector<std::string> corrupt{};  ///< done before, but their files were changed: "id: what was wrong"
};

/// Lays out the folder of a study: manifest, ids and one folder per member. Members of an earlier call that are part of
/// the study still are kept; the files of those that are done are read where size or date changed. A manifest is
/// never changed: when the study asks for others, the earlier one is kept as manifest.N.jsonl. Throws InputError before
/// anything is written.
/// @param members  of plan_members
PreparedStudy prepare_study(io::study::StudyFile const& study, std::vector<StudyMember> const& members,
                            std::filesystem::path const& folder);

/// STUDY.toml -> STUDY.study beside it.
std::filesystem::path default_study_folder(std::filesystem::path const& study);

StudySettings read_settings(std::filesystem::path const& folder);

}  // namespace hacthanh::app
