#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace hacthanh::answers {

/// The wind that a table was made for.
struct TableWind {
    double from_deg = 0;
    double speed_m_s = 0;  ///< at the met site, > 0
};

/// The tables around a wind and what each counts: c(wind) = sum of weight x c(table).
///
/// U c, which does not change with the wind's speed U where the whole flow scales with it, is taken linear in log U
/// between the two speeds of tables around U, and for each of these speeds linear in the angle between its two
/// neighbouring directions (`around`). Beyond the slowest and the fastest tables U c is theirs: c falls with 1/U.
/// Speeds may have different directions. O(tables).
/// @param tables  at least one, in any order  @param from_deg  0..360  @param speed_m_s  > 0
std::vector<std::pair<std::size_t, double>> around_wind(std::span<TableWind const> tables, double from_deg,
                                                        double speed_m_s);

}  // namespace hacthanh::answers
