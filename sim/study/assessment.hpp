#pragma once
/// Options beside the present state: differences with what is random and what is systematic in them, limits, wards,
/// people, health.

#include "sim/impact/exposure.hpp"
#include "sim/impact/health.hpp"
#include "sim/impact/run_facts.hpp"
#include "sim/impact/systematic.hpp"
#include "sim/study/paired_difference.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::study {

/// The four pillars of the reader, in his order.
enum class Pillar { governance, life, environment, economy };
Text name(Pillar pillar);

/// Changes of a concentration below this share of its value are not told from nothing (street-level models err by 30 to
/// 50 %, Vietnamese counts by 15 to 20 %).
inline constexpr double least_concentration_share = 0.05;

/// An option: runs with it and runs without it, seed by seed.
struct OptionRuns {
    std::string name;  ///< short, as its files are called
    Text title;
    std::vector<impact::RunFacts> base;
    std::vector<impact::RunFacts> option;  ///< of the same seeds, in the same order

    bool valid() const;
};

/// What pairs and draws say of one number of one option.
struct Change {
    PairedDifference random;
    impact::Interval systematic{};  ///< 95 % of draws; the same draw in base and option
    Verdict verdict = Verdict::too_few_pairs;
    Text missing;  ///< why there is no number; the others mean nothing then

    /// Ends of an interval that holds both: half widths added in squares.
    impact::Interval both() const;
};

/// One line of the table.
struct AssessedRow {
    std::string id;
    Text name;
    Text unit;
    Pillar pillar = Pillar::life;
    int better = 0;  ///< -1: less is better, +1: more is better, 0: neither
    bool in_summary = false;
    bool to_be_verified = false;  ///< hangs on a number from memory
    std::optional<double> base;   ///< nothing: see missing
    double base_half_width = 0;   ///< of the 95 % interval over seeds; infinite with one run
    impact::Interval base_systematic{};
    Text missing;
    std::vector<Change> changes;  ///< by option
};

enum class Compliance { met, exceeded, uncertain, unknown };
Text name(Compliance compliance);

/// One limit and one set of runs.
struct LimitCell {
    Compliance compliance = Compliance::unknown;
    Text missing;                   ///< why it is unknown
    double highest = 0;             ///< of all places [ug/m3], mean over seeds
    double people_above = 0;        ///< or share of the ground without a population
    impact::Interval systematic{};  ///< of people_above
};

struct LimitRow {
    impact::Limit limit;
    LimitCell base;
    std::vector<LimitCell> options;
};

/// Exposure by ward of one pollutant.
struct WardRow {
    std::string pollutant;
    std::string ward;
    double people = 0;
    double base = 0;  ///< [ug/m3]
    std::vector<Change> changes;
};

/// What shares of the people do not exceed.
struct DistributionRow {
    std::string pollutant;
    double share = 0;
    double base = 0;
    std::vector<double> options;
};

/// Cases a year that options avoid, by one response; never added over pollutants.
/// Cases a year that options avoid.
struct HealthRow {
    impact::ResponseFunction response;
    Text missing;
    std::vector<impact::LowCentralHigh> options;
    /// Years of life lost that go with them, the part of DALYs that deaths make: low to high by the interval of the
    /// response and of the years a death takes; empty without a rule for these.
    std::vector<impact::LowCentralHigh> life_years;
};

struct Assessment {
    impact::Rules rules;
    impact::Places places;
    impact::Date day{};
    double compared_s = 0;
    bool is_year = false;
    std::vector<std::string> options;  ///< names
    std::vector<Text> titles;
    std::vector<std::size_t> pairs;
    std::vector<AssessedRow> rows;
    std::vector<LimitRow> limits;
    std::vector<WardRow> wards;
    std::vector<DistributionRow> distribution;
    std::vector<HealthRow> health;
    std::vector<Text> warnings;

    AssessedRow const* row(std::string_view id) const;
};

/// What is known of the place beside the runs.
struct AssessmentInputs {
    impact::Rules rules;  ///< that hold on the day
    impact::Places places;
    impact::InputMarks marks;
};

/// Compares options with their bases. A claim ("less", "more") needs five pairs, an interval over seeds without zero,
/// an interval over systematic draws without zero, and of a concentration least_concentration_share of its value.
/// Without options: the present state alone.
/// @param base  runs of the present state, at least one
/// Precondition: every option has as many runs as bases, all of one mesh and period.
/// Cost O(draws x rows) and, for limits, O(draws x limits x places).
Assessment assess(AssessmentInputs const& inputs, std::vector<impact::RunFacts> const& base,
                  std::vector<OptionRuns> const& options);

}  // namespace hacthanh::study
