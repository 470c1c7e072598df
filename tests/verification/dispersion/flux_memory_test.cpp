// Fluxes that remember against Taylor's spread and the waves of the telegraph equation.

#include "sim/dispersion/detail/flux_memory.hpp"
#include "tests/support/flux_memory_cases.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>

namespace hacthanh::test {
namespace {

using std::numbers::pi;

/// Mean place and variance along each axis.
struct Moments {
    std::array<double, 3> mean{};
    std::array<double, 3> variance{};
};

Moments moments(mesh::CellField<float> const& field) {
    auto const& mesh = field.mesh();
    double mass = 0;
    std::array<double, 3> first{}, second{};
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                double const m = static_cast<double>(field.at({i, j, k})) * mesh.layer_cell_volume(k);
                std::array<double, 3> const at{mesh.x_centre(i), mesh.y_centre(j), mesh.z_centre(k)};
                mass += m;
                for (std::size_t a = 0; a < 3; ++a) {
                    first[a] += m * at[a];
                    second[a] += m * at[a] * at[a];
                }
            }
    Moments found;
    for (std::size_t a = 0; a < 3; ++a) {
        found.mean[a] = first[a] / mass;
        found.variance[a] = second[a] / mass - found.mean[a] * found.mean[a];
    }
    return found;
}

/// A smooth puff, so that no cell is asked for more than it holds.
void set_puff(mesh::CellField<float>& field, double sigma) {
    auto const& mesh = field.mesh();
    std::array<double, 3> const middle{mesh.extent().width() / 3, mesh.extent().height() / 2,
                                       mesh.z_faces().back() / 2};
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                double const r = std::hypot(mesh.x_centre(i) - middle[0], mesh.y_centre(j) - middle[1],
                                            mesh.z_centre(k) - middle[2]);
                field.at({i, j, k}) = static_cast<float>(std::exp(-0.5 * r * r / (sigma * sigma)));
            }
}

/// Taylor 1921 without K: 2 (t - T (1 - exp(-t / T))). A diffusivity alone, 2 t, is 2.7 times that at t = T.
double taylor(double t, double lifetime) { return 2 * (t - lifetime * (1 - std::exp(-t / lifetime))); }

/// N half a step before the eddies begin to follow c, by which N is 0 at the beginning.
mesh::FaceField<float> half_a_step_back(mesh::CellField<float> const& c, double kh, double kz, double lifetime,
                                        double step) {
    auto const& mesh = c.mesh();
    mesh::FaceField<float> n(mesh, "n", "");
    double const back = lifetime * (std::exp(step / (2 * lifetime)) - 1);
    auto const value = [&](mesh::CellIndex here, mesh::CellIndex before, double diffusivity, double distance) {
        return static_cast<float>(back * std::sqrt(diffusivity / lifetime) *
                                  (static_cast<double>(c.at(here)) - static_cast<double>(c.at(before))) / distance);
    };
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                mesh::CellIndex const here{i, j, k};
                if (i > 0) n.x()[n.x_face(i, j, k)] = value(here, {i - 1, j, k}, kh, mesh.cell_size());
                if (j > 0) n.y()[n.y_face(i, j, k)] = value(here, {i, j - 1, k}, kh, mesh.cell_size());
                if (k > 0) n.z()[n.z_face(i, j, k)] = value(here, {i, j, k - 1}, kz, mesh.layer_thickness(k));
            }
    return n;
}

TEST(FluxMemory, APuffSpreadsAsTaylorHasIt) {
    constexpr double lifetime = 10, kh = 2.5, kz = 1.6, step = 0.5;
    auto const mesh = box(60, 60, 60, 2, 120);
    Parallel const parallel(2);
    dispersion::detail::FluxMemory memory(mesh, 1, parallel);
    memory.set_flow(steady_flow(mesh, 0, 0, kz, kh), eddies_of(mesh, lifetime),
                    dispersion::structure_constant(test_schmidt_number));
    mesh::CellField<float> field(mesh, "puff", "");
    set_puff(field, 6);
    auto const start = moments(field);
    memory.set_carried({half_a_step_back(field, kh, kz, lifetime, step)});
    std::vector<float*> const fields{field.data()};
    for (int n = 1; n <= 60; ++n) {
        memory.advance(fields, step);
        if (n % 10 != 0) continue;
        auto const now = moments(field);
        double const spread = taylor(n * step, lifetime);
        EXPECT_NEAR((now.variance[0] - start.variance[0]) / (kh * spread), 1, 0.003) << n * step;
        EXPECT_NEAR((now.variance[1] - start.variance[1]) / (kh * spread), 1, 0.003) << n * step;
        EXPECT_NEAR((now.variance[2] - start.variance[2]) / (kz * spread), 1, 0.003) << n * step;
    }
}

// The fluxes come along. They act from the middle of a step: eddies seem half a step older than the puff.
TEST(FluxMemory, APuffSpreadsAlikeInTheWind) {
    constexpr double lifetime = 10, kh = 2.5, kz = 1.6, wind = 1.5;
    auto const mesh = box(90, 60, 60, 2, 120);
    auto const flow = steady_flow(mesh, wind, 0, kz, kh);
    Parallel const parallel(2);
    dispersion::RememberingTransport model(remembering_options(), flow, eddies_of(mesh, lifetime), mesh, {{}},
                                           parallel);
    state::ConcentrationField field(mesh, {"puff"});
    set_puff(field.species[0], 6);
    auto const start = moments(field.species[0]);
    state::EmissionField const nothing(mesh, 1, 1);
    for (double t : {10.0, 20.0, 30.0}) {
        model.advance(field, nothing, {0.0}, 10);
        double const older = t + 0.5 * 10 / std::ceil(10 / model.longest_step_s());
        auto const now = moments(field.species[0]);
        EXPECT_NEAR(now.mean[0] - start.mean[0], wind * t, 0.01 * wind * t) << t;
        EXPECT_NEAR((now.variance[0] - start.variance[0]) / (kh * taylor(older, lifetime)), 1, 0.02) << t;
        EXPECT_NEAR((now.variance[1] - start.variance[1]) / (kh * taylor(older, lifetime)), 1, 0.02) << t;
        EXPECT_NEAR((now.variance[2] - start.variance[2]) / (kz * taylor(older, lifetime)), 1, 0.02) << t;
    }
}

/// The standing wave 1 + A(t) cos(k x) of the telegraph equation in a closed box, with N = B(t) sin(k x):
/// A = exp(-t/2T) (cos st + sin(st) / (2 T s)), B = exp(-t/2T) sigma k sin(st) / s, s^2 = sigma^2 k^2 - 1 / (4 T^2).
class Wave {
public:
    Wave(double k, double diffusivity, double lifetime)
        : rate_(std::sqrt(diffusivity / lifetime) * k),
          lifetime_(lifetime),
          s_(std::sqrt(rate_ * rate_ - 0.25 / (lifetime * lifetime))) {}

    double a(double t) const {
        return std::exp(-0.5 * t / lifetime_) * (std::cos(s_ * t) + std::sin(s_ * t) / (2 * lifetime_ * s_));
    }
    double b(double t) const { return std::exp(-0.5 * t / lifetime_) * rate_ * std::sin(s_ * t) / s_; }

private:
    double rate_;
    double lifetime_;
    double s_;
};

/// Root of the mean square error after 12 s on n cells. @param axis  0, 1 or 2
double wave_error(std::size_t n, std::size_t axis) {
    constexpr double length = 80, lifetime = 20, diffusivity = 40, until = 12;
    double const cell = length / static_cast<double>(n);
    auto const mesh = axis == 0   ? box(n, 3, 3, cell, 3 * cell)
                      : axis == 1 ? box(3, n, 3, cell, 3 * cell)
                                  : box(3, 3, n, cell, length);
    auto const flow = steady_flow(mesh, 0, 0, diffusivity, diffusivity);
    Parallel const parallel(1);
    dispersion::detail::FluxMemory memory(mesh, 1, parallel);
    memory.set_flow(flow, eddies_of(mesh, lifetime), dispersion::structure_constant(test_schmidt_number));
    double const k = 2 * pi / length;
    Wave const wave(k, diffusivity, lifetime);
    auto const steps = 4 * n;
    double const step = until / static_cast<double>(steps);
    EXPECT_LE(step, memory.longest_step_s());

    mesh::CellField<float> field(mesh, "wave", "");
    auto const place = [&](mesh::CellIndex c) {
        return axis == 0 ? mesh.x_centre(c.i) : axis == 1 ? mesh.y_centre(c.j) : mesh.z_centre(c.k);
    };
    std::vector<mesh::FaceField<float>> fluxes{memory.carried().front()};
    for (std::size_t kk = 0; kk < mesh.nz(); ++kk)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                mesh::CellIndex const c{i, j, kk};
                field.at(c) = static_cast<float>(1 + 0.5 * wave.a(0) * std::cos(k * place(c)));
                double const behind = place(c) - cell / 2;  // the face towards the cell before
                if (behind < cell / 2) continue;
                auto const n_here = static_cast<float>(0.5 * wave.b(-step / 2) * std::sin(k * behind));
                auto& all = fluxes[0];
                (axis == 0   ? all.x()[all.x_face(i, j, kk)]
                 : axis == 1 ? all.y()[all.y_face(i, j, kk)]
                             : all.z()[all.z_face(i, j, kk)]) = n_here;
            }
    memory.set_carried(fluxes);
    std::vector<float*> const fields{field.data()};
    for (std::size_t m = 0; m < steps; ++m) memory.advance(fields, step);
    double square = 0;
    for (std::size_t kk = 0; kk < mesh.nz(); ++kk)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                mesh::CellIndex const c{i, j, kk};
                double const error =
                    static_cast<double>(field.at(c)) - (1 + 0.5 * wave.a(until) * std::cos(k * place(c)));
                square += error * error;
            }
    return std::sqrt(square / static_cast<double>(mesh.n_cells()));
}

TEST(FluxMemory, WavesConvergeInSecondOrderAcrossAndInFirstUpwards) {
    for (std::size_t axis : {0U, 1U}) {
        double const coarse = wave_error(16, axis), fine = wave_error(32, axis);
        EXPECT_GE(std::log2(coarse / fine), 1.9) << "axis " << axis << ": " << coarse << " then " << fine;
        EXPECT_LT(fine, 0.01);
    }
    double const coarse = wave_error(32, 2), fine = wave_error(64, 2);
    EXPECT_GE(std::log2(coarse / fine), 0.9) << "upwards: " << coarse << " then " << fine;
    EXPECT_LT(fine, 0.02);
}

// What has reached its gradient is the diffusivity: with short-lived eddies both transports agree.
TEST(FluxMemory, ShortLivedEddiesAreADiffusivity) {
    auto const mesh = box(40, 24, 12, 5, 60);
    auto const flow = steady_flow(mesh, 2, 0.5, 1.5, 2);
    Parallel const parallel(2);
    state::EmissionField source(mesh, 1, 1);
    auto const bell = [](std::size_t n, double middle, double width) {
        return std::exp(-0.5 * std::pow((static_cast<double>(n) - middle) / width, 2));
    };
    for (std::size_t j = 4; j < 20; ++j)  // wide, so that the wind's limited slopes are much the same
        for (std::size_t i = 4; i < 16; ++i)
            source.species(0)[mesh.cell({i, j, 0})] = bell(i, 9.5, 3) * bell(j, 11.5, 4);
    state::ConcentrationField with(mesh, {"a"}), without(mesh, {"a"});
    dispersion::RememberingTransport remembering(remembering_options(), flow, eddies_of(mesh, 1e-3), mesh, {{}},
                                                 parallel);
    dispersion::FiniteVolumeTransport plain({}, flow, mesh, {{}}, parallel);
    for (int n = 0; n < 20; ++n) {
        remembering.advance(with, source, {0.0}, 10);
        plain.advance(without, source, {0.0}, 10);
    }
    double difference = 0, sum = 0;
    for (std::size_t n = 0; n < mesh.n_cells(); ++n) {
        difference += std::abs(static_cast<double>(with.species[0][n] - without.species[0][n]));
        sum += static_cast<double>(without.species[0][n]);
    }
    EXPECT_LT(difference / sum, 0.03);
}

}  // namespace
}  // namespace hacthanh::test
