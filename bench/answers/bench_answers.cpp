/// Products with transfer functions: one state of emission, many, and the hours of a year.
/// Every answer is checked before its time is told.

#include "sim/answers/transfer_rows.hpp"
#include "sim/answers/year.hpp"

#include "sim/core/stopwatch.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace hacthanh;

constexpr std::size_t n_sources = 1000;
constexpr double left_out_share = 0.01;
constexpr std::size_t n_states = 64;
constexpr int repetitions = 3;
constexpr std::size_t n_tables = 12;
constexpr std::size_t n_species = 5;
constexpr std::size_t n_hours = 8760;

/// Transfers of a synthetic city: streets on a square of 8 km, receptors among them, falling with distance r as r^-2.5.
/// They have the sparsity of a city's, not its winds; the product's speed depends on nothing else.
answers::TransferRows synthetic(std::size_t n_receptors, std::vector<double> const& reference, unsigned seed = 1) {
    std::mt19937 random(seed);
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

/// A year of hours, each between two tables, with an emission factor.
std::vector<answers::YearHour> made_up_year() {
    std::mt19937 random(2);
    std::uniform_real_distribution<double> part(0, 1);
    std::vector<answers::YearHour> hours(n_hours);
    for (auto& hour : hours) {
        std::size_t const table = random() % n_tables;
        double const share = part(random), over_speed = 0.3 + part(random);
        hour = {{{table, share * over_speed}, {(table + 1) % n_tables, (1 - share) * over_speed}}, 0.2 + part(random)};
    }
    return hours;
}

/// What a year of every species took, statistics included, and whether it is right.
struct YearTime {
    double seconds = 0;
    double error_over_allowed = 0;  ///< of some hours and places from the sum of contributions
};

YearTime time_year(std::vector<answers::TransferRows> const& tables, std::vector<double> const& reference,
                   Parallel const& parallel) {
    auto const hours = made_up_year();
    std::vector<float> emission(n_sources * n_species);
    for (std::size_t s = 0; s < n_sources; ++s)
        for (std::size_t k = 0; k < n_species; ++k)
            emission[s * n_species + k] = static_cast<float>(reference[s] * static_cast<double>(k + 1));
    YearTime time;
    Stopwatch const product_watch;
    auto const products = answers::products_of_tables(tables, emission, n_species, parallel);
    time.seconds = product_watch.seconds();
    for (std::size_t k = 0; k < n_species; ++k) {
        Stopwatch const watch;
        auto const year = answers::hours_of_year(products, k, hours, parallel);
        std::vector<answers::YearStatistics> found(products.n_receptors);
        parallel.for_blocks(found.size(), 16, [&](std::size_t first, std::size_t last) {
            for (std::size_t r = first; r < last; ++r)
                found[r] = answers::year_statistics(std::span(year).subspan(r * n_hours, n_hours), {});
        });
        time.seconds += watch.seconds();
        for (std::size_t r = 0; r < found.size(); r += 9973) {
            double sum = 0;
            std::vector<double> of_tables;
            for (auto const& table : tables) {
                double all = 0;
                for (double const gives : table.contributions(r, reference)) all += gives;
                of_tables.push_back(all * static_cast<double>(k + 1));
            }
            for (std::size_t h = 0; h < n_hours; ++h) {
                double hour = 0;
                for (auto const& [table, weight] : hours[h].tables) hour += weight * of_tables[table];
                hour *= hours[h].emission_factor;
                sum += hour;
                double const off = std::abs(static_cast<double>(year[r * n_hours + h]) - hour);
                time.error_over_allowed = std::max(time.error_over_allowed, off / (1e-4 * hour));
            }
            double const off = std::abs(found[r].mean - sum / n_hours);
            time.error_over_allowed = std::max(time.error_over_allowed, off / (1e-4 * sum / n_hours));
        }
    }
    return time;
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
    std::vector<answers::TransferRows> tables;
    for (unsigned t = 0; t < n_tables; ++t) tables.push_back(synthetic(n_receptors, reference, 1 + t));
    auto const year = time_year(tables, reference, all);
    if (!(year.error_over_allowed < 1)) {
        std::fprintf(stderr, "an hour of the year is not the sum of its contributions\n");
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
        {"tables", n_tables},
        {"species", n_species},
        {"hours", n_hours},
        {"year_s", year.seconds},
        {"truncation_error", left_out},
    };
    std::printf("%s\n", result.dump(2).c_str());
    if (!json.empty()) std::ofstream(json) << result.dump(2) << '\n';
    return 0;
}
