#pragma once

#include "sim/impact/rules.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace hacthanh::impact {

/// An index of air quality: VN_AQI of Decision 1459/QĐ-TCMT (2019).
///
/// Linear between breakpoints: I = I_i + (I_i+1 - I_i) (C - B_i) / (B_i+1 - B_i), rounded to the nearest whole number;
/// the index of a place is the greatest over pollutants. VN_AQI is not the index of the United States: PM2.5 of
/// 25 ug/m3 is 50 here.
/// Cost O(breakpoints). Thread-safe.
class AirQualityIndex {
public:
    /// @param rules  that hold on the day  @param scale  "VN_AQI"
    AirQualityIndex(Rules const& rules, std::string_view scale);

    /// The index of a mean of this averaging time; nothing where the table says nothing: another averaging time, no
    /// such pollutant, or above a table that ends below 500. Above the last breakpoint of a table that reaches 500:
    /// 500.
    /// @param ug_m3  >= 0
    std::optional<int> of(std::string_view pollutant, Averaging averaging, double ug_m3) const;

    /// The class of an index; null when there is none.
    AqiClass const* class_of(int index) const;

private:
    std::vector<AqiPoint> points_;  ///< ascending within a pollutant and averaging time
    std::vector<AqiClass> classes_;
};

/// The index that is the greatest of all scales.
inline constexpr int highest_index = 500;
inline constexpr std::size_t nowcast_hours = 12;

/// NowCast of particles (QĐ 1459, annex): hourly means of the last 12 hours, newest first, made one number for an
/// hourly index. w = max(min/max, 1/2); w > 1/2: sum w^(k-1) C_k / sum w^(k-1); w = 1/2: sum (1/2)^k C_k, over the
/// hours that are there, k = 1 the newest.
/// @param newest_first  at most 12, [ug/m3]; nothing = no value
/// @return nothing when fewer than two of the last three hours have values
std::optional<double> nowcast(std::span<std::optional<double> const> newest_first);

}  // namespace hacthanh::impact
