#include "app/hacthanh/study_sensitivity.hpp"

#include "app/hacthanh/study_plan.hpp"
#include "io/write_text.hpp"
#include "sim/core/error.hpp"
#include "sim/core/random.hpp"
#include "sim/study/quantile.hpp"
#include "sim/study/sensitivity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>

namespace hacthanh::app {
namespace {

constexpr std::size_t n_draws = 1000;
constexpr std::array<std::uint32_t, 2> draw_key = {0x73656e73, 0x69746976};  // "sensitiv": a stream of its own

/// Rows that only count together: a trajectory of Morris, or a base sample of Sobol with its row of every matrix.
std::vector<std::vector<std::size_t>> blocks_of(SensitivityDesign const& design) {
    std::size_t const k = design.factors.size();
    std::vector<std::vector<std::size_t>> blocks;
    if (design.method == "morris") {
        for (std::size_t row = 0; row < design.rows.size(); ++row) {
            if (row % (k + 1) == 0) blocks.emplace_back();
            blocks.back().push_back(row);
        }
        return blocks;
    }
    std::size_t const n = design.rows.size() / (k + 2);
    for (std::size_t base = 0; base < n; ++base) {
        auto& block = blocks.emplace_back();
        for (std::size_t matrix = 0; matrix < k + 2; ++matrix) block.push_back(matrix * n + base);
    }
    return blocks;
}

/// Indices by name and factor, of the design made of these blocks.
std::vector<SensitivityIndex> indices_of(SensitivityDesign const& design, std::vector<double> const& values,
                                         std::vector<std::vector<std::size_t>> const& blocks) {
    std::size_t const k = design.factors.size();
    std::vector<SensitivityIndex> found;
    if (design.method == "morris") {
        std::vector<double> points;
        std::vector<double> answers;
        for (auto const& block : blocks)
            for (std::size_t const row : block) {
                points.insert(points.end(), design.unit.begin() + static_cast<std::ptrdiff_t>(row * k),
                              design.unit.begin() + static_cast<std::ptrdiff_t>((row + 1) * k));
                answers.push_back(values[row]);
            }
        auto const indices = study::morris_indices(k, points, answers);
        for (std::size_t f = 0; f < k; ++f) {
            found.push_back({design.factors[f], "mu", indices[f].mu});
            found.push_back({design.factors[f], "mu_star", indices[f].mu_star});
            found.push_back({design.factors[f], "sigma", indices[f].sigma});
        }
        return found;
    }
    std::vector<double> answers;
    for (std::size_t matrix = 0; matrix < k + 2; ++matrix)
        for (auto const& block : blocks) answers.push_back(values[block[matrix]]);
    auto const indices = study::sobol_indices(k, answers);
    for (std::size_t f = 0; f < k; ++f) {
        found.push_back({design.factors[f], "first", indices[f].first});
        found.push_back({design.factors[f], "total", indices[f].total});
    }
    return found;
}

void add_intervals(std::vector<SensitivityIndex>& indices, SensitivityDesign const& design,
                   std::vector<double> const& values) {
    auto const blocks = blocks_of(design);
    std::vector<std::vector<double>> drawn(indices.size());
    for (std::size_t draw = 0; draw < n_draws; ++draw) {
        std::vector<std::vector<std::size_t>> chosen;
        for (std::size_t n = 0; n < blocks.size(); ++n) {
            auto const word =
                philox({static_cast<std::uint32_t>(draw), static_cast<std::uint32_t>(n), 0, 0}, draw_key)[0];
            chosen.push_back(blocks[static_cast<std::size_t>(word) * blocks.size() >> 32U]);
        }
        try {
            auto const again = indices_of(design, values, chosen);
            for (std::size_t i = 0; i < indices.size(); ++i)
                if (std::isfinite(again[i].value)) drawn[i].push_back(again[i].value);
        } catch (InputError const&) {  // a draw in which the answer never changes says nothing
        }
    }
    for (std::size_t i = 0; i < indices.size(); ++i) {
        indices[i].interval = drawn[i].size() < 2 ? std::pair{std::nan(""), std::nan("")}
                                                  : std::pair{study::quantile(std::span(drawn[i]), 0.025),
                                                              study::quantile(std::span(drawn[i]), 0.975)};
    }
}

/// The answer at every row; nothing where members are missing.
std::optional<std::vector<double>> answers_of(SensitivityDesign const& design, StudyOutcome const& outcome,
                                              Sensitivity const& wanted) {
    std::vector<double> answers;
    for (std::size_t const point : design.rows) {
        StudyCellKey const key{point, wanted.weather, wanted.variant};
        std::optional<double> value;
        if (wanted.variant == study_baseline) {
            auto const cell = outcome.cells.find(key);
            if (cell != outcome.cells.end()) value = cell->second.mean(wanted.indicator);
        } else if (outcome.cells.contains(key)) {
            auto const difference = outcome.against_base(key, wanted.indicator);
            if (difference) value = difference->mean;
        }
        if (!value) return std::nullopt;
        answers.push_back(*value);
    }
    return answers;
}

Sensitivity analyse(SensitivityDesign const& design, StudyOutcome const& outcome, Sensitivity found) {
    auto const answers = answers_of(design, outcome, found);
    if (!answers) {
        found.missing = fmt::format("{} of {} in {}: members are missing, and indices need every point",
                                    found.indicator, found.variant, found.weather);
        return found;
    }
    try {
        found.indices = indices_of(design, *answers, blocks_of(design));
        add_intervals(found.indices, design, *answers);
    } catch (InputError const& error) {  // the answer is the same at every point
        found.missing = fmt::format("{} of {} in {}: {}", found.indicator, found.variant, found.weather, error.what());
    }
    return found;
}

}  // namespace

std::vector<Sensitivity> sensitivity_of(SensitivityDesign const& design, StudyOutcome const& outcome,
                                        std::vector<std::string> const& ranked) {
    std::vector<Sensitivity> all;
    for (auto const& indicator : outcome.ranked(ranked))
        for (auto const& [point, weather, variant] : outcome.order) {
            if (point != 0) continue;  // every point has the same weathers and variants
            all.push_back(analyse(design, outcome, {indicator, weather, variant, {}, {}}));
        }
    return all;
}

std::string sensitivity_text(Sensitivity const& one) {
    if (!one.missing.empty()) return "sensitivity: " + one.missing;
    std::string text = fmt::format("sensitivity of {}, {}, {}:", one.indicator, one.variant, one.weather);
    for (auto const& index : one.indices)
        if (index.name == "mu_star" || index.name == "total")
            text += fmt::format(" {} {} {:.4g} [{:.4g}, {:.4g}];", index.factor, index.name, index.value,
                                index.interval.first, index.interval.second);
    return text;
}

nlohmann::ordered_json sensitivity_json(std::vector<Sensitivity> const& all) {
    auto json = nlohmann::ordered_json::array();
    auto const number = [](double v) {
        return std::isfinite(v) ? nlohmann::ordered_json(v) : nlohmann::ordered_json();
    };
    for (auto const& one : all) {
        nlohmann::ordered_json entry = {
            {"indicator", one.indicator}, {"weather", one.weather}, {"variant", one.variant}};
        if (!one.missing.empty()) entry["missing"] = one.missing;
        for (auto const& index : one.indices)
            entry["factors"][index.factor][index.name] = {{"value", number(index.value)},
                                                          {"low", number(index.interval.first)},
                                                          {"high", number(index.interval.second)}};
        json.push_back(std::move(entry));
    }
    return json;
}

std::string sensitivity_csv(std::vector<Sensitivity> const& all) {
    std::string text = "indicator,weather,variant,factor,index,value,low,high\n";
    auto const number = [](double v) { return std::isfinite(v) ? fmt::format("{}", v) : std::string(); };
    for (auto const& one : all)
        for (auto const& index : one.indices)
            text += fmt::format("{},{},{},{},{},{},{},{}\n", one.indicator, io::csv_field(one.weather),
                                io::csv_field(one.variant), io::csv_field(index.factor), index.name,
                                number(index.value), number(index.interval.first), number(index.interval.second));
    return text;
}

}  // namespace hacthanh::app
