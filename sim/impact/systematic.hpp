#pragma once
/// Errors that every run shares: emission factors, counts, background, dispersion. A draw gives them one value each;
/// the same draw holds for the base and every option, so that what cancels in a difference cancels.

#include "sim/city/provenance.hpp"
#include "sim/impact/rules.hpp"
#include "sim/state/vehicle_group.hpp"

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::impact {

/// How well the inputs are known, by term of rules/uncertainty.csv; absent = from memory.
using InputMarks = std::map<std::string, city::Mark>;

/// What the errors of one draw multiply.
struct ErrorDraw {
    std::array<double, state::n_vehicle_groups> emission_factor{};
    std::array<double, state::n_vehicle_groups> fleet_share{};
    double counts = 1;
    double background = 1;
    double dispersion = 1;
    double occupancy = 1;

    /// The draw that changes nothing.
    static ErrorDraw neutral() {
        ErrorDraw draw;
        draw.emission_factor.fill(1);
        draw.fleet_share.fill(1);
        return draw;
    }

    /// What the traffic's emission is multiplied with. @param shares  of it by vehicle group, sum 1;
    /// all 0 = not known: the mean over groups
    double emission(std::array<double, state::n_vehicle_groups> const& shares) const;
};

/// The ends of the interval that holds 95 % of draws.
using Interval = std::pair<double, double>;

/// Draws of all errors, log-normal: ln factor = ln(1 + range) z / 1.96, z standard normal, so that 95 % of the factors
/// lie between 1 / (1 + range) and 1 + range. A function of the number of the draw alone (Philox): the same for any
/// number of options and any order.
class SystematicErrors {
public:
    /// Terms without a rule do not err.
    SystematicErrors(Rules const& rules, InputMarks const& marks);

    std::vector<ErrorDraw> const& draws() const { return draws_; }

    /// Central 95 % of what `value` gives over all draws. Cost O(draws log draws).
    Interval interval(std::function<double(ErrorDraw const&)> const& value) const;

    static constexpr std::size_t n_draws = 1000;

private:
    std::vector<ErrorDraw> draws_;
};

}  // namespace hacthanh::impact
