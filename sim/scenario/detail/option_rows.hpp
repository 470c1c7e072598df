#pragma once
/// How rows of the option table are written, and the sections that have a file of their own.

#include "sim/scenario/detail/option_access.hpp"

#include <vector>

/// An option of the table: texts, then the member of Scenario that it fills.
#define HACTHANH_OPTION(member, ...)         \
    hacthanh::scenario::detail::make_option( \
        {__VA_ARGS__}, [](auto& s) -> auto& { return s.member; })

namespace hacthanh::scenario::detail {

inline Option of_kind(OptionKind kind, Option option) {
    option.kind = kind;
    return option;
}

inline Option required(Option option) {
    option.required = true;
    return option;
}

// weather_table.cpp: the air that comes in
std::vector<Option> weather_options();
std::vector<Option> wind_options();
std::vector<Option> background_options();

}  // namespace hacthanh::scenario::detail
