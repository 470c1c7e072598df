#pragma once

#include "io/study/executor_options.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::io::study {

/// A key of the scenario that a study varies: by its values, or over a range.
struct Factor {
    std::string key;
    std::vector<std::string> values;  ///< as after --set
    double low = 0;
    double high = 0;  ///< > low: a range

    bool is_range() const { return high > low; }
};

/// Options of the scenario under a name: a weather.
struct WeatherSet {
    std::string name;
    std::vector<std::string> overrides;  ///< "key=value"
};

/// A variant beside the baseline: measures taken together.
struct Variant {
    std::string name;
    std::vector<std::filesystem::path> measures;  ///< absolute
    std::optional<double> cost;                   ///< in the unit of the package's budget
};

/// What the merge makes of fields, beside the indicators.
struct MergeWish {
    std::vector<std::string> fields;  ///< variables of results, e.g. "NO2_mean_surface"
    std::vector<double> probabilities = {0.05, 0.5, 0.95};
    std::vector<double> limits;  ///< whose exceedance is counted, in the field's unit
    /// What fields.nc takes together beside seeds, of "point" and "weather". Default: the points of designs that draw
    /// them (latin_hypercube, morris, sobol), else nothing.
    std::vector<std::string> pooled;
    int memory_mb = 256;  ///< of the merge of fields
};

/// The best of what a budget buys.
struct PackageOrder {
    std::string indicator;
    bool less_is_better = true;
    double budget = 0;
    std::vector<std::pair<std::string, std::string>> incompatible;
};

/// What `hacthanh study` is asked: docs/formats/study.md.
struct StudyFile {
    std::filesystem::path file;  ///< absolute
    std::string text;            ///< byte for byte
    std::string title;
    std::string title_vi;
    std::filesystem::path scenario;  ///< absolute
    std::vector<std::string> overrides;
    std::vector<Factor> factors;
    std::vector<WeatherSet> weathers;  ///< at least one; the scenario's own is called "scenario"
    std::vector<Variant> variants;     ///< without the baseline
    int seeds = 1;
    std::optional<std::int64_t> first_seed;  ///< default: the scenario's
    std::string design = "factorial";        ///< one_at_a_time, latin_hypercube, morris, sobol
    int samples = 0;  ///< points of latin_hypercube, trajectories of morris, base samples of sobol
    std::int64_t design_seed = 1;
    std::vector<std::string> ranked;  ///< indicators of the ranking
    MergeWish merge;
    std::optional<PackageOrder> package;
    ExecutorOptions executor;
};

/// Reads a study (TOML). Throws InputError with file, line, key, rule and remedy, all problems at once; whether keys
/// and values fit the scenario is checked where the scenario is loaded.
StudyFile read_study(std::filesystem::path const& file);

}  // namespace hacthanh::io::study
