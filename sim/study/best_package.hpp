#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace hacthanh::study {

/// A measure that may be bought.
struct PackageOption {
    double cost = 0;  ///< in the unit of the budget; below 0 where it brings money
    std::vector<double>
        effects;  ///< what it improves, one number per seed in the same order for all options; more is better
};

/// Two options that exclude each other, by their numbers.
using Incompatible = std::pair<std::size_t, std::size_t>;

/// The best of what a budget buys.
struct BestPackage {
    std::vector<std::size_t> chosen;  ///< numbers of the options, ascending
    double cost = 0;
    double effect = 0;      ///< sum of the options' means over the seeds
    double half_width = 0;  ///< of the 95 % interval of that sum over the seeds, Student's t; infinite for one seed
    double same_share = 0;  ///< share of the seeds for which this package is the best one too
    std::vector<double> held_share;  ///< of every option: share of the seeds whose own best package holds it
};

/// The options whose summed mean effect is largest among those that cost no more than the budget together and hold no
/// incompatible pair: a choice of 0 or 1 per option, solved to its proven optimum by branch and cut (COIN-OR CBC,
/// https://github.com/coin-or/Cbc). That a package costs too much is judged without a tolerance; packages whose effects
/// differ by less than 1e-9 of the largest single effect count as equal. The same choice is made for each seed alone,
/// which shows how much the package owes to luck. Effects are taken to add up; whether they do is for a run of the
/// package to say.
///
/// Cost: one solve per seed and one more, milliseconds for dozens of options. Not for two threads at once: CBC is not.
/// Throws InputError for numbers that are not finite, a budget below 0, options with unequal numbers of seeds or none,
/// a pair of unknown or equal options; SolverError when no optimum was proven.
BestPackage best_package(std::span<PackageOption const> options, double budget, std::span<Incompatible const> pairs);

}  // namespace hacthanh::study
