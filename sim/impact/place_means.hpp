#pragma once

#include "sim/impact/air_quality_index.hpp"
#include "sim/impact/averaging.hpp"

#include <array>
#include <cstddef>
#include <deque>
#include <span>
#include <string>
#include <vector>

namespace hacthanh::impact {

/// What one pollutant was at places over a run, [ug/m3].
struct PlaceStatistics {
    std::vector<float> mean;  ///< over all that was added
    /// The highest mean of each averaging time, by place; empty where the period is too short for one. Of the year: the
    /// mean.
    std::array<std::vector<float>, n_averagings> highest{};

    std::vector<float> const& of(Averaging averaging) const { return highest[static_cast<std::size_t>(averaging)]; }
    std::vector<float>& of(Averaging averaging) { return highest[static_cast<std::size_t>(averaging)]; }
};

/// The air quality index at places; empty where nothing can be said.
struct PlaceIndex {
    std::vector<float> highest_hour;  ///< of the hourly index; needs 12 hours for particles
    std::vector<float> good_days;     ///< share of days with a daily index of at most 100
};

/// Means of hours, 8 hours and days at places, built step by step.
///
/// Hours and days follow one another from the first step on; 8-hour means move by the hour. The last hour or day counts
/// when values cover least_coverage of it. Steps must follow one another; where their length does not divide an hour (a
/// day), there are no hourly (daily) means. Cost per step O(species x places); memory 12 hours of fields.
class PlaceMeans {
public:
    /// @param pollutants  names as in the rules  @param index  of the day's rules
    PlaceMeans(std::vector<std::string> pollutants, std::size_t n_places, AirQualityIndex index);

    /// @param values  [pollutant][place], means over the step [ug/m3]
    void add(double begin_s, double end_s, std::vector<std::vector<float>> const& values);

    /// What was found so far, by pollutant; closes open hours and days that are nearly whole.
    std::vector<PlaceStatistics> finish();
    PlaceIndex index() const;

private:
    using Fields = std::vector<std::vector<float>>;  ///< [pollutant][place]

    /// A mean that is being built.
    struct Block {
        double length_s = 0;
        double filled_s = 0;
        bool possible = true;
        std::vector<std::vector<double>> sums;  ///< [pollutant][place], [ug s/m3]
    };

    Fields mean_of(Block const& block) const;
    static void reset(Block& block);
    void add_to(Block& block, double duration_s, Fields const& values) const;
    void close_hour();
    void close_day();
    void raise(Averaging averaging, Fields const& values);
    void add_hourly_index();

    std::vector<std::string> pollutants_;
    std::size_t n_places_;
    AirQualityIndex index_;
    Block all_;
    Block hour_;
    Block day_;
    std::deque<Fields> hours_;  ///< the last 12, newest first
    Fields day_highest_hour_;   ///< of the running day; empty = none yet
    std::vector<PlaceStatistics> statistics_;
    PlaceIndex place_index_;
    std::size_t n_days_ = 0;
    std::vector<float> good_;  ///< days up to 100, by place
};

}  // namespace hacthanh::impact
