#include "sim/answers/detail/sweep_matrix.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace hacthanh::answers::detail {

SweepMatrix::SweepMatrix(Matrix const& matrix, std::vector<std::uint32_t> const& order) {
    HACTHANH_EXPECT(matrix.rows() == matrix.cols() && order.size() == static_cast<std::size_t>(matrix.rows()));
    if (matrix.nonZeros() >= std::numeric_limits<std::uint32_t>::max())
        throw SolverError("steady transport: the matrix has too many entries; take larger cells");
    order_rows(matrix, order);
    find_sweep();
}

void SweepMatrix::order_rows(Matrix const& matrix, std::vector<std::uint32_t> const& order) {
    place_.resize(order.size());
    for (std::size_t n = 0; n < order.size(); ++n) place_[order[n]] = static_cast<std::uint32_t>(n);
    begin_.push_back(0);
    std::vector<std::pair<std::uint32_t, double>> row;
    for (std::uint32_t const from : order) {
        row.clear();
        for (Matrix::InnerIterator entry(matrix, from); entry; ++entry)
            row.emplace_back(place_[static_cast<std::size_t>(entry.col())], entry.value());
        std::ranges::sort(row, {}, &std::pair<std::uint32_t, double>::first);
        for (auto const& [column, value] : row) {
            column_.push_back(column);
            exact_.push_back(value);
            value_.push_back(static_cast<float>(value));
        }
        begin_.push_back(static_cast<std::uint32_t>(column_.size()));
    }
}

void SweepMatrix::Triangle::add(std::uint32_t of_column, double entry) {
    column.push_back(of_column);
    value.push_back(static_cast<float>(entry));
}

double SweepMatrix::negative_entry(std::size_t row, std::size_t column) const {
    auto const* const last = column_.data() + begin_[row + 1];
    auto const* const found = std::lower_bound(column_.data() + begin_[row], last, column);
    if (found == last || *found != column) return 0;
    return std::min(exact_[static_cast<std::size_t>(found - column_.data())], 0.0);
}

void SweepMatrix::find_sweep() {
    double last = 0, last_upper = 0;  // of the row before: diagonal after elimination, entry for this row
    for (std::size_t row = 0; row < n(); ++row) {
        double diagonal = 0, lower = 0, upper = 0;
        for (auto e = begin_[row]; e < begin_[row + 1]; ++e) {
            auto const column = column_[e];
            if (column == row || exact_[e] > 0)
                diagonal += exact_[e];
            else if (column + 1 == row)
                lower = exact_[e];
            else if (column == row + 1)
                upper = exact_[e];
            else if (column > row)
                behind_.add(column, exact_[e]);
            else {
                before_.add(column, exact_[e]);
                diagonal -= exact_[e] * negative_entry(column, row) * static_cast<double>(inverse_[column]);
            }
        }
        before_.end_row();
        behind_.end_row();
        if ((lower == 0 && last_upper == 0) || row - line_.back() == most_line) {
            line_.push_back(static_cast<std::uint32_t>(row));
            lower = last_upper = 0;
            if (row > 0) upper_.back() = 0;
        }
        double const factor = lower != 0 ? lower / last : 0;
        diagonal -= factor * last_upper;
        if (!(diagonal > 0)) diagonal = 1;  // a cell that nothing passes
        lower_.push_back(static_cast<float>(factor));
        upper_.push_back(static_cast<float>(upper));
        inverse_.push_back(static_cast<float>(1 / diagonal));
        last = diagonal;
        last_upper = upper;
    }
    line_.push_back(static_cast<std::uint32_t>(n()));
}

RowsView SweepMatrix::rows() const { return {n(), begin_.data(), column_.data(), exact_.data(), value_.data()}; }

SweepView SweepMatrix::sweep() const {
    return {line_.size() - 1, line_.data(),   lower_.data(), upper_.data(),
            inverse_.data(),  before_.view(), behind_.view()};
}

}  // namespace hacthanh::answers::detail
