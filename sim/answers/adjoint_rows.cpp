#include "sim/answers/adjoint_rows.hpp"

#include "sim/answers/steady_solver.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace hacthanh::answers {
namespace {

/// Shares in the rows of the matrix.
std::vector<CellShares> in_rows(std::vector<std::size_t> const& cells, std::vector<CellShares> const& places,
                                std::string_view what) {
    std::vector<CellShares> rows = places;
    for (std::size_t n = 0; n < rows.size(); ++n)
        for (auto& [cell, share] : rows[n]) {
            auto const found = std::ranges::lower_bound(cells, cell);  // rows are in the mesh's order
            validate(found != cells.end() && *found == cell, fmt::format("{} {}", what, n),
                     fmt::format("cell {} holds no air", cell), "move it out of the building");
            cell = static_cast<std::size_t>(found - cells.begin());
        }
    return rows;
}

using Table = std::vector<std::vector<double>>;

/// Solutions for each of `from`, looked at with each of `to`: [from][to].
/// @param air  V of each row, for a second solution for V times the first; null = none, and no `aged`
AgedRows solutions(SteadySolver const& solver, std::vector<CellShares> const& from, std::vector<CellShares> const& to,
                   dispersion::LinearTransport::Vector const* air, Parallel const& parallel) {
    Table const zeros(from.size(), std::vector<double>(to.size(), 0.0));
    AgedRows seen{zeros, air != nullptr ? zeros : Table{}};
    std::size_t const at_once = from.size() == 1 ? 1 : SteadySolver::most_at_once;
    parallel.for_blocks(from.size(), at_once, [&](std::size_t first, std::size_t last) {
        auto const look = [&](Lanes const& solution, Table& table) {
            for (std::size_t m = 0; m < to.size(); ++m)
                for (auto const& [row, share] : to[m])
                    for (std::size_t n = first; n < last; ++n)
                        table[n][m] += share * solution(solver.place(row), n - first);
        };
        Lanes right = solver.zeros(at_once);
        for (std::size_t n = first; n < last; ++n)
            for (auto const& [row, share] : from[n]) right(solver.place(row), n - first) += share;
        Lanes solution = solver.solve(right);
        look(solution, seen.transfer);
        if (air == nullptr) return;
        for (std::size_t row = 0; row < static_cast<std::size_t>(air->size()); ++row)
            for (std::size_t n = 0; n < at_once; ++n)
                right(solver.place(row), n) = (*air)[static_cast<Eigen::Index>(row)] * solution(solver.place(row), n);
        look(solver.solve(right), seen.aged);
    });
    return seen;
}

AgedRows adjoint(dispersion::LinearTransport const& transport, std::vector<CellShares> const& sources,
                 std::vector<CellShares> const& receptors, double tolerance, bool aged, Parallel const& parallel) {
    auto const& cells = transport.cells();
    auto const from = in_rows(cells, receptors, "receptor");
    auto const to = in_rows(cells, sources, "source");
    SteadySolver const solver(transport, Side::adjoint, tolerance);
    return solutions(solver, from, to, aged ? &transport.air() : nullptr, parallel);
}

AgedRows forward(dispersion::LinearTransport const& transport, std::vector<CellShares> const& sources,
                 std::vector<CellShares> const& receptors, double tolerance, bool aged, Parallel const& parallel) {
    auto const& cells = transport.cells();
    auto const from = in_rows(cells, sources, "source");
    auto const to = in_rows(cells, receptors, "receptor");
    SteadySolver const solver(transport, Side::forward, tolerance);
    auto const by_source = solutions(solver, from, to, aged ? &transport.air() : nullptr, parallel);
    auto const by_receptor = [&](Table const& table) {
        Table rows(table.empty() ? 0 : receptors.size(), std::vector<double>(sources.size()));
        for (std::size_t s = 0; s < table.size(); ++s)
            for (std::size_t r = 0; r < rows.size(); ++r) rows[r][s] = table[s][r];
        return rows;
    };
    return {by_receptor(by_source.transfer), by_receptor(by_source.aged)};
}

}  // namespace

std::vector<std::vector<double>> adjoint_rows(dispersion::LinearTransport const& transport,
                                              std::vector<CellShares> const& sources,
                                              std::vector<CellShares> const& receptors, double tolerance,
                                              Parallel const& parallel) {
    return adjoint(transport, sources, receptors, tolerance, false, parallel).transfer;
}

std::vector<std::vector<double>> forward_rows(dispersion::LinearTransport const& transport,
                                              std::vector<CellShares> const& sources,
                                              std::vector<CellShares> const& receptors, double tolerance,
                                              Parallel const& parallel) {
    return forward(transport, sources, receptors, tolerance, false, parallel).transfer;
}

AgedRows aged_adjoint_rows(dispersion::LinearTransport const& transport, std::vector<CellShares> const& sources,
                           std::vector<CellShares> const& receptors, double tolerance, Parallel const& parallel) {
    return adjoint(transport, sources, receptors, tolerance, true, parallel);
}

AgedRows aged_forward_rows(dispersion::LinearTransport const& transport, std::vector<CellShares> const& sources,
                           std::vector<CellShares> const& receptors, double tolerance, Parallel const& parallel) {
    return forward(transport, sources, receptors, tolerance, true, parallel);
}

}  // namespace hacthanh::answers
