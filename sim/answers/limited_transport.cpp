#include "sim/answers/limited_transport.hpp"

#include "sim/answers/steady_solver.hpp"
#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace hacthanh::answers {
namespace {

using dispersion::LinearTransport;
using dispersion::SlopeShares;

constexpr std::size_t most_repetitions = 12;
constexpr float part_of_way = 0.5F;  // our choice; whole steps alternate between two states in a few cells
constexpr double solver_tolerance = 1e-6;

std::vector<double> source_of(CellShares const& emission, std::vector<std::size_t> const& cells) {
    std::vector<double> source(cells.size(), 0.0);
    for (auto const& [cell, rate] : emission) {
        auto const found = std::ranges::lower_bound(cells, cell);  // rows are in the mesh's order
        validate(found != cells.end() && *found == cell, "the emission", fmt::format("cell {} holds no air", cell),
                 "move it out of the building");
        source[static_cast<std::size_t>(found - cells.begin())] += rate;
    }
    return source;
}

/// The steady air of a source, in the rows.
std::vector<double> steady_air(LinearTransport const& transport, std::vector<double> const& source) {
    SteadySolver const solver(transport, Side::forward, solver_tolerance);
    auto right = solver.zeros(1);
    for (std::size_t row = 0; row < source.size(); ++row) right(solver.place(row), 0) = source[row];
    auto const solution = solver.solve(right);
    std::vector<double> air;
    for (std::size_t row = 0; row < source.size(); ++row) air.push_back(solution(solver.place(row), 0));
    return air;
}

/// Relative in L2.
double change_of(std::vector<double> const& now, std::vector<double> const& before) {
    double square = 0, of_difference = 0;
    for (std::size_t row = 0; row < now.size(); ++row) {
        square += now[row] * now[row];
        of_difference += (now[row] - before[row]) * (now[row] - before[row]);
    }
    return std::sqrt(of_difference / square);
}

void go_towards(SlopeShares& shares, SlopeShares const& wanted) {
    for (std::size_t axis = 0; axis < shares.along.size(); ++axis)
        for (std::size_t cell = 0; cell < shares.along[axis].size(); ++cell)
            shares.along[axis][cell] += part_of_way * (wanted.along[axis][cell] - shares.along[axis][cell]);
}

}  // namespace

LimitedTransport linearise_about(CellShares const& emission, state::Flow const& flow,
                                 dispersion::Removal const& removal, double tolerance) {
    HACTHANH_EXPECT(tolerance > 0);
    auto const& mesh = flow.wind.mesh();
    constexpr auto scheme = dispersion::LinearScheme::second_order;
    LimitedTransport limited{LinearTransport(scheme, flow, mesh, removal)};
    auto const source = source_of(emission, limited.transport.cells());
    if (std::ranges::none_of(source, [](double rate) { return rate != 0; })) return limited;
    auto const& cells = limited.transport.cells();
    std::vector<double> air(mesh.n_cells(), 0.0);
    std::vector<double> before;
    SlopeShares shares;
    while (true) {
        auto steady = steady_air(limited.transport, source);
        for (std::size_t row = 0; row < cells.size(); ++row) air[cells[row]] = steady[row];
        if (limited.repetitions > 0) limited.change = change_of(steady, before);
        if (limited.repetitions == most_repetitions || (limited.repetitions > 0 && limited.change <= tolerance))
            return limited;
        auto wanted = dispersion::limited_shares(air, flow, mesh);
        if (limited.repetitions == 0)
            shares = std::move(wanted);
        else
            go_towards(shares, wanted);
        limited.transport = LinearTransport(scheme, flow, mesh, removal, &shares);
        ++limited.repetitions;
        before = std::move(steady);
    }
}

}  // namespace hacthanh::answers
