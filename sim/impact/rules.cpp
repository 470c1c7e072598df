#include "sim/impact/rules.hpp"

#include <algorithm>
#include <string>

namespace hacthanh::impact {
namespace {

template <class Row>
std::vector<Row> held_on(std::vector<Row> const& rows, Date day) {
    std::vector<Row> held;
    std::ranges::copy_if(rows, std::back_inserter(held), [&](Row const& row) { return row.origin.holds_on(day); });
    return held;
}

template <class Row>
Row const* find(std::vector<Row> const& rows, std::string Row::*key, std::string_view wanted) {
    auto const found = std::ranges::find(rows, wanted, key);
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace

Text Limit::allowance() const {
    if (exceedances_per_year.value_or(0) == 0) return {};
    auto const n = std::to_string(*exceedances_per_year);
    return {"; " + n + " a year may lie above", "; được vượt " + n + " lần mỗi năm"};
}

Rules Rules::on(Date day) const {
    return {held_on(standards, day),   held_on(limits, day),         held_on(aqi_points, day),
            held_on(aqi_classes, day), held_on(responses, day),      held_on(noise_responses, day),
            held_on(values, day),      held_on(discount_rates, day), held_on(errors, day),
            held_on(catalogue, day)};
}

ValueRule const* Rules::value(std::string_view id) const { return find(values, &ValueRule::id, id); }
ErrorTerm const* Rules::error(std::string_view term) const { return find(errors, &ErrorTerm::term, term); }
Standard const* Rules::standard(std::string_view id) const { return find(standards, &Standard::id, id); }

}  // namespace hacthanh::impact
