#include "sim/scenario/option_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <type_traits>

namespace hacthanh::scenario {
namespace {

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\')
            out.append({'\\', c});
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out + '"';
}

template <class T>
std::string render(T const& value) {
    if constexpr (std::is_same_v<T, std::string>)
        return in_quotes(value);
    else if constexpr (std::is_same_v<T, double>)
        return fmt::format("{}", value == 0 ? 0.0 : value);  // no "-0"
    else
        return fmt::format("{}", value);
}

template <class T>
std::string render(std::vector<T> const& list) {
    std::string text = "[";
    for (T const& item : list) text.append(text.size() > 1 ? ", " : "").append(render(item));
    return text + "]";
}

}  // namespace

std::string to_toml(OptionValue const& value) {
    return std::visit([](auto const& alternative) { return render(alternative); }, value);
}

std::string closest_key(std::string_view key) {
    auto const dot = key.find('.');
    std::string_view const leaf = dot == std::string_view::npos ? key : key.substr(dot + 1);
    std::string best;
    double nearest = std::numeric_limits<double>::infinity();
    for (Option const& option : options()) {
        double const misplaced = 1 + edit_distance(leaf, option.leaf());
        double const distance = std::min(edit_distance(key, option.key), misplaced);
        if (distance < nearest) {
            nearest = distance;
            best = option.key;
        }
    }
    return best;
}

}  // namespace hacthanh::scenario
