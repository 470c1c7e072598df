#include "sim/study/best_package.hpp"

#include "sim/core/error.hpp"
#include "sim/core/student_t.hpp"

#include <coin/Cbc_C_Interface.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>

namespace hacthanh::study {
namespace {

constexpr int most_rounds = 1000;  // our choice: each rules out one package that costs a rounding too much

using Choice = std::vector<std::size_t>;

void check(std::span<PackageOption const> options, double budget, std::span<Incompatible const> pairs) {
    validate(std::isfinite(budget) && budget >= 0, "budget",
             std::to_string(budget) + " (must be a finite number >= 0)");
    for (std::size_t i = 0; i < options.size(); ++i) {
        std::string const where = "option " + std::to_string(i);
        validate(std::isfinite(options[i].cost), where, "its cost must be a finite number");
        validate(!options[i].effects.empty() && options[i].effects.size() == options[0].effects.size(), where,
                 std::to_string(options[i].effects.size()) + " effects (every option needs one per seed)");
        validate(std::ranges::all_of(options[i].effects, [](double v) { return std::isfinite(v); }), where,
                 "its effects must be finite numbers", "leave out options whose members are missing");
    }
    for (auto const& [a, b] : pairs)
        validate(a < options.size() && b < options.size() && a != b, "incompatible",
                 std::to_string(a) + " and " + std::to_string(b) + " (must be two different options of " +
                     std::to_string(options.size()) + ")");
}

double cost_of(std::span<PackageOption const> options, Choice const& choice) {
    double cost = 0;
    for (std::size_t const i : choice) cost += options[i].cost;
    return cost;
}

/// Rows of a 0/1 problem: at most `most` in weighted sum.
struct Row {
    std::vector<int> columns;
    std::vector<double> weights;
    double most = 0;
};

Choice solve(std::vector<double> const& gains, std::vector<Row> const& rows) {
    std::unique_ptr<Cbc_Model, decltype(&Cbc_deleteModel)> const model(Cbc_newModel(), &Cbc_deleteModel);
    Cbc_setLogLevel(model.get(), 0);
    Cbc_setParameter(model.get(), "logLevel", "0");
    Cbc_setParameter(model.get(), "ratioGap", "0");
    Cbc_setParameter(model.get(), "allowableGap", "0");
    for (double const gain : gains) Cbc_addCol(model.get(), "", 0, 1, -gain, 1, 0, nullptr, nullptr);
    for (Row const& row : rows)
        Cbc_addRow(model.get(), "", static_cast<int>(row.columns.size()), row.columns.data(), row.weights.data(), 'L',
                   row.most);
    Cbc_solve(model.get());
    if (Cbc_isProvenOptimal(model.get()) == 0)
        throw SolverError("the best package: no optimum was proven (status " + std::to_string(Cbc_status(model.get())) +
                          ")");
    double const* const x = Cbc_getColSolution(model.get());
    Choice choice;
    for (std::size_t i = 0; i < gains.size(); ++i)
        if (x[i] > 0.5) choice.push_back(i);
    return choice;
}

/// Of these effects. The solver's sums have a tolerance: what costs too much all the same is forbidden, and solved
/// again.
Choice best_choice(std::span<PackageOption const> options, std::vector<double> const& effects, double budget,
                   std::span<Incompatible const> pairs) {
    double largest = 0;
    double dearest = budget;
    for (double const effect : effects) largest = std::max(largest, effect);
    for (PackageOption const& option : options) dearest = std::max(dearest, std::abs(option.cost));
    if (largest == 0) return {};
    std::vector<double> gains;
    Row spent{{}, {}, dearest > 0 ? budget / dearest : 0};
    for (std::size_t i = 0; i < options.size(); ++i) {
        gains.push_back(effects[i] / largest * 1e4);  // the solver tells answers apart by 1e-5
        spent.columns.push_back(static_cast<int>(i));
        spent.weights.push_back(dearest > 0 ? options[i].cost / dearest : 0);
    }
    std::vector<Row> rows = {spent};
    for (auto const& [a, b] : pairs) rows.push_back({{static_cast<int>(a), static_cast<int>(b)}, {1, 1}, 1});
    for (int round = 0; round < most_rounds; ++round) {
        Choice choice = solve(gains, rows);
        if (cost_of(options, choice) <= budget) return choice;
        Row other;  // not exactly this choice: sum over chosen - sum over the rest <= chosen - 1
        for (std::size_t i = 0; i < options.size(); ++i) {
            other.columns.push_back(static_cast<int>(i));
            other.weights.push_back(std::ranges::binary_search(choice, i) ? 1 : -1);
        }
        other.most = static_cast<double>(choice.size()) - 1;
        rows.push_back(other);
    }
    throw SolverError(fmt::format(
        "{} packages in a row cost more than the budget by a rounding: change the budget a little", most_rounds));
}

/// Mean and 95 % interval of the package's effect over the seeds.
void add_interval(BestPackage& best, std::span<PackageOption const> options, std::size_t n_seeds) {
    std::vector<double> sums(n_seeds, 0.0);
    for (std::size_t const i : best.chosen)
        for (std::size_t s = 0; s < n_seeds; ++s) sums[s] += options[i].effects[s];
    auto const n = static_cast<double>(n_seeds);
    for (double const sum : sums) best.effect += sum / n;
    double squares = 0;
    for (double const sum : sums) squares += (sum - best.effect) * (sum - best.effect);
    best.half_width = n_seeds > 1 ? student_t_95(n_seeds - 1) * std::sqrt(squares / (n - 1) / n)
                                  : std::numeric_limits<double>::infinity();
}

}  // namespace

BestPackage best_package(std::span<PackageOption const> options, double budget, std::span<Incompatible const> pairs) {
    check(options, budget, pairs);
    BestPackage best;
    best.held_share.assign(options.size(), 0.0);
    if (options.empty()) return best;
    std::size_t const n_seeds = options[0].effects.size();
    std::vector<double> effects(options.size(), 0.0);
    for (std::size_t i = 0; i < options.size(); ++i)
        for (double const effect : options[i].effects) effects[i] += effect / static_cast<double>(n_seeds);
    best.chosen = best_choice(options, effects, budget, pairs);
    best.cost = cost_of(options, best.chosen);
    add_interval(best, options, n_seeds);
    std::size_t same = 0;
    std::vector<std::size_t> held(options.size(), 0);
    for (std::size_t s = 0; s < n_seeds; ++s) {
        for (std::size_t i = 0; i < options.size(); ++i) effects[i] = options[i].effects[s];
        Choice const own = best_choice(options, effects, budget, pairs);
        if (own == best.chosen) ++same;
        for (std::size_t const i : own) ++held[i];
    }
    best.same_share = static_cast<double>(same) / static_cast<double>(n_seeds);
    for (std::size_t i = 0; i < options.size(); ++i)
        best.held_share[i] = static_cast<double>(held[i]) / static_cast<double>(n_seeds);
    return best;
}

}  // namespace hacthanh::study
