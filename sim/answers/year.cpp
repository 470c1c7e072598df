#include "sim/answers/year.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace hacthanh::answers {
namespace {

constexpr std::size_t hours_at_once = 256;
constexpr std::size_t rows_at_once = 256;
constexpr std::size_t hours_of_day = 24;
constexpr std::size_t hours_of_8 = 8;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// Adds the product of some hours of one table to the year.
void add_hours(TransferRows const& table, std::span<std::pair<std::size_t, double> const> use,
               std::span<double const> emission, std::size_t n_hours, std::vector<float>& year,
               Parallel const& parallel) {
    std::size_t const n = use.size();
    std::vector<float> states(emission.size() * n);
    for (std::size_t s = 0; s < emission.size(); ++s)
        for (std::size_t k = 0; k < n; ++k) states[s * n + k] = static_cast<float>(emission[s] * use[k].second);
    auto const product = table.product(states, n, parallel);
    parallel.for_blocks(table.n_receptors(), rows_at_once, [&](std::size_t first, std::size_t last) {
        for (std::size_t r = first; r < last; ++r)
            for (std::size_t k = 0; k < n; ++k) year[r * n_hours + use[k].first] += product[r * n + k];
    });
}

/// The highest but `skipped` of values without NaN; NaN when there are not so many.
double highest_but(std::vector<float> values, std::size_t skipped) {
    std::erase_if(values, [](float value) { return std::isnan(value); });
    if (values.size() <= skipped) return nothing;
    auto const place = values.begin() + static_cast<std::ptrdiff_t>(skipped);
    std::nth_element(values.begin(), place, values.end(), std::greater<>());
    return static_cast<double>(*place);
}

float mean_of(std::span<float const> hours, double least_coverage) {
    double sum = 0;
    std::size_t n = 0;
    for (float const hour : hours)
        if (!std::isnan(hour)) sum += static_cast<double>(hour), ++n;
    bool const enough = n > 0 && static_cast<double>(n) >= least_coverage * static_cast<double>(hours.size());
    return static_cast<float>(enough ? sum / static_cast<double>(n) : nothing);
}

}  // namespace

std::vector<float> hours_of_year(std::span<TransferRows const> tables, std::span<YearHour const> hours,
                                 std::span<double const> emission, Parallel const& parallel) {
    HACTHANH_EXPECT(!tables.empty());
    for (auto const& table : tables)
        HACTHANH_EXPECT(table.n_receptors() == tables.front().n_receptors() && table.n_sources() == emission.size());
    std::vector<std::vector<std::pair<std::size_t, double>>> uses(tables.size());  // hours and weights of each table
    for (std::size_t h = 0; h < hours.size(); ++h)
        for (auto const& [table, weight] : hours[h].tables)
            uses[table].emplace_back(h, weight * hours[h].emission_factor);
    std::vector<float> year(tables.front().n_receptors() * hours.size(), 0.0F);
    for (std::size_t t = 0; t < tables.size(); ++t)
        for (std::size_t first = 0; first < uses[t].size(); first += hours_at_once)
            add_hours(tables[t], std::span(uses[t]).subspan(first, std::min(hours_at_once, uses[t].size() - first)),
                      emission, hours.size(), year, parallel);
    for (std::size_t h = 0; h < hours.size(); ++h)
        if (hours[h].tables.empty())
            for (std::size_t r = 0; r < tables.front().n_receptors(); ++r)
                year[r * hours.size() + h] = std::numeric_limits<float>::quiet_NaN();
    return year;
}

std::vector<std::pair<std::size_t, double>> around(std::span<double const> from_deg, double wanted_deg) {
    HACTHANH_EXPECT(!from_deg.empty() && std::ranges::is_sorted(from_deg));
    std::size_t const n = from_deg.size();
    auto const above = static_cast<std::size_t>(std::ranges::upper_bound(from_deg, wanted_deg) - from_deg.begin());
    std::size_t const high = above % n, low = (above + n - 1) % n;
    double const gap = n == 1 ? 360 : std::fmod(from_deg[high] - from_deg[low] + 360, 360);
    double const part = std::fmod(wanted_deg - from_deg[low] + 360, 360) / gap;
    if (n == 1 || part == 0) return {{low, 1.0}};
    return {{low, 1 - part}, {high, part}};
}

YearStatistics year_statistics(std::span<float const> hours, YearRules const& rules) {
    YearStatistics found;
    std::vector<float> const all(hours.begin(), hours.end());
    std::vector<float> days, eights;
    for (std::size_t h = 0; h + hours_of_day <= hours.size(); h += hours_of_day)
        days.push_back(mean_of(hours.subspan(h, hours_of_day), rules.least_coverage));
    for (std::size_t h = 0; h + hours_of_8 <= hours.size(); ++h)
        eights.push_back(mean_of(hours.subspan(h, hours_of_8), rules.least_coverage));
    auto const valid = std::ranges::count_if(hours, [](float hour) { return !std::isnan(hour); });
    found.coverage = hours.empty() ? 0 : static_cast<double>(valid) / static_cast<double>(hours.size());
    found.mean = static_cast<double>(mean_of(hours, rules.least_coverage));
    found.highest_hour = highest_but(all, 0);
    found.hour_after_exceedances = highest_but(all, rules.hours_above);
    found.highest_day = highest_but(days, 0);
    found.day_after_exceedances = highest_but(days, rules.days_above);
    found.highest_8_hours = highest_but(eights, 0);
    return found;
}

}  // namespace hacthanh::answers
