#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace hacthanh::study {

/// Fewer pairs of seeds than this show nothing.
inline constexpr std::size_t least_pairs = 5;

enum class Verdict {
    no_change,            ///< every pair is equal to the last bit
    too_few_pairs,        ///< fewer than least_pairs
    not_distinguishable,  ///< the interval over seeds holds zero
    within_systematic,    ///< clear over seeds, but not under the errors that base and option share
    below_least_share,    ///< clear, but a smaller share of a concentration than models can tell
    less,
    more,
    not_valid,  ///< the traffic of a run of the pairs may not be built upon
};
/// "not distinguishable (…)" with the rule that says so… in English and Vietnamese.
std::string_view name(Verdict verdict);
std::string_view name_vi(Verdict verdict);
/// "less" or "more": something is said.
constexpr bool is_claim(Verdict verdict) { return verdict == Verdict::less || verdict == Verdict::more; }

/// A variant against the baseline.
struct PairedDifference {
    std::size_t pairs = 0;
    double base = 0;        ///< mean of the baseline
    double mean = 0;        ///< of variant - baseline
    double half_width = 0;  ///< of the 95 % interval of the mean, Student's t with pairs - 1 degrees of freedom
    Verdict verdict = Verdict::too_few_pairs;

    double low() const { return mean - half_width; }
    double high() const { return mean + half_width; }
    /// Of the baseline; 0 when that is 0.
    double relative() const { return base != 0 ? mean / base : 0.0; }
};

/// Random streams part after the first decision that a measure changes, so only pairs of seeds tell its effect from
/// luck. Of twenty indicators that a measure does not touch, one is expected to look different by chance.
/// @param base, variant  one number per seed, in the same order  @param valid  false: verdict not_valid
PairedDifference paired_difference(std::span<double const> base, std::span<double const> variant, bool valid = true);

}  // namespace hacthanh::study
