#include "app/hacthanh/study_package.hpp"

#include "app/hacthanh/study_plan.hpp"
#include "sim/core/error.hpp"
#include "sim/core/student_t.hpp"
#include "sim/study/best_package.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hacthanh::app {
namespace {

using nlohmann::ordered_json;

/// Improvements of one measure at the first point, weather by weather, seed by seed.
std::vector<double> effects_of(std::string const& variant, PackageWish const& wish, StudyOutcome const& outcome) {
    std::vector<double> effects;
    for (auto const& key : outcome.order) {
        if (std::get<0>(key) != 0 || std::get<2>(key) != variant) continue;
        for (double const difference : outcome.differences(key, wish.indicator))
            effects.push_back(wish.less_is_better ? -difference : difference);
    }
    return effects;
}

ordered_json number(double value) { return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr); }

std::pair<double, double> mean_and_half_width(std::vector<double> const& values) {
    auto const n = static_cast<double>(values.size());
    double const mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (double const value : values) squares += (value - mean) * (value - mean);
    double const half =
        values.size() > 1 ? student_t_95(values.size() - 1) * std::sqrt(squares / (n - 1) / n) : INFINITY;
    return {mean, half};
}

}  // namespace

ordered_json package_of(PackageWish const& wish, StudyOutcome const& outcome) {
    ordered_json json = {
        {"indicator", wish.indicator}, {"better", wish.less_is_better ? "less" : "more"}, {"budget", wish.budget}};
    std::vector<study::PackageOption> options;
    for (auto const& [variant, cost] : wish.costs) options.push_back({cost, effects_of(variant, wish, outcome)});
    std::size_t const pairs = options.front().effects.size();
    for (std::size_t n = 0; n < options.size(); ++n)
        if (options[n].effects.empty() || options[n].effects.size() != pairs) {
            json["missing"] = fmt::format(
                "{} of {} has {} pairs of seeds and {} has {}: members are missing, or no run has that indicator",
                wish.indicator, wish.costs[n].first, options[n].effects.size(), wish.costs.front().first, pairs);
            return json;
        }
    auto const place = [&](std::string const& name) {
        return static_cast<std::size_t>(std::ranges::find(wish.costs, name, &std::pair<std::string, double>::first) -
                                        wish.costs.begin());
    };
    std::vector<study::Incompatible> excluded;
    for (auto const& [a, b] : wish.incompatible) excluded.emplace_back(place(a), place(b));
    auto const best = study::best_package(options, wish.budget, excluded);
    json["pairs"] = pairs;
    json["measures"] = ordered_json::array();
    for (std::size_t const n : best.chosen) json["measures"].push_back(wish.costs[n].first);
    json["cost"] = best.cost;
    json["improvement"] = best.effect;
    json["half_width"] = number(best.half_width);
    json["same_share"] = best.same_share;
    std::vector<std::size_t> order(options.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](std::size_t n) { return mean_and_half_width(options[n].effects).first; });
    for (std::size_t const n : order) {
        auto const [mean, half] = mean_and_half_width(options[n].effects);
        json["ranking"].push_back({{"measure", wish.costs[n].first},
                                   {"cost", wish.costs[n].second},
                                   {"improvement", mean},
                                   {"half_width", number(half)},
                                   {"held_share", best.held_share[n]}});
    }
    return json;
}

std::string package_text(ordered_json const& package) {
    if (package.contains("missing")) return "no best package: " + package["missing"].get<std::string>();
    auto const names = package["measures"].get<std::vector<std::string>>();
    if (names.empty()) return fmt::format("best package within {:g}: none", package["budget"].get<double>());
    return fmt::format("best package within {:g}: {} (cost {:g}; {} {} by {:.4g}; best for {:.0f} % of {} pairs too)",
                       package["budget"].get<double>(), fmt::join(names, ", "), package["cost"].get<double>(),
                       package["indicator"].get<std::string>(), package["better"].get<std::string>(),
                       package["improvement"].get<double>(), 100 * package["same_share"].get<double>(),
                       package["pairs"].get<std::size_t>());
}

}  // namespace hacthanh::app
