#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace hacthanh::evaluation {

/// A measured value and what the model says for the same place and time, in the same unit.
struct Pair {
    double measured = 0;
    double modelled = 0;
};

/// How well modelled values match measured ones (Chang & Hanna 2004, doi:10.1007/s00703-003-0070-7). With o measured,
/// p modelled, < > the mean. What is not defined for the pairs is absent.
struct Scores {
    std::size_t n = 0;
    double mean_measured = 0;
    double mean_modelled = 0;
    std::optional<double> fac2{};  ///< share of 0.5 <= p/o <= 2 where o > 0
    std::optional<double> fb{};    ///< 2 (<o> - <p>) / (<o> + <p>); > 0: the model is too low
    std::optional<double> nmse{};  ///< <(o - p)^2> / (<o> <p>)
    std::optional<double> r{};     ///< correlation of o and p
};

/// Scores of pairs; all zero and absent for none. Negative values are refused: clean the measurements first.
/// Precondition: every number is finite and >= 0. Cost O(n).
Scores scores(std::span<Pair const> pairs);

/// Acceptance of a model in cities, hourly or daily, paired in time and space: FAC2 >= 0.3, |FB| <= 0.67, NMSE <= 6
/// (Hanna & Chang 2012, doi:10.1007/s00703-011-0177-1, from memory: evidence M). The comparison is to be made on
/// many samples; `acceptable` makes no statement (nothing) when a score is absent.
inline constexpr double least_fac2 = 0.3;  // ibid.
inline constexpr double most_fb = 0.67;    // ibid.
inline constexpr double most_nmse = 6;     // ibid.
std::optional<bool> acceptable(Scores const& scores);

}  // namespace hacthanh::evaluation
