#include "sim/answers/transfer_rows.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"

#include <Eigen/Core>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
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
                      rows_.left_out_most.size() == n && rows_.begin.front() == 0 &&
                      rows_.begin.back() == rows_.source.size() && rows_.part.size() == rows_.source.size() &&
                      std::ranges::is_sorted(rows_.begin) &&
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
    double left_out = 0, most = 0;
    for (auto const s : order) {
        bool const keep =
            rows_.reference[s] == 0 ? transfer[s] != 0 : rest > rows_.left_out_share * total && gives[s] > 0;
        rest -= gives[s];
        if (keep) {
            kept.push_back(s);
            greatest = std::max(greatest, std::abs(transfer[s]));
        } else {
            left_out += gives[s];
            most = std::max(most, gives[s]);
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
    rows_.left_out_most.push_back(most);
    rows_.left_out.push_back(total > 0 ? left_out / total : 0);
}

std::vector<double> TransferRows::error_bounds(std::span<double const> emission) const {
    HACTHANH_EXPECT(emission.size() == n_sources());
    std::vector<std::pair<double, std::uint16_t>> growth;  // over the reference, greatest first
    for (std::size_t s = 0; s < emission.size(); ++s)
        if (rows_.reference[s] > 0)
            growth.emplace_back(emission[s] / rows_.reference[s], static_cast<std::uint16_t>(s));
    std::ranges::stable_sort(growth, std::greater<>());
    std::vector<double> bounds(n_receptors());
    for (std::size_t r = 0; r < n_receptors(); ++r) {
        std::span const kept(rows_.source.data() + rows_.begin[r], rows_.begin[r + 1] - rows_.begin[r]);
        double rest = rows_.left_out_mass[r], left_out = 0, rounding = 0;
        for (auto const& [grew, s] : growth) {
            if (!(rest > 0)) break;
            if (std::ranges::binary_search(kept, s)) continue;
            double const part = std::min(rest, rows_.left_out_most[r]);
            left_out += grew * part;
            rest -= part;
        }
        for (std::size_t n = rows_.begin[r]; n < rows_.begin[r + 1]; ++n)
            rounding += emission[rows_.source[n]] * static_cast<double>(rows_.scale[r]) *
                        (half_rounding * std::abs(static_cast<double>(unpacked(rows_.part[n]))) + half_least_step);
        bounds[r] = left_out + rounding;
    }
    return bounds;
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
