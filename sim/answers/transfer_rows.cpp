#include "sim/answers/transfer_rows.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"

#include <Eigen/Core>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace hacthanh::answers {
namespace {

constexpr std::size_t most_sources = 65'536;
constexpr std::size_t states_at_once = 32;           // as many single-precision sums as stay in registers
constexpr std::size_t rows_at_once = 64;             // of a thread's block
constexpr double half_rounding = 1.0 / 2048;         // of a normal half-precision number, relative (IEEE 754-2019)
constexpr double half_least_step = 1.0 / (1 << 25);  // of one near zero, half its spacing of 2^-24

std::uint16_t packed(double part) {
    return Eigen::numext::bit_cast<std::uint16_t>(Eigen::half(static_cast<float>(part)));
}

float unpacked(std::uint16_t bits) { return static_cast<float>(Eigen::numext::bit_cast<Eigen::half>(bits)); }

}  // namespace

TransferRows::TransferRows(std::vector<double> reference_emission, double left_out_share) {
    HACTHANH_EXPECT(left_out_share >= 0 && left_out_share < 1);
    rows_.reference = std::move(reference_emission);
    rows_.left_out_share = left_out_share;
    validate(rows_.reference.size() <= most_sources, "transfer functions",
             fmt::format("{} sources (at most {})", rows_.reference.size(), most_sources),
             "join edges to streets or tiles");
}

TransferRows::TransferRows(state::PackedRows rows) : rows_(std::move(rows)) {
    std::size_t const n = rows_.scale.size();
    bool const fits = rows_.begin.size() == n + 1 && rows_.left_out.size() == n && rows_.left_out_mass.size() == n &&
                      rows_.begin.front() == 0 && rows_.begin.back() == rows_.source.size() &&
                      rows_.part.size() == rows_.source.size() && std::ranges::is_sorted(rows_.begin) &&
                      std::ranges::all_of(rows_.source, [&](auto s) { return s < rows_.reference.size(); });
    validate(fits, "transfer functions", "rows, pairs and sources do not belong together", "build them again");
}

void TransferRows::add_row(std::span<double const> transfer) {
    HACTHANH_EXPECT(transfer.size() == n_sources());
    std::vector<double> gives(n_sources());
    for (std::size_t s = 0; s < gives.size(); ++s) gives[s] = std::abs(transfer[s]) * rows_.reference[s];
    std::vector<std::uint32_t> order(n_sources());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, [&](auto a, auto b) { return gives[a] > gives[b]; });
    double total = 0;
    for (auto const s : order) total += gives[s];

    double rest = total;  // of those not yet kept
    double greatest = 0;
    std::vector<std::uint32_t> kept;
    double left_out = 0;
    for (auto const s : order) {
        bool const keep =
            rows_.reference[s] == 0 ? transfer[s] != 0 : rest > rows_.left_out_share * total && gives[s] > 0;
        rest -= gives[s];
        if (keep) {
            kept.push_back(s);
            greatest = std::max(greatest, std::abs(transfer[s]));
        } else {
            left_out += gives[s];
        }
    }
    std::ranges::sort(kept);  // the product walks the emission upwards
    for (auto const s : kept) {
        rows_.source.push_back(static_cast<std::uint16_t>(s));
        rows_.part.push_back(packed(transfer[s] / greatest));
    }
    rows_.begin.push_back(rows_.source.size());
    rows_.scale.push_back(static_cast<float>(greatest));
    rows_.left_out_mass.push_back(left_out);
    rows_.left_out.push_back(total > 0 ? left_out / total : 0);
}

double TransferRows::error_bound(std::size_t receptor, std::span<double const> emission) const {
    HACTHANH_EXPECT(receptor < n_receptors() && emission.size() == n_sources());
    double growth = 0;
    for (std::size_t s = 0; s < emission.size(); ++s)
        if (rows_.reference[s] > 0) growth = std::max(growth, emission[s] / rows_.reference[s]);
    double const scale = rows_.scale[receptor];
    double rounding = 0;
    for (std::size_t n = rows_.begin[receptor]; n < rows_.begin[receptor + 1]; ++n)
        rounding += emission[rows_.source[n]] * scale *
                    (half_rounding * std::abs(static_cast<double>(unpacked(rows_.part[n]))) + half_least_step);
    return growth * rows_.left_out_mass[receptor] + rounding;
}

std::vector<float> TransferRows::product(std::span<float const> emission, std::size_t n_states,
                                         Parallel const& parallel) const {
    HACTHANH_EXPECT(emission.size() == n_sources() * n_states);
    std::vector<float> result(n_receptors() * n_states);
    auto const rows = [&](std::size_t first, std::size_t last) {
        for (std::size_t r = first; r < last; ++r) {
            for (std::size_t state = 0; state < n_states; state += states_at_once) {
                std::size_t const n = std::min(states_at_once, n_states - state);
                float sums[states_at_once] = {};
                for (std::size_t p = rows_.begin[r]; p < rows_.begin[r + 1]; ++p) {
                    float const part = unpacked(rows_.part[p]);
                    float const* const from = &emission[rows_.source[p] * n_states + state];
                    if (n == states_at_once)
                        for (std::size_t k = 0; k < states_at_once; ++k) sums[k] += part * from[k];
                    else
                        for (std::size_t k = 0; k < n; ++k) sums[k] += part * from[k];
                }
                for (std::size_t k = 0; k < n; ++k) result[r * n_states + state + k] = sums[k] * rows_.scale[r];
            }
        }
    };
    parallel.for_blocks(n_receptors(), rows_at_once, rows);
    return result;
}

std::vector<double> TransferRows::contributions(std::size_t receptor, std::span<double const> emission) const {
    HACTHANH_EXPECT(receptor < n_receptors() && emission.size() == n_sources());
    std::vector<double> gives(n_sources(), 0.0);
    for (std::size_t n = rows_.begin[receptor]; n < rows_.begin[receptor + 1]; ++n)
        gives[rows_.source[n]] =
            static_cast<double>(unpacked(rows_.part[n])) * rows_.scale[receptor] * emission[rows_.source[n]];
    return gives;
}

}  // namespace hacthanh::answers
