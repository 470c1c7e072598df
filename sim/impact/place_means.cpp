#include "sim/impact/place_means.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hacthanh::impact {
namespace {

constexpr double tolerance_s = 1e-6;
constexpr std::size_t hours_of_8 = 8;
constexpr float good_index = 100;  ///< "good" and "moderate" of VN_AQI

bool divides(double part_s, double whole_s) {
    double const n = whole_s / part_s;
    return part_s <= whole_s + tolerance_s && std::abs(n - std::round(n)) < tolerance_s;
}

bool is_particles(std::string const& pollutant) { return pollutant == "PM25" || pollutant == "PM10"; }

}  // namespace

PlaceMeans::PlaceMeans(std::vector<std::string> pollutants, std::size_t n_places, AirQualityIndex index)
    : pollutants_(std::move(pollutants)),
      n_places_(n_places),
      index_(std::move(index)),
      statistics_(pollutants_.size()),
      good_(n_places, 0.0F) {
    for (auto* block : {&all_, &hour_, &day_}) {
        block->sums.assign(pollutants_.size(), std::vector<double>(n_places, 0.0));
        block->length_s = seconds_of(block == &all_    ? Averaging::year
                                     : block == &hour_ ? Averaging::hour
                                                       : Averaging::day);
    }
}

void PlaceMeans::add_to(Block& block, double duration_s, Fields const& values) const {
    for (std::size_t s = 0; s < pollutants_.size(); ++s)
        for (std::size_t i = 0; i < n_places_; ++i) block.sums[s][i] += duration_s * static_cast<double>(values[s][i]);
    block.filled_s += duration_s;
}

PlaceMeans::Fields PlaceMeans::mean_of(Block const& block) const {
    Fields fields(pollutants_.size(), std::vector<float>(n_places_));
    for (std::size_t s = 0; s < pollutants_.size(); ++s)
        for (std::size_t i = 0; i < n_places_; ++i)
            fields[s][i] = static_cast<float>(block.sums[s][i] / block.filled_s);
    return fields;
}

void PlaceMeans::reset(Block& block) {
    for (auto& sums : block.sums) std::ranges::fill(sums, 0.0);
    block.filled_s = 0;
}

void PlaceMeans::add(double begin_s, double end_s, Fields const& values) {
    HACTHANH_EXPECT(values.size() == pollutants_.size());
    double const duration_s = end_s - begin_s;
    add_to(all_, duration_s, values);
    for (auto* block : {&hour_, &day_}) {
        block->possible = block->possible && divides(duration_s, block->length_s);
        if (!block->possible) continue;
        add_to(*block, duration_s, values);
        if (block->filled_s < block->length_s - tolerance_s) continue;
        block == &hour_ ? close_hour() : close_day();
    }
}

void PlaceMeans::raise(Averaging averaging, Fields const& values) {
    for (std::size_t s = 0; s < pollutants_.size(); ++s) {
        auto& highest = statistics_[s].of(averaging);
        if (highest.empty())
            highest = values[s];
        else
            for (std::size_t i = 0; i < n_places_; ++i) highest[i] = std::max(highest[i], values[s][i]);
    }
}

void PlaceMeans::close_hour() {
    auto hour = mean_of(hour_);
    reset(hour_);
    raise(Averaging::hour, hour);
    if (day_highest_hour_.empty())
        day_highest_hour_ = hour;
    else
        for (std::size_t s = 0; s < pollutants_.size(); ++s)
            for (std::size_t i = 0; i < n_places_; ++i)
                day_highest_hour_[s][i] = std::max(day_highest_hour_[s][i], hour[s][i]);
    hours_.push_front(std::move(hour));
    if (hours_.size() > nowcast_hours) hours_.pop_back();
    if (hours_.size() >= hours_of_8) {
        Fields mean(pollutants_.size(), std::vector<float>(n_places_, 0.0F));
        for (std::size_t s = 0; s < pollutants_.size(); ++s)
            for (std::size_t i = 0; i < n_places_; ++i) {
                double sum = 0;
                for (std::size_t h = 0; h < hours_of_8; ++h) sum += static_cast<double>(hours_[h][s][i]);
                mean[s][i] = static_cast<float>(sum / hours_of_8);
            }
        raise(Averaging::hours_8, mean);
    }
    if (hours_.size() == nowcast_hours) add_hourly_index();
}

void PlaceMeans::add_hourly_index() {
    if (std::ranges::none_of(pollutants_, is_particles)) return;  // without particles there is no index (QĐ 1459)
    auto& highest = place_index_.highest_hour;
    if (highest.empty()) highest.assign(n_places_, 0.0F);
    std::vector<std::optional<double>> particles(nowcast_hours);
    for (std::size_t i = 0; i < n_places_; ++i)
        for (std::size_t s = 0; s < pollutants_.size(); ++s) {
            std::optional<int> index;
            if (is_particles(pollutants_[s])) {
                for (std::size_t h = 0; h < nowcast_hours; ++h) particles[h] = static_cast<double>(hours_[h][s][i]);
                index = index_.of(pollutants_[s], Averaging::day, nowcast(particles).value_or(0));
            } else {
                index = index_.of(pollutants_[s], Averaging::hour, static_cast<double>(hours_[0][s][i]));
            }
            if (index) highest[i] = std::max(highest[i], static_cast<float>(*index));
        }
}

void PlaceMeans::close_day() {
    auto const day = mean_of(day_);
    reset(day_);
    raise(Averaging::day, day);
    if (std::ranges::none_of(pollutants_, is_particles)) return;
    ++n_days_;
    for (std::size_t i = 0; i < n_places_; ++i) {
        int worst = 0;
        for (std::size_t s = 0; s < pollutants_.size(); ++s) {
            std::optional<int> index;
            if (is_particles(pollutants_[s]))
                index = index_.of(pollutants_[s], Averaging::day, static_cast<double>(day[s][i]));
            else if (!day_highest_hour_.empty())
                index = index_.of(pollutants_[s], Averaging::hour, static_cast<double>(day_highest_hour_[s][i]));
            worst = std::max(worst, index.value_or(0));
        }
        if (static_cast<float>(worst) <= good_index) good_[i] += 1;
    }
    day_highest_hour_.clear();
}

std::vector<PlaceStatistics> PlaceMeans::finish() {
    if (all_.filled_s <= 0) return statistics_;
    if (hour_.possible && hour_.filled_s >= least_coverage * hour_.length_s) close_hour();
    if (day_.possible && day_.filled_s >= least_coverage * day_.length_s) close_day();
    auto mean = mean_of(all_);
    for (std::size_t s = 0; s < pollutants_.size(); ++s) {
        if (all_.filled_s >= least_coverage * all_.length_s) statistics_[s].of(Averaging::year) = mean[s];
        statistics_[s].mean = std::move(mean[s]);
    }
    return statistics_;
}

PlaceIndex PlaceMeans::index() const {
    PlaceIndex index = place_index_;
    if (n_days_ == 0) return index;
    index.good_days = good_;
    for (float& share : index.good_days) share /= static_cast<float>(n_days_);
    return index;
}

}  // namespace hacthanh::impact
