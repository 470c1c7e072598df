#pragma once
/// Results of a baseline and of options, paired by seed: what `compare` and `report` are given.

#include "io/result_reader.hpp"
#include "sim/core/language.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace hacthanh::app {

/// What is needed of a result to pair it with another.
struct RunFile {
    std::filesystem::path file;
    Text title;
    Text note;
    std::string frame;  ///< mesh, period and schema in words: what must be equal
    std::int64_t seed = 0;
    std::string day;           ///< where its clock begins: tells typical days of one seed apart
    double days_per_year = 0;  ///< of which it is the typical one; 0 = not said
    std::string weather;       ///< its section of the scenario: tells repeats in other weather apart

    bool is_typical_day() const { return days_per_year > 0; }
    /// Whether both stand for one repeat of what was compared: typical days of one seed, else the seed in one weather.
    bool same_repeat(RunFile const& other) const;
};

/// Runs of one title: one per seed and weather, or one per seed and typical day.
using RunGroup = std::vector<RunFile>;

/// One option: its runs, and of every one the baseline's of the same seed and day.
struct PairedRuns {
    std::string name;  ///< of its files, without the seed
    Text title;        ///< of its measures alone
    Text note;
    std::vector<std::filesystem::path> base;
    std::vector<std::filesystem::path> option;
    std::vector<double> days_per_year{};  ///< of each; 0 = not a typical day
    std::vector<std::size_t> repeat{};    ///< typical days of one seed have one number; numbered from 0 in order
};

/// What was given, sorted into a baseline and options.
struct PairedResults {
    RunGroup base;
    std::vector<PairedRuns> options;

    /// Whether runs of several typical days stand for one seed.
    bool has_typical_days() const;
};

/// Folders of `hacthanh whatif` become their results, the baseline's first; files stay.
std::vector<std::filesystem::path> results_in(std::vector<std::filesystem::path> const& inputs);

/// Pairs results: the first is of the baseline, so are those with its title; every other title is an option. Runs of
/// one title are repeats in other seeds or other weather, or typical days. Throws InputError, with the reason, when a
/// run has not reached its end, a seed or day has no partner, two runs have the same title, seed, weather and day, days
/// of one seed do not say what share of the year they stand for, or schema, mesh or period differ.
/// @param look  called once for every result while it is open
PairedResults pair_results(std::vector<std::filesystem::path> const& files,
                           std::function<void(io::ResultReader const&)> const& look);

}  // namespace hacthanh::app
