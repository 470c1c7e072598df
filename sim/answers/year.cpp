#include "sim/answers/year.hpp"

#include "sim/core/contracts.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace hacthanh::answers {
namespace {

constexpr std::size_t rows_at_once = 256;
constexpr std::size_t hours_of_day = 24;
constexpr std::size_t hours_of_8 = 8;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

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

TableProducts products_of_tables(std::span<TransferRows const> tables, std::span<float const> emission,
                                 std::size_t n_states, Parallel const& parallel) {
    HACTHANH_EXPECT(!tables.empty());
    TableProducts products{tables.front().n_receptors(), n_states, {}};
    for (auto const& table : tables) {
        HACTHANH_EXPECT(table.n_receptors() == products.n_receptors);
        products.of_tables.push_back(table.product(emission, n_states, parallel));
    }
    return products;
}

std::vector<float> hours_of_year(TableProducts const& products, std::size_t state, std::span<YearHour const> hours,
                                 Parallel const& parallel) {
    HACTHANH_EXPECT(state < products.n_states);
    std::vector<float> year(products.n_receptors * hours.size());
    parallel.for_blocks(products.n_receptors, rows_at_once, [&](std::size_t first, std::size_t last) {
        for (std::size_t r = first; r < last; ++r)
            for (std::size_t h = 0; h < hours.size(); ++h) {
                auto const& [tables, factor] = hours[h];
                double sum = tables.empty() ? nothing : 0;
                for (auto const& [table, weight] : tables)
                    sum += weight * static_cast<double>(products.of_tables[table][r * products.n_states + state]);
                year[r * hours.size() + h] = static_cast<float>(factor * sum);
            }
    });
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
