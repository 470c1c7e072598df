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

TransferRows::TransferRows(std::vector<double> reference_emission, double left_out_share)
    : reference_(std::move(reference_emission)), left_out_share_(left_out_share) {
    HACTHANH_EXPECT(left_out_share >= 0 && left_out_share < 1);
    validate(reference_.size() <= most_sources, "transfer functions",
             fmt::format("{} sources (at most {})", reference_.size(), most_sources), "join edges to streets or tiles");
}

void TransferRows::add_row(std::span<double const> transfer) {
    HACTHANH_EXPECT(transfer.size() == n_sources());
    std::vector<double> gives(n_sources());
    for (std::size_t s = 0; s < gives.size(); ++s) gives[s] = std::abs(transfer[s]) * reference_[s];
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
        bool const keep = reference_[s] == 0 ? transfer[s] != 0 : rest > left_out_share_ * total && gives[s] > 0;
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
        source_.push_back(static_cast<std::uint16_t>(s));
        part_.push_back(packed(transfer[s] / greatest));
    }
    begin_.push_back(source_.size());
    scale_.push_back(static_cast<float>(greatest));
    left_out_mass_.push_back(left_out);
    left_out_.push_back(total > 0 ? left_out / total : 0);
}

double TransferRows::error_bound(std::size_t receptor, std::span<double const> emission) const {
    HACTHANH_EXPECT(receptor < n_receptors() && emission.size() == n_sources());
    double growth = 0;
    for (std::size_t s = 0; s < emission.size(); ++s)
        if (reference_[s] > 0) growth = std::max(growth, emission[s] / reference_[s]);
    double const scale = scale_[receptor];
    double rounding = 0;
    for (std::size_t n = begin_[receptor]; n < begin_[receptor + 1]; ++n)
        rounding += emission[source_[n]] * scale *
                    (half_rounding * std::abs(static_cast<double>(unpacked(part_[n]))) + half_least_step);
    return growth * left_out_mass_[receptor] + rounding;
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
                for (std::size_t p = begin_[r]; p < begin_[r + 1]; ++p) {
                    float const part = unpacked(part_[p]);
                    float const* const from = &emission[source_[p] * n_states + state];
                    if (n == states_at_once)
                        for (std::size_t k = 0; k < states_at_once; ++k) sums[k] += part * from[k];
                    else
                        for (std::size_t k = 0; k < n; ++k) sums[k] += part * from[k];
                }
                for (std::size_t k = 0; k < n; ++k) result[r * n_states + state + k] = sums[k] * scale_[r];
            }
        }
    };
    parallel.for_blocks(n_receptors(), rows_at_once, rows);
    return result;
}

std::vector<double> TransferRows::contributions(std::size_t receptor, std::span<double const> emission) const {
    HACTHANH_EXPECT(receptor < n_receptors() && emission.size() == n_sources());
    std::vector<double> gives(n_sources(), 0.0);
    for (std::size_t n = begin_[receptor]; n < begin_[receptor + 1]; ++n)
        gives[source_[n]] = static_cast<double>(unpacked(part_[n])) * scale_[receptor] * emission[source_[n]];
    return gives;
}

}  // namespace hacthanh::answers
