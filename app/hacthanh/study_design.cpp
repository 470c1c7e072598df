#include "app/hacthanh/study_design.hpp"

#include "sim/study/design.hpp"
#include "sim/study/sensitivity.hpp"

#include <fmt/format.h>

#include <map>
#include <span>

namespace hacthanh::app {
namespace {

constexpr std::size_t morris_levels = 4;  // Morris 1991 (doi:10.1080/00401706.1991.10484804), section 3

/// A point of the unit cube as levels of the factors' ranges.
std::vector<std::string> levels_at(std::span<double const> unit, io::study::StudyFile const& study) {
    std::vector<std::string> levels;
    for (std::size_t f = 0; f < study.factors.size(); ++f) {
        auto const& factor = study.factors[f];
        levels.push_back(fmt::format("{:.9g}", factor.low + unit[f] * (factor.high - factor.low)));
    }
    return levels;
}

void add_row(StudyDesign& design, std::vector<std::string> levels,
             std::map<std::vector<std::string>, std::size_t>& known) {
    auto const [found, is_new] = known.emplace(levels, design.points.size());
    if (is_new) design.points.push_back(std::move(levels));
    design.rows.push_back(found->second);
}

}  // namespace

StudyDesign design_of(io::study::StudyFile const& study) {
    StudyDesign design;
    std::map<std::vector<std::string>, std::size_t> known;
    auto const n = static_cast<std::size_t>(study.samples);
    auto const seed = static_cast<std::uint32_t>(study.design_seed);
    std::size_t const k = study.factors.size();
    if (study.design == "morris" || study.design == "sobol") {
        design.unit = study.design == "morris" ? study::morris_points(k, n, morris_levels, seed)
                                               : study::sobol_points(k, n, seed);
        for (std::size_t row = 0; row * k < design.unit.size(); ++row)
            add_row(design, levels_at(std::span(design.unit).subspan(row * k, k), study), known);
        return design;
    }
    if (study.design == "latin_hypercube") {
        for (auto const& place : study::latin_hypercube(n, k, seed)) add_row(design, levels_at(place, study), known);
        return design;
    }
    std::vector<std::size_t> levels;
    for (auto const& factor : study.factors) levels.push_back(factor.values.size());
    for (auto const& place : study.design == "factorial" ? study::factorial(levels) : study::one_at_a_time(levels)) {
        auto& point = design.points.emplace_back();
        for (std::size_t f = 0; f < k; ++f) point.push_back(study.factors[f].values[place[f]]);
        design.rows.push_back(design.points.size() - 1);
    }
    return design;
}

}  // namespace hacthanh::app
