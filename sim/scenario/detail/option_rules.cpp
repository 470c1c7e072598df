#include "sim/scenario/detail/option_rules.hpp"

#include "sim/core/pollutant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace hacthanh::scenario::detail {
namespace {

OptionRule number_rule(std::string text, std::function<bool(double)> holds) {
    return {std::move(text), [holds = std::move(holds)](OptionValue const& value) {
                if (auto const* whole = std::get_if<std::int64_t>(&value)) return holds(static_cast<double>(*whole));
                return holds(std::get<double>(value));
            }};
}

OptionRule text_rule(std::string text, std::function<bool(std::string const&)> holds) {
    return {std::move(text),
            [holds = std::move(holds)](OptionValue const& value) { return holds(std::get<std::string>(value)); }};
}

/// The number written with exactly the digits text[begin, begin + count), or -1.
int digits(std::string const& text, std::size_t begin, std::size_t count) {
    int number = 0;
    for (std::size_t i = begin; i < begin + count; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
        number = 10 * number + (text[i] - '0');
    }
    return number;
}

}  // namespace

OptionRule anything() { return {}; }

OptionRule above(double limit) {
    return number_rule(fmt::format("must be > {}", limit), [=](double x) { return x > limit; });
}

OptionRule at_least(double limit) {
    return number_rule(fmt::format("must be >= {}", limit), [=](double x) { return x >= limit; });
}

OptionRule between(double lowest, double highest) {
    return number_rule(fmt::format("must be {} to {}", lowest, highest),
                       [=](double x) { return x >= lowest && x <= highest; });
}

OptionRule above_up_to(double limit, double highest) {
    return number_rule(fmt::format("must be > {} and <= {}", limit, highest),
                       [=](double x) { return x > limit && x <= highest; });
}

OptionRule above_below(double limit, double top) {
    return number_rule(fmt::format("must be > {} and < {}", limit, top),
                       [=](double x) { return x > limit && x < top; });
}

OptionRule at_least_below(double limit, double top) {
    return number_rule(fmt::format("must be >= {} and < {}", limit, top),
                       [=](double x) { return x >= limit && x < top; });
}

OptionRule away_from_zero(double smallest) {
    return number_rule(fmt::format("must be <= -{} or >= {}", smallest, smallest),
                       [=](double x) { return std::abs(x) >= smallest; });
}

OptionRule one_of(std::vector<std::string> words) {
    std::string text = fmt::format("must be one of {}", fmt::join(words, ", "));
    return text_rule(std::move(text), [words = std::move(words)](std::string const& word) {
        return word.empty() || std::find(words.begin(), words.end(), word) != words.end();
    });
}

OptionRule extent_order() {
    return {"must be four numbers [x_min, y_min, x_max, y_max] with x_min < x_max and y_min < y_max",
            [](OptionValue const& value) {
                auto const& box = std::get<std::vector<double>>(value);
                return box.size() == 4 && box[0] < box[2] && box[1] < box[3];
            }};
}

OptionRule species_names() {
    return {fmt::format("must name one or more of {}, none twice", fmt::join(pollutant_names, ", ")),
            [](OptionValue const& value) {
                auto names = std::get<std::vector<std::string>>(value);
                std::sort(names.begin(), names.end());
                return !names.empty() && std::adjacent_find(names.begin(), names.end()) == names.end() &&
                       std::all_of(names.begin(), names.end(),
                                   [](std::string const& name) { return find_pollutant(name).has_value(); });
            }};
}

OptionRule calendar_date() {
    return text_rule("must be a calendar date YYYY-MM-DD from 1900 to 2200", [](std::string const& text) {
        if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
        int const year = digits(text, 0, 4);
        int const month = digits(text, 5, 2);
        int const day = digits(text, 8, 2);
        if (year < 1900 || year > 2200 || month < 1 || day < 1) return false;
        return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)))
            .ok();
    });
}

OptionRule utc_offset() {
    return text_rule("must be +hh:mm or -hh:mm, from -12:00 to +14:00", [](std::string const& text) {
        if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
        int const hours = digits(text, 1, 2);
        int const minutes = digits(text, 4, 2);
        return hours >= 0 && minutes >= 0 && minutes < 60 &&
               60 * hours + minutes <= (text[0] == '-' ? 12 * 60 : 14 * 60);
    });
}

OptionRule clock_time() {
    return text_rule("must be hh:mm, from 00:00 to 23:59", [](std::string const& text) {
        if (text.size() != 5 || text[2] != ':') return false;
        int const hours = digits(text, 0, 2);
        int const minutes = digits(text, 3, 2);
        return hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60;
    });
}

}  // namespace hacthanh::scenario::detail
