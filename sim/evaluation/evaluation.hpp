#pragma once

#include "sim/core/language.hpp"
#include "sim/evaluation/scores.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::evaluation {

/// One measured mean and the model's mean over the same time.
struct Sample {
    long long local_s = 0;  ///< begin, seconds since 1970-01-01 00:00 of local time
    double hours = 1;       ///< averaging time
    Pair pair;              ///< [ug/m3]
};

/// One station and species.
struct StationScores {
    std::string station;
    std::vector<Sample> samples;
    Scores scores;
    std::optional<double> quality_indicator;  ///< FAIRMODE; absent where its averaging time is not filled
    std::size_t n_quality = 0;                ///< means that it rests on
};

/// All stations of one species.
struct SpeciesScores {
    std::string species;
    std::vector<StationScores> stations;
    Scores scores;                               ///< of all samples together
    std::optional<double> quality_indicator_90;  ///< of those stations that have one
    double quality_averaging_h = 0;              ///< 0: FAIRMODE knows no uncertainty for this species
};

/// A counted road.
struct CountScore {
    std::string road;
    double begin_s = 0;  ///< traffic clock
    double end_s = 0;
    double counted_per_h = 0;
    double modelled_per_h = 0;
    double geh = 0;
};

/// A result held against what was measured.
struct Evaluation {
    std::vector<SpeciesScores> species;
    std::vector<CountScore> counts;
    std::vector<Text> left_out;  ///< rows that could not be compared, and why

    bool empty() const { return species.empty() && counts.empty() && left_out.empty(); }
    /// Share of counts with GEH below its limit; 0 without counts.
    double below_geh_limit() const;
};

/// Scores of a species at its stations. Quality indicators take samples of FAIRMODE's averaging time; 24-h means are
/// also formed from hourly samples of calendar days that have at least 18 of them (75 %, Directive 2008/50/EC, annex
/// XI, from memory: evidence M).
SpeciesScores evaluate(std::string species, std::vector<StationScores> stations);

CountScore evaluate_count(std::string road, double begin_s, double end_s, double counted, double modelled_per_h);

/// The mean day of samples of one hour.
struct HourOfDay {
    std::size_t n = 0;
    double measured = 0;         ///< mean
    double measured_spread = 0;  ///< standard deviation; 0 for one sample
    double modelled = 0;
};
std::array<HourOfDay, 24> mean_day(std::vector<Sample> const& samples);

}  // namespace hacthanh::evaluation
