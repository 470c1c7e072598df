#include "sim/study/warm_up_groups.hpp"

#include <algorithm>
#include <cmath>

namespace hacthanh::study {

double last_border(double first_s, double begin_s, double end_s, double interval_s) {
    double const steps = std::floor((std::min(first_s, end_s) - begin_s) / interval_s + 1e-9);
    double border = begin_s + std::max(0.0, steps) * interval_s;
    if (border >= end_s) border -= interval_s;  // something must be left to go on with
    return std::max(border, begin_s);
}

double best_parting(std::span<double const> first_s, double begin_s, double end_s, double interval_s) {
    double best = begin_s;
    double saved = 0;
    for (double const first : first_s) {
        double const border = last_border(first, begin_s, end_s, interval_s);
        auto const sharing = std::ranges::count_if(first_s, [border](double other) { return other >= border; });
        double const saves = static_cast<double>(sharing - 1) * (border - begin_s);
        if (saves > saved) {
            saved = saves;
            best = border;
        }
    }
    return best;
}

std::vector<std::vector<std::size_t>> units_of_work(std::vector<std::vector<std::size_t>> const& groups, int slots) {
    auto const at_a_time = static_cast<std::size_t>(std::max(1, slots));
    std::size_t const last_round = groups.size() % at_a_time;
    std::vector<std::vector<std::size_t>> units;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        bool const in_last_round = g + last_round >= groups.size();
        auto const& group = groups[g];
        std::size_t const parts = in_last_round ? std::min(group.size(), at_a_time / last_round) : 1;
        for (std::size_t p = 0; p < parts; ++p)
            units.emplace_back(group.begin() + static_cast<std::ptrdiff_t>(p * group.size() / parts),
                               group.begin() + static_cast<std::ptrdiff_t>((p + 1) * group.size() / parts));
    }
    return units;
}

}  // namespace hacthanh::study
