#pragma once

#include "sim/core/parallel.hpp"
#include "sim/state/transfer_table.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace hacthanh::answers {

/// What sources give to receptors, kept small: c_r = sum_s T_rs e_s.
///
/// A row keeps, in descending order of T_rs e_s for a reference emission, as many sources as make up all but
/// `left_out_share` of the row's sum, each as a 16-bit source number and a half-precision number in parts of the row's
/// greatest (4 bytes a pair). What a row leaves out is kept as a number: left_out(). Sources are at most 65,536.
/// Immutable but for add_row(); const members may be called by several threads.
class TransferRows {
public:
    /// @param reference_emission  of each source [kg/s], >= 0, at most 65,536 of them
    /// @param left_out_share      in [0, 1)
    /// Throws InputError when there are more sources than a 16-bit number can name.
    TransferRows(std::vector<double> reference_emission, double left_out_share);

    /// Rows that were stored. Throws InputError when they do not belong together.
    explicit TransferRows(state::PackedRows rows);

    /// Adds the row of one receptor. @param transfer  of every source [s/m3]; what is negative (a scheme of second
    /// order may give it) is kept or left out by its magnitude.
    void add_row(std::span<double const> transfer);

    std::size_t n_receptors() const { return rows_.scale.size(); }
    std::size_t n_sources() const { return rows_.reference.size(); }
    std::size_t n_pairs() const { return rows_.source.size(); }

    /// Greatest error of every row for an emission, as a concentration [kg/m3]: what was left out and half precision's
    /// rounding. Of a row's sources left out only their sum and their greatest are known: the worst is that those that
    /// grew most over their reference gave as much as the greatest until the sum is used up. Sources without reference
    /// emission are never left out. Cost O(pairs + sources left out), at most receptors x sources.
    /// @param emission  of each source [kg/s], >= 0
    std::vector<double> error_bounds(std::span<double const> emission) const;

    /// The same for the reference emission, in parts of the row's sum: the stated truncation error.
    double left_out(std::size_t receptor) const { return rows_.left_out[receptor]; }

    /// Concentrations of many states of emission in one pass over the pairs [kg/m3].
    ///
    /// Each pair is unpacked once and multiplies all states, 32 at a time. In single precision; sums in the order of
    /// the row, so the same bits for any number of threads.
    /// @param emission  [source][state], kg/s
    /// @return [receptor][state]
    std::vector<float> product(std::span<float const> emission, std::size_t n_states, Parallel const& parallel) const;

    /// What each source gives to one receptor [kg/m3], 0 where it was left out.
    std::vector<double> contributions(std::size_t receptor, std::span<double const> emission) const;

    /// For storing.
    state::PackedRows const& stored() const { return rows_; }

private:
    state::PackedRows rows_;
};

}  // namespace hacthanh::answers
