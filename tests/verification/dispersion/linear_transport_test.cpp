// The transport as a matrix: the same operator as the time-stepping kernels', exact adjoints and superposition.

#include "sim/dispersion/linear_transport.hpp"

#include "tests/support/transport_cases.hpp"
#include "tests/support/wind_around.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>

namespace hacthanh::test {
namespace {

using dispersion::LinearScheme;
using dispersion::LinearTransport;
using Vector = LinearTransport::Vector;

constexpr city::Rectangle site{0, 0, 300, 240};

mesh::CityMesh open_mesh() {
    mesh::MeshOptions options;
    options.cell_size_m = 12;
    options.levels = 12;
    options.first_layer_m = 3;
    options.top_m = 90;
    return {site, options};
}

/// A random town in the wind of its own buildings.
SolvedCity town() { return solve_city(open_mesh(), random_city(site, 24, 3), 250, 20); }

Vector random_vector(LinearTransport const& model, unsigned seed) {
    std::mt19937 random(seed);
    Vector values(static_cast<Eigen::Index>(model.cells().size()));
    for (double& value : values) value = static_cast<double>(random()) / 4294967296.0;
    return values;
}

class EveryScheme : public testing::TestWithParam<LinearScheme> {};

/// Mass per second that leaves a cell upwards through one of its faces, straight from the formula, cell by cell.
class PlainFormula {
public:
    PlainFormula(LinearScheme scheme, state::Flow const& flow, std::vector<double> const& c)
        : scheme_(scheme), flow_(flow), mesh_(flow.wind.mesh()), c_(c) {}

    double leaves(mesh::CellIndex cell) const {
        double sum = 0;
        for (int axis = 0; axis < 3; ++axis) sum += flux(axis, moved(cell, axis, 1)) - flux(axis, cell);
        return sum;
    }

private:
    static mesh::CellIndex moved(mesh::CellIndex c, int axis, std::ptrdiff_t by) {
        std::size_t& place = axis == 0 ? c.i : axis == 1 ? c.j : c.k;
        place = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(place) + by);
        return c;
    }
    bool inside(mesh::CellIndex c) const { return c.i < mesh_.nx() && c.j < mesh_.ny() && c.k < mesh_.nz(); }

    /// Open area of the face on the lower side of a cell [m2] and the volume through it [m3/s].
    std::pair<double, double> face(int axis, mesh::CellIndex c) const {
        auto const& wind = flow_.wind;
        double const dx = mesh_.cell_size();
        if (axis == 2) {
            std::size_t const n = wind.z_face(c.i, c.j, c.k);
            double const area = mesh_.z_aperture(n) * dx * dx * (c.k > 0 || mesh_.has_buildings() ? 1 : 0);
            return {area, c.k > 0 ? wind.z()[n] * area : 0.0};
        }
        std::size_t const n = axis == 0 ? wind.x_face(c.i, c.j, c.k) : wind.y_face(c.i, c.j, c.k);
        double const area = (axis == 0 ? mesh_.x_aperture(n) : mesh_.y_aperture(n)) * dx * mesh_.layer_thickness(c.k);
        return {area, (axis == 0 ? wind.x()[n] : wind.y()[n]) * area};
    }

    double middle(int axis, mesh::CellIndex c) const {
        return axis == 2 ? mesh_.z_centre(c.k) : mesh_.cell_size() * static_cast<double>(axis == 0 ? c.i : c.j);
    }

    /// Difference across the donor; 0 beside anything that is not an open face between two cells. No inflow here.
    double slope(int axis, mesh::CellIndex donor) const {
        if (scheme_ == LinearScheme::upwind) return 0;
        auto const below = moved(donor, axis, -1);
        auto const above = moved(donor, axis, 1);
        bool const low = inside(below) && face(axis, donor).first > 0;
        bool const high = inside(above) && face(axis, above).first > 0;
        bool const comes_in_low = axis < 2 && !inside(below) && face(axis, donor).second > 0;
        bool const comes_in_high = axis < 2 && !inside(above) && face(axis, above).second < 0;
        if (!(low || comes_in_low) || !(high || comes_in_high)) return 0;
        double const size = axis == 2 ? mesh_.layer_thickness(donor.k) : mesh_.cell_size();
        double const distance = low && high ? middle(axis, above) - middle(axis, below) : 2 * mesh_.cell_size();
        return ((high ? at(above) : 0) - (low ? at(below) : 0)) * size / distance;
    }

    double flux(int axis, mesh::CellIndex cell) const {
        auto const below = moved(cell, axis, -1);
        auto const [area, volume] = face(axis, cell);
        if (area <= 0) return 0;
        double mixing = 0;
        if (inside(below) && inside(cell)) {
            auto const& kh = flow_.turbulence.horizontal_diffusivity;
            double const k = axis == 2 ? flow_.turbulence.vertical_diffusivity.z()[mesh_.cell(cell)]
                                       : 0.5 * (static_cast<double>(kh.at(below)) + static_cast<double>(kh.at(cell)));
            mixing = k * area / (middle(axis, cell) - middle(axis, below));
        }
        auto const donor = volume > 0 ? below : cell;
        double sum = inside(donor) ? volume * at(donor) : 0;
        double const nu = 0.5 * std::abs(volume) - (axis == 2 ? 0 : mixing);
        if (inside(donor) && nu > 0) sum += nu * slope(axis, donor);
        double const rest = axis == 2 ? -mixing : std::min(nu, 0.0);
        if (mixing > 0) sum += rest * (at(cell) - at(below));
        return sum;
    }

    double at(mesh::CellIndex c) const { return c_[mesh_.cell(c)]; }

    LinearScheme scheme_;
    state::Flow const& flow_;
    mesh::CityMesh const& mesh_;
    std::vector<double> const& c_;
};

TEST_P(EveryScheme, TheMatrixIsTheFormulaCellByCell) {
    auto const city = town();
    LinearTransport const model(GetParam(), city.solution.flow, *city.mesh);
    Vector const c = random_vector(model, 1);
    std::vector<double> cells(city.mesh->n_cells(), 0.0);
    for (std::size_t row = 0; row < model.cells().size(); ++row)
        cells[model.cells()[row]] = c[static_cast<Eigen::Index>(row)];
    Vector const left = model.matrix() * c;
    PlainFormula const formula(GetParam(), city.solution.flow, cells);
    double worst = 0;
    std::size_t const nx = city.mesh->nx(), ny = city.mesh->ny();
    for (std::size_t row = 0; row < model.cells().size(); ++row) {
        std::size_t const cell = model.cells()[row];
        double const plain = formula.leaves({cell % nx, cell / nx % ny, cell / nx / ny});
        worst = std::max(worst, std::abs(left[static_cast<Eigen::Index>(row)] - plain));
    }
    EXPECT_LT(worst, 1e-12 * left.cwiseAbs().maxCoeff());
}

// On a field without curvature nothing is limited: the kernels' tendency, extrapolated to a vanishing step, is -A c /
// V.
TEST(LinearTransportTest, IsWhatTheKernelsDoWhereNothingIsLimited) {
    auto const mesh = box(16, 14, 12, 20, 90, 4);
    auto flow = steady_flow(mesh, 3, -2, 2, 3);
    add_eddies(flow, mesh, 0.5);
    LinearTransport const model(LinearScheme::second_order, flow, mesh);
    auto const start = [&](std::size_t cell) {
        std::size_t const nx = mesh.nx(), ny = mesh.ny();
        return 1 + 0.002 * mesh.x_centre(cell % nx) - 0.001 * mesh.y_centre(cell / nx % ny) +
               0.003 * mesh.z_centre(cell / nx / ny);
    };
    auto const tendency = [&](double step) {
        Twin twin(mesh, flow);
        for (std::size_t n = 0; n < mesh.n_cells(); ++n) twin.field.species[0][n] = static_cast<float>(start(n));
        twin.advance(step);
        std::vector<double> rate(mesh.n_cells());
        for (std::size_t n = 0; n < mesh.n_cells(); ++n)
            rate[n] = (static_cast<double>(twin.field.species[0][n]) - start(n)) / step;
        return rate;
    };
    auto const whole = tendency(0.4);
    auto const half = tendency(0.2);
    Vector c(static_cast<Eigen::Index>(mesh.n_cells()));
    for (std::size_t n = 0; n < mesh.n_cells(); ++n) c[static_cast<Eigen::Index>(n)] = start(n);
    Vector const left = model.matrix() * c;
    double worst = 0, most = 0;
    for (std::size_t k = 2; k + 2 < mesh.nz(); ++k)
        for (std::size_t j = 3; j + 3 < mesh.ny(); ++j)
            for (std::size_t i = 3; i + 3 < mesh.nx(); ++i) {
                std::size_t const n = mesh.cell({i, j, k});
                double const linear = -left[static_cast<Eigen::Index>(n)] / mesh.layer_cell_volume(k);
                worst = std::max(worst, std::abs(2 * half[n] - whole[n] - linear));
                most = std::max(most, std::abs(linear));
            }
    EXPECT_GT(most, 0.005);
    EXPECT_LT(worst, 0.01 * most);
}

TEST_P(EveryScheme, AConstantIsSteadyBetweenRandomBuildings) {
    auto const city = town();
    LinearTransport const model(GetParam(), city.solution.flow, *city.mesh);
    Vector const ones = Vector::Ones(model.matrix().rows());
    Vector const left = model.matrix() * ones - model.inflow_source();
    EXPECT_LT(left.cwiseAbs().maxCoeff(), 1e-12 * model.inflow_source().sum());
}

TEST_P(EveryScheme, TheTransposeIsTheAdjoint) {
    auto const city = town();
    LinearTransport const model(GetParam(), city.solution.flow, *city.mesh, {0.01, 0.002, 1e-4});
    Vector const x = random_vector(model, 1);
    Vector const y = random_vector(model, 2);
    double const forward = (model.matrix() * x).dot(y);
    double const backward = x.dot(model.matrix().transpose() * y);
    EXPECT_NEAR(forward, backward, 1e-12 * (model.matrix().cwiseAbs() * x).dot(y));
}

// One adjoint solution gives a receptor's concentration for every source; sources add up.
TEST_P(EveryScheme, AdjointsAndSumsGiveTheSameConcentrations) {
    auto const city = town();
    LinearTransport const model(GetParam(), city.solution.flow, *city.mesh, {0.01, 0, 0});
    auto const n = model.matrix().rows();
    Vector first = Vector::Zero(n), second = Vector::Zero(n), receptor = Vector::Zero(n);
    first[n / 40] = 2e-6;
    second[n / 23] = 3e-6;
    second[n / 31] = 1e-6;
    receptor[n / 60] = 1;
    Vector const of_first = model.solve(first);
    Vector const of_second = model.solve(second);
    Vector const of_both = model.solve(first + second);
    EXPECT_LT((of_both - of_first - of_second).norm(), 1e-10 * of_both.norm());
    EXPECT_NEAR(model.solve_adjoint(receptor).dot(first + second), of_both.dot(receptor), 1e-10 * of_both.maxCoeff());
}

TEST_P(EveryScheme, WhatIsEmittedIsBlownOutDepositedOrLost) {
    auto const city = town();
    dispersion::Removal const removal{0.02, 0.01, 1e-4};
    LinearTransport const model(GetParam(), city.solution.flow, *city.mesh, removal);
    LinearTransport const inert(GetParam(), city.solution.flow, *city.mesh);
    Vector source = Vector::Zero(model.matrix().rows());
    source[source.size() / 30] = 1;
    Vector const c = model.solve(source);
    Vector const ones = Vector::Ones(source.size());
    double const removed = ones.dot((model.matrix() - inert.matrix()) * c);
    double const blown_out = ones.dot(inert.matrix() * c);
    EXPECT_GT(removed, 0.1);
    EXPECT_GT(blown_out, 0.1);
    EXPECT_NEAR(removed + blown_out, 1, 1e-10);
}

INSTANTIATE_TEST_SUITE_P(Linear, EveryScheme, testing::Values(LinearScheme::upwind, LinearScheme::second_order),
                         [](auto const& scheme) {
                             return scheme.param == LinearScheme::upwind ? "Upwind" : "SecondOrder";
                         });

/// Steady field of some ground sources with the limited scheme.
std::vector<float> limited(SolvedCity const& city, std::vector<std::size_t> const& sources) {
    Twin twin(*city.mesh, city.solution.flow);
    for (std::size_t cell : sources) twin.emission.species(0)[cell] = 1e-3;
    for (int call = 0; call < 40; ++call) twin.advance(40);
    auto const values = twin.field.species[0].values();
    return {values.begin(), values.end()};
}

// The limiter is what makes the kernels' scheme nonlinear. How much: sources one by one against all at once.
TEST(Superposition, IsAlmostKeptByTheLimitedScheme) {
    auto const city = town();
    auto const& mesh = *city.mesh;
    std::vector<std::size_t> open;
    for (std::size_t cell = 0; cell < mesh.nx() * mesh.ny(); ++cell)
        if (mesh.is_open(cell)) open.push_back(cell);
    std::size_t const a = open[open.size() / 3], b = open[open.size() / 2];
    auto const of_a = limited(city, {a});
    auto const of_b = limited(city, {b});
    auto const of_both = limited(city, {a, b});
    double greatest = 0, most = 0, sum = 0, total = 0;
    for (std::size_t n = 0; n < mesh.n_cells(); ++n) {
        double const difference = std::abs(static_cast<double>(of_both[n] - of_a[n] - of_b[n]));
        greatest = std::max(greatest, difference);
        most = std::max(most, static_cast<double>(of_both[n]));
        sum += difference;
        total += static_cast<double>(of_both[n]);
    }
    std::printf(
        "superposition in the limited scheme: greatest error %.2g of the maximum, mean error %.2g of the mean\n",
        greatest / most, sum / total);
    RecordProperty("greatest_over_maximum", std::to_string(greatest / most));
    RecordProperty("mean_over_mean", std::to_string(sum / total));
    EXPECT_LT(greatest, 0.02 * most);
    EXPECT_LT(sum, 0.02 * total);
}

}  // namespace
}  // namespace hacthanh::test
