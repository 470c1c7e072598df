/// The product of transfer functions with many states of emission, and with one. The answer is checked first.

#include "sim/answers/transfer_rows.hpp"

#include "sim/core/stopwatch.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

namespace {

using namespace hacthanh;

constexpr std::size_t n_sources = 1000;
constexpr double left_out_share = 0.01;
constexpr std::size_t n_states = 64;
constexpr int repetitions = 3;

/// Transfers of a synthetic city: streets on a square of 8 km, receptors among them, falling with distance r as r^-2.5.
/// They have the sparsity of a city's, not its winds; the product's speed depends on nothing else.
answers::TransferRows synthetic(std::size_t n_receptors, std::vector<double> const& reference) {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> place(0, 8000);
    std::vector<double> x(n_sources), y(n_sources), row(n_sources);
    for (std::size_t s = 0; s < n_sources; ++s) x[s] = place(random), y[s] = place(random);
    answers::TransferRows transfer(reference, left_out_share);
    for (std::size_t r = 0; r < n_receptors; ++r) {
        double const xr = place(random), yr = place(random);
        for (std::size_t s = 0; s < n_sources; ++s)
            row[s] = 1e-2 * std::pow(std::max(10.0, std::hypot(x[s] - xr, y[s] - yr)) / 10, -2.5);
        transfer.add_row(row);
    }
    return transfer;
}

/// Greatest difference of the product from the sum of its contributions over 1e-4 of it (single precision), on some
/// receptors.
double error_over_allowed(answers::TransferRows const& transfer, std::vector<float> const& product, std::size_t states,
                          std::vector<double> const& emission) {
    double worst = 0;
    for (std::size_t r = 0; r < transfer.n_receptors(); r += 997) {
        double kept = 0;
        for (double const gives : transfer.contributions(r, emission)) kept += gives;
        double const off = std::abs(static_cast<double>(product[r * states]) - kept);
        worst = std::max(worst, off / (1e-4 * kept));
    }
    return worst;
}

template <class Work>
double best_seconds(Work const& work) {
    double best = std::numeric_limits<double>::infinity();
    for (int n = 0; n < repetitions; ++n) {
        Stopwatch const watch;
        work();
        best = std::min(best, watch.seconds());
    }
    return best;
}

}  // namespace

int main(int argc, char** argv) {
    flush_denormals_to_zero();
    CLI::App command("Benchmark of products with transfer functions");
    std::string json;
    std::size_t n_receptors = 40'000;
    command.add_option("--json", json, "Write the numbers here");
    command.add_option("--receptors", n_receptors, "How many");
    CLI11_PARSE(command, argc, argv);

    std::vector<double> reference(n_sources, 1e-6);
    auto const transfer = synthetic(n_receptors, reference);
    std::vector<float> const one(n_sources, 1e-6F);
    std::vector<float> const many(n_sources * n_states, 1e-6F);
    Parallel const all, single(1);

    std::vector<float> product;
    double const reevaluate_s = best_seconds([&] { product = transfer.product(one, 1, all); });
    double const of_one = error_over_allowed(transfer, product, 1, reference);
    double const many_s = best_seconds([&] { product = transfer.product(many, n_states, single); });
    double const of_many = error_over_allowed(transfer, product, n_states, reference);
    if (!(of_one < 1 && of_many < 1)) {
        std::fprintf(stderr, "the product is not the sum of its contributions\n");
        return 1;
    }
    double left_out = 0;
    for (std::size_t r = 0; r < n_receptors; ++r) left_out = std::max(left_out, transfer.left_out(r));
    auto const pairs = static_cast<double>(transfer.n_pairs());
    nlohmann::ordered_json const result = {
        {"receptors", n_receptors},
        {"sources", n_sources},
        {"kept_pairs", transfer.n_pairs()},
        {"threads", all.n_threads()},
        {"reevaluate_ms", 1e3 * reevaluate_s},
        {"states", n_states},
        {"product_pairs_per_s", pairs * static_cast<double>(n_states) / many_s},
        {"truncation_error", left_out},
    };
    std::printf("%s\n", result.dump(2).c_str());
    if (!json.empty()) std::ofstream(json) << result.dump(2) << '\n';
    return 0;
}
