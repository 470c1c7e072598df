#include "viz/detail/legend_limits.hpp"

#include "io/rule_tables.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace hacthanh::viz::detail {

impact::Rules const& known_rules() {
    static impact::Rules const known = io::read_rules();
    return known;
}

impact::Date date_of(LocalClock const& clock, double traffic_s) {
    std::string const iso = clock.iso(traffic_s);  // "2024-01-15T…"
    auto const number = [&](std::size_t from, std::size_t n) {
        int value = 0;
        std::from_chars(iso.data() + from, iso.data() + from + n, value);
        return value;
    };
    return std::chrono::year{number(0, 4)} / number(5, 2) / number(8, 2);
}

std::vector<std::pair<Text, double>> legal_limits(std::string const& species, LocalClock const& clock,
                                                  double traffic_s) {
    auto const day = date_of(clock, traffic_s);
    std::vector<std::pair<Text, double>> limits;
    std::optional<impact::Averaging> shortest;
    for (auto const& limit : known_rules().limits) {
        if (limit.pollutant != species || !limit.origin.holds_on(day)) continue;
        auto const standard = std::find_if(known_rules().standards.begin(), known_rules().standards.end(),
                                           [&](impact::Standard const& one) { return one.id == limit.standard; });
        if (standard == known_rules().standards.end() || standard->kind != impact::StandardKind::legal) continue;
        if (shortest && impact::seconds_of(limit.averaging) > impact::seconds_of(*shortest)) continue;
        if (shortest && impact::seconds_of(limit.averaging) < impact::seconds_of(*shortest)) limits.clear();
        shortest = limit.averaging;
        std::string const over = " (" + std::string(impact::code(limit.averaging)) + ")";
        limits.push_back({{standard->name.english + over, standard->name.vietnamese + over}, limit.ug_m3});
    }
    std::stable_sort(limits.begin(), limits.end(), [](auto const& a, auto const& b) { return a.second < b.second; });
    return limits;
}

}  // namespace hacthanh::viz::detail
