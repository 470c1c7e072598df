#include "sim/evaluation/evaluation.hpp"

#include "sim/core/contracts.hpp"
#include "sim/demand/geh.hpp"
#include "sim/evaluation/quality_indicator.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace hacthanh::evaluation {
namespace {

constexpr std::size_t least_hours_of_a_day = 18;  // 75 %: Directive 2008/50/EC, annex XI
constexpr long long seconds_per_day = 86400;

std::vector<Pair> pairs_of(std::vector<Sample> const& samples) {
    std::vector<Pair> pairs;
    pairs.reserve(samples.size());
    for (auto const& sample : samples) pairs.push_back(sample.pair);
    return pairs;
}

/// Means over 24 h: those that were given, and calendar days that hourly samples fill.
std::vector<Pair> daily_pairs(std::vector<Sample> const& samples) {
    struct Day {
        std::size_t n = 0;
        Pair sum;
    };
    std::vector<Pair> pairs;
    std::map<long long, Day> days;
    for (auto const& sample : samples) {
        if (sample.hours == 24) pairs.push_back(sample.pair);
        if (sample.hours != 1) continue;
        Day& day = days[sample.local_s / seconds_per_day];
        ++day.n;
        day.sum.measured += sample.pair.measured;
        day.sum.modelled += sample.pair.modelled;
    }
    for (auto const& [number, day] : days)
        if (day.n >= least_hours_of_a_day)
            pairs.push_back(
                {day.sum.measured / static_cast<double>(day.n), day.sum.modelled / static_cast<double>(day.n)});
    return pairs;
}

std::vector<Pair> pairs_averaged_over(double hours, std::vector<Sample> const& samples) {
    if (hours == 24) return daily_pairs(samples);
    std::vector<Pair> pairs;
    for (auto const& sample : samples)
        if (sample.hours == hours) pairs.push_back(sample.pair);
    return pairs;
}

}  // namespace

double Evaluation::below_geh_limit() const {
    if (counts.empty()) return 0;
    auto const below = std::ranges::count_if(counts, [](auto const& count) { return count.geh < demand::geh_limit; });
    return static_cast<double>(below) / static_cast<double>(counts.size());
}

SpeciesScores evaluate(std::string species, std::vector<StationScores> stations) {
    SpeciesScores found{std::move(species), std::move(stations), {}, {}, 0};
    auto const uncertainty = measurement_uncertainty(found.species);
    if (uncertainty) found.quality_averaging_h = uncertainty->averaging_h;
    std::vector<Pair> all;
    std::vector<double> indicators;
    for (auto& station : found.stations) {
        auto const pairs = pairs_of(station.samples);
        station.scores = scores(pairs);
        all.insert(all.end(), pairs.begin(), pairs.end());
        if (!uncertainty) continue;
        auto const means = pairs_averaged_over(uncertainty->averaging_h, station.samples);
        station.n_quality = means.size();
        if (means.empty()) continue;
        station.quality_indicator = quality_indicator(means, *uncertainty);
        indicators.push_back(*station.quality_indicator);
    }
    found.scores = scores(all);
    if (!indicators.empty()) found.quality_indicator_90 = quality_indicator_90(indicators);
    return found;
}

CountScore evaluate_count(std::string road, double begin_s, double end_s, double counted, double modelled_per_h) {
    HACTHANH_EXPECT(end_s > begin_s);
    double const counted_per_h = counted * 3600 / (end_s - begin_s);
    return {std::move(road), begin_s, end_s, counted_per_h, modelled_per_h, demand::geh(modelled_per_h, counted_per_h)};
}

std::array<HourOfDay, 24> mean_day(std::vector<Sample> const& samples) {
    std::array<HourOfDay, 24> day{};
    std::array<double, 24> squares{};
    for (auto const& sample : samples) {
        if (sample.hours != 1) continue;
        auto const hour = static_cast<std::size_t>(((sample.local_s / 3600) % 24 + 24) % 24);
        ++day.at(hour).n;
        day.at(hour).measured += sample.pair.measured;
        day.at(hour).modelled += sample.pair.modelled;
        squares.at(hour) += sample.pair.measured * sample.pair.measured;
    }
    for (std::size_t hour = 0; hour < 24; ++hour) {
        auto& mean = day.at(hour);
        if (mean.n == 0) continue;
        auto const n = static_cast<double>(mean.n);
        mean.measured /= n;
        mean.modelled /= n;
        if (mean.n > 1)
            mean.measured_spread =
                std::sqrt(std::max(0.0, (squares.at(hour) - n * mean.measured * mean.measured) / (n - 1)));
    }
    return day;
}

}  // namespace hacthanh::evaluation
