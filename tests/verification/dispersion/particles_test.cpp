// Particles against what is known of them: mixed air stays mixed, Taylor's spread, Roberts' and Huang's plumes.

#include "sim/core/random.hpp"
#include "sim/dispersion/detail/move_particles.hpp"
#include "sim/dispersion/particle_transport.hpp"
#include "tests/support/power_law_line.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

namespace hacthanh::dispersion {
namespace {

using detail::CellRecord;
using detail::ParticleCloud;

mesh::CityMesh make_mesh(double width, double cell, double first, int levels, double top, double length = 0) {
    mesh::MeshOptions options;
    options.cell_size_m = cell;
    options.first_layer_m = first;
    options.levels = levels;
    options.top_m = top;
    return mesh::CityMesh({0, 0, length > 0 ? length : width, width}, options);
}

/// Air at rest in a closed box; sigma and Lagrangian time by height.
AlignedArray<CellRecord> closed_box(mesh::CityMesh const& mesh, std::function<double(double)> const& sigma,
                                    std::function<double(double)> const& time) {
    AlignedArray<CellRecord> cells(mesh.n_cells(), CellRecord{});
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                auto& cell = cells[mesh.cell({i, j, k})];
                bool const walls[6] = {i == 0, i + 1 == mesh.nx(), j == 0, j + 1 == mesh.ny(),
                                       k == 0, k + 1 == mesh.nz()};
                for (std::size_t f = 0; f < 6; ++f)
                    if (walls[f]) cell.faces |= (f == 4 ? detail::ground_face : detail::wall_face) << (2 * f);
                double const sizes[3] = {mesh.cell_size(), mesh.cell_size(), mesh.layer_thickness(k)};
                double const s = sigma(mesh.z_centre(k));
                for (std::size_t a = 0; a < 3; ++a) {
                    cell.spread[a] = static_cast<float>(s / sizes[a]);
                    cell.log_sigma[a] = static_cast<float>(std::log(s));
                    cell.inverse_time[a] = static_cast<float>(1 / time(mesh.z_centre(k)));
                }
            }
    return cells;
}

/// Particles evenly over the volume, with their share of the velocities.
ParticleCloud mixed_cloud(mesh::CityMesh const& mesh, std::uint32_t count, bool in_the_middle = false) {
    ParticleCloud cloud(1);
    double const top = mesh.z_faces().back();
    for (std::uint32_t n = 0; n < count; ++n) {
        auto const a = philox({n, 0, 0, 0}, {5, 6});
        auto const b = philox({n, 1, 0, 0}, {5, 6});
        double const z = top * (n + 0.5) / count;
        std::size_t const k = in_the_middle ? mesh.nz() / 2 : mesh.layer_at(z);
        std::size_t const i = in_the_middle ? mesh.nx() / 2 : n % mesh.nx();
        std::size_t const j = in_the_middle ? mesh.ny() / 2 : n / mesh.nx() % mesh.ny();
        auto const height = static_cast<float>((z - mesh.z_faces()[k]) / mesh.layer_thickness(k));
        float const place[3] = {in_the_middle ? 0.5F : uniform(a[0]), in_the_middle ? 0.5F : uniform(a[1]),
                                in_the_middle ? 0.5F : height};
        double const r = std::sqrt(-2 * std::log(static_cast<double>(uniform(b[0]))));
        double const q = std::sqrt(-2 * std::log(static_cast<double>(uniform(b[2]))));
        double const turn = 2 * std::numbers::pi;
        float const speed[3] = {static_cast<float>(r * std::cos(turn * static_cast<double>(uniform(b[1])))),
                                static_cast<float>(r * std::sin(turn * static_cast<double>(uniform(b[1])))),
                                static_cast<float>(q * std::cos(turn * static_cast<double>(uniform(b[3]))))};
        float const mass[1] = {1.0F};
        cloud.add(static_cast<std::uint32_t>(mesh.cell({i, j, k})), place, speed, 0, mass);
    }
    return cloud;
}

TEST(Particles, MixedAirStaysMixed) {
    auto const mesh = make_mesh(40, 10, 0.5, 24, 12);
    auto const sigma = [](double z) { return 0.35 + 0.3 * std::sin(2 * std::numbers::pi * z / 12); };
    auto const time = [](double z) { return 1 + 0.3 * z; };
    auto const cells = closed_box(mesh, sigma, time);
    constexpr std::uint32_t count = 120000;
    auto cloud = mixed_cloud(mesh, count);
    double const bin = 12.0 / 24;
    for (int look = 1; look <= 4; ++look) {
        detail::move_particles(cloud, cells, mesh, 0.05, 1, 15, Parallel(2));
        std::vector<double> bins(24);
        double tilt = 0;
        auto const arrays = cloud.arrays();
        for (std::size_t n = 0; n < cloud.size(); ++n) {
            ASSERT_TRUE(std::isfinite(arrays.speed[2][n]) && std::abs(arrays.speed[2][n]) < 8) << "rogue";
            std::size_t const k = arrays.cell[n] / (mesh.nx() * mesh.ny());
            bins[k] += 1;
            tilt += (mesh.z_faces()[k] + static_cast<double>(arrays.place[2][n]) * mesh.layer_thickness(k)) / 12 - 0.5;
        }
        double const expected = count * bin / 12;
        for (double const found : bins) EXPECT_NEAR(found / expected, 1, 3 / std::sqrt(expected) + 0.01) << look;
        EXPECT_NEAR(tilt / count, 0, 4 * std::sqrt(1 / 12.0 / count));
    }
}

/// Closed rolls across y, made of a stream function on the edges, through sigma that jumps by up to a factor of 20.
AlignedArray<CellRecord> rolls_through_jumps(mesh::CityMesh const& mesh) {
    auto cells = closed_box(
        mesh, [](double) { return 1.0; }, [](double) { return 1.0; });
    double const pi = std::numbers::pi;
    auto const stream = [&](std::size_t i, std::size_t k) {
        return 3 * std::sin(2 * pi * static_cast<double>(i) / static_cast<double>(mesh.nx())) *
               std::sin(pi * static_cast<double>(k) / static_cast<double>(mesh.nz()));
    };
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) {
                auto& cell = cells[mesh.cell({i, j, k})];
                // speeds over sizes of 1 m
                cell.wind[0] = static_cast<float>(stream(i, k + 1) - stream(i, k));
                cell.wind[1] = static_cast<float>(stream(i + 1, k + 1) - stream(i + 1, k));
                cell.wind[4] = static_cast<float>(stream(i, k) - stream(i + 1, k));
                cell.wind[5] = static_cast<float>(stream(i, k + 1) - stream(i + 1, k + 1));
                auto const draw = philox({static_cast<std::uint32_t>(mesh.cell({i, j, k})), 7, 0, 0}, {5, 6});
                float const sigma = 0.1F * std::pow(20.0F, uniform(draw[0]));
                for (std::size_t a = 0; a < 3; ++a) {
                    cell.spread[a] = sigma;
                    cell.log_sigma[a] = std::log(sigma);
                }
            }
    return cells;
}

TEST(Particles, MixedAirStaysMixedInWindThroughJumpsOfSigma) {
    auto const mesh = make_mesh(8, 1, 1, 8, 8);
    auto const cells = rolls_through_jumps(mesh);
    constexpr std::uint32_t count = 200000;
    auto cloud = mixed_cloud(mesh, count);
    detail::move_particles(cloud, cells, mesh, 0.1, 1, 10, Parallel(2));
    auto const arrays = cloud.arrays();
    std::vector<double> found(mesh.n_cells());
    double squares = 0;
    for (std::size_t n = 0; n < cloud.size(); ++n) {
        found[arrays.cell[n]] += 1;
        for (float const* const speed : arrays.speed) {
            ASSERT_TRUE(std::isfinite(speed[n]) && std::abs(speed[n]) < 8) << "rogue";
            squares += std::pow(static_cast<double>(speed[n]), 2) / 3;
        }
    }
    EXPECT_NEAR(squares / count, 1, 0.03);
    double const expected = static_cast<double>(count) / static_cast<double>(mesh.n_cells());
    double variance = 0;
    for (double const cell : found) variance += std::pow(cell / expected - 1, 2) / static_cast<double>(mesh.n_cells());
    EXPECT_LT(std::sqrt(std::max(0.0, variance - 1 / expected)), 0.05);  // beyond the noise of counting
}

/// Winds that leave a cell no way out of a corner, and sigma that varies by e per cell: no number of steps without end.
TEST(Particles, NoneIsStuck) {
    auto const mesh = make_mesh(6, 1, 1, 6, 6);
    for (std::uint32_t trial = 0; trial < 20; ++trial) {
        auto cells = closed_box(
            mesh, [](double) { return 1.0; }, [](double) { return 1.5; });
        std::size_t const next[3] = {1, mesh.nx(), mesh.nx() * mesh.ny()};
        for (std::size_t c = 0; c < mesh.n_cells(); ++c) {
            auto const draw = philox({static_cast<std::uint32_t>(c), trial, 1, 0}, {5, 6});
            float const sigma = 0.3F * std::exp(1.7F * (2 * uniform(draw[3]) - 1));
            for (std::size_t a = 0; a < 3; ++a) {
                cells[c].spread[a] = sigma;
                cells[c].log_sigma[a] = std::log(sigma);
                if (((cells[c].faces >> (4 * a + 2)) & 3U) != detail::open_face) continue;
                float const speed = 5 * (2 * uniform(draw[a]) - 1);
                cells[c].wind[2 * a + 1] = speed;
                cells[c + next[a]].wind[2 * a] = speed;
            }
        }
        auto cloud = mixed_cloud(mesh, 1000);
        detail::move_particles(cloud, cells, mesh, 0.1, trial, 10, Parallel(1));  // throws if one is
        auto const arrays = cloud.arrays();
        for (std::size_t n = 0; n < cloud.size(); ++n)
            for (float const* const speed : arrays.speed) EXPECT_LT(std::abs(speed[n]), 9);
    }
}

TEST(Particles, SpreadAsTaylorSays) {
    auto const mesh = make_mesh(20000, 4000, 4000, 5, 20000);
    double const sigma = 0.8;
    double const time = 12;
    auto const cells = closed_box(
        mesh, [=](double) { return sigma; }, [=](double) { return time; });
    auto cloud = mixed_cloud(mesh, 60000, true);
    for (int step = 1; step <= 6; ++step) {
        detail::move_particles(cloud, cells, mesh, 0.1, 1, 10, Parallel(2));
        double const t = 10.0 * step;
        double const expected = 2 * sigma * sigma * time * time * (t / time - 1 + std::exp(-t / time));
        auto const arrays = cloud.arrays();
        for (std::size_t a = 0; a < 3; ++a) {
            double squares = 0;
            for (std::size_t n = 0; n < cloud.size(); ++n)
                squares += std::pow((static_cast<double>(arrays.place[a][n]) - 0.5) * 4000, 2);
            EXPECT_NEAR(squares / static_cast<double>(cloud.size()) / expected, 1, 0.02) << t << " " << a;
        }
    }
}

TEST(Particles, DepositAsAMixedColumnDoes) {
    auto const mesh = make_mesh(20, 10, 1, 4, 4);
    auto const cells = closed_box(
        mesh, [](double) { return 0.5; }, [](double) { return 2.0; });
    auto cloud = mixed_cloud(mesh, 40000);
    double const velocity = 0.01;
    detail::move_particles(cloud, cells, mesh, 0.1, 1, 120, Parallel(2));
    double left = 0;
    for (std::size_t n = 0; n < cloud.size(); ++n)
        left += std::exp(-2 * velocity * std::sqrt(std::numbers::pi / 2) * static_cast<double>(cloud.contact()[n]));
    EXPECT_NEAR(left / static_cast<double>(cloud.size()), std::exp(-velocity * 120 / 4), 0.01);
}

constexpr double one_lifetime = 0.5;  ///< of the eddies in the power-law wind [s]

/// Mean over heights of |error| over the mean, from 100 to 140 m behind a line across the wind.
double plume_error(double source_height, std::function<double(double, double)> const& exact) {
    using namespace test::power_law;
    auto const mesh = make_mesh(400, 4, 0.08, 36, 40, 160);
    state::WindField wind(mesh, "wind", "m s-1");
    auto const field = [&] { return mesh::CellField<float>(mesh, "x", "m s-1"); };
    state::ParticleTurbulence turbulence{field(), field(), field(), field()};
    double const c0 = 4;
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        double const low = mesh.z_faces()[k];
        double const high = mesh.z_faces()[k + 1];
        double const speed = u1 * (std::pow(high, m + 1) - std::pow(low, m + 1)) / (m + 1) / (high - low);
        double const mean_k = k1 * (std::pow(high, n + 1) - std::pow(low, n + 1)) / (n + 1) / (high - low);
        double const sigma = std::sqrt(mean_k / one_lifetime);
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i <= mesh.nx(); ++i) {
                wind.x()[wind.x_face(i, j, k)] = speed;
                if (i == mesh.nx()) continue;
                std::size_t const cell = mesh.cell({i, j, k});
                for (auto* const component : {&turbulence.sigma_along, &turbulence.sigma_across, &turbulence.sigma_up})
                    (*component)[cell] = static_cast<float>(sigma);
                turbulence.dissipation[cell] = static_cast<float>(2 * sigma * sigma / c0 / one_lifetime);
            }
    }
    ParticleOptions options;
    options.structure_constant = c0;
    options.particles_per_s = 1000;
    options.sample_s = 0.5;
    options.time_step = 0.1;
    Parallel const parallel(2);
    ParticleTransport model(options, wind, turbulence, 270, mesh, {{}}, parallel);
    std::size_t const k_source = mesh.layer_at(source_height);
    state::EmissionField emission(mesh, 1, k_source + 1);
    std::size_t const j_source = mesh.ny() / 2;
    state::ConcentrationField field_of_c(mesh, {"tracer"});
    state::ConcentrationField sum(mesh, {"tracer"});
    emission.duration_s = 10;
    emission.species(0)[mesh.cell({0, j_source, k_source})] = 10.0;  // 1 kg/s
    for (int call = 0; call < 16; ++call) {
        model.advance(field_of_c, emission, {0.0}, 10);
        if (call < 8) continue;
        for (std::size_t c = 0; c < mesh.n_cells(); ++c) sum.species[0][c] += field_of_c.species[0][c] / 8;
    }
    double error = 0;
    double total = 0;
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        double found = 0;
        double expected = 0;
        int columns = 0;
        for (std::size_t i = 25; i < 35; ++i, ++columns) {
            for (std::size_t j = 0; j < mesh.ny(); ++j)
                found += static_cast<double>(sum.species[0][mesh.cell({i, j, k})]) * mesh.cell_size();
            expected += exact(mesh.x_centre(i) - 2, mesh.z_centre(k));
        }
        error += std::abs(found - expected) * mesh.layer_thickness(k);
        total += expected * mesh.layer_thickness(k);
    }
    return error / total;
}

TEST(Particles, MakeTheGroundPlumeOfRoberts) { EXPECT_LT(plume_error(0.02, test::roberts), 0.03); }

TEST(Particles, MakeTheElevatedPlumeOfHuang) {
    auto const mesh = make_mesh(400, 4, 0.08, 36, 40, 160);
    double const h = mesh.z_centre(mesh.layer_at(2.0));
    EXPECT_LT(plume_error(2.0, [&](double x, double z) { return test::huang(x, z, h); }), 0.03);
}

/// A small street: emission in some cells, wind along x, in open air.
struct Street {
    mesh::CityMesh mesh = make_mesh(60, 6, 1, 8, 20, 120);
    state::WindField wind{mesh, "wind", "m s-1"};
    state::ParticleTurbulence turbulence{
        mesh::CellField<float>(mesh, "a", "m s-1", 0.8F), mesh::CellField<float>(mesh, "b", "m s-1", 0.6F),
        mesh::CellField<float>(mesh, "c", "m s-1", 0.4F), mesh::CellField<float>(mesh, "d", "m2 s-3", 0.02F)};

    Street() {
        for (auto& speed : wind.x()) speed = 2;
    }

    state::EmissionField emission() const {
        state::EmissionField field(mesh, 2, 1);
        field.duration_s = 10;
        for (std::size_t i = 2; i < 9; ++i) {
            field.species(0)[mesh.cell({i, 4, 0})] = 1e-3 * static_cast<double>(i);
            field.species(1)[mesh.cell({i, 5, 0})] = 2e-6;
        }
        return field;
    }
};

TEST(Particles, BudgetCloses) {
    Street const street;
    Parallel const parallel(2);
    ParticleTransport model({200, 0.1, 1, 4.6, 1}, street.wind, street.turbulence, 270, street.mesh, {{}, {0.02, 0, 0}},
                            parallel);
    state::ConcentrationField field(street.mesh, {"a", "b"});
    double balance[2] = {0, 0};
    double supplied[2] = {0, 0};
    double deposited = 0;
    for (int call = 0; call < 8; ++call) {
        auto const report = model.advance(field, street.emission(), {0.0, 0.0}, 10);
        for (std::size_t s = 0; s < 2; ++s) {
            supplied[s] += report.species[s].emitted;
            balance[s] += report.species[s].emitted - report.species[s].outflow - report.species[s].deposited;
            EXPECT_NEAR(balance[s], report.species[s].in_domain, 1e-6 * supplied[s]) << call;
        }
        EXPECT_EQ(report.species[0].deposited, 0);
        deposited += report.species[1].deposited;
    }
    EXPECT_NEAR(supplied[1], 8 * 7 * 2e-6, 1e-11);
    EXPECT_GT(deposited, 0.01 * supplied[1]);
    EXPECT_LT(balance[0], 0.8 * supplied[0]);  // most have left
}

/// Two species of the same particles, one of which decays: what is left over what would be is e^(-rate age), and what
/// is lost is booked.
TEST(Particles, DecayIsExponentialAndBooked) {
    Street const street;
    Parallel const parallel(2);
    constexpr double rate = 0.02;
    ParticleTransport model({200, 0.1, 1, 4.6, 1}, street.wind, street.turbulence, 270, street.mesh, {{}, {0, 0, rate}},
                            parallel);
    state::ConcentrationField field(street.mesh, {"inert", "decaying"});
    auto emission = street.emission();
    std::ranges::copy(emission.species(0), emission.species(1).begin());
    auto const first = model.advance(field, emission, {0.0, 0.0}, 10).species;
    state::EmissionField const nothing(street.mesh, 2, 1);
    auto const second = model.advance(field, nothing, {0.0, 0.0}, 20).species;
    double const supplied = first[1].emitted;
    double const gone = first[1].outflow + second[1].outflow + first[1].lost + second[1].lost;
    EXPECT_NEAR(supplied - gone, second[1].in_domain, 1e-6 * supplied);
    EXPECT_EQ(first[0].lost + second[0].lost, 0);
    EXPECT_GT(second[1].lost, 0);
    ASSERT_GT(second[0].in_domain, 0);
    double const share = second[1].in_domain / second[0].in_domain;  // ages between 20 and 30 s
    EXPECT_GT(share, std::exp(-rate * 30.5));
    EXPECT_LT(share, std::exp(-rate * 20));
}

TEST(Particles, SameBitsForAnyNumberOfThreads) {
    Street const street;
    std::vector<std::vector<float>> found;
    for (int const threads : {1, 2, 3}) {
        Parallel const parallel(threads);
        ParticleTransport model({500, 0.1, 1, 4.6, 1}, street.wind, street.turbulence, 250, street.mesh,
                                {{}, {0.01, 0, 0}}, parallel);
        state::ConcentrationField field(street.mesh, {"a", "b"});
        for (int call = 0; call < 3; ++call) model.advance(field, street.emission(), {1e-9, 0.0}, 10);
        found.emplace_back(field.species[1].data(), field.species[1].data() + street.mesh.n_cells());
        found.back().insert(found.back().end(), field.species[0].data(),
                            field.species[0].data() + street.mesh.n_cells());
    }
    EXPECT_EQ(found[0], found[1]);
    EXPECT_EQ(found[0], found[2]);
}

TEST(Particles, BackgroundIsAddedEverywhere) {
    Street const street;
    Parallel const parallel(1);
    ParticleTransport model({100, 0.1, 1, 4.6, 1}, street.wind, street.turbulence, 270, street.mesh, {{}, {}},
                            parallel);
    state::ConcentrationField field(street.mesh, {"a", "b"});
    state::EmissionField const nothing(street.mesh, 2, 1);
    model.advance(field, nothing, {3e-9, 0.0}, 10);
    for (std::size_t c = 0; c < street.mesh.n_cells(); ++c) EXPECT_EQ(field.species[0][c], 3e-9F);
}

TEST(Particles, EmissionIntoNothingIsRefused) {
    Street const street;
    Parallel const parallel(1);
    ParticleTransport model({100, 0.1, 1, 4.6, 1}, street.wind, street.turbulence, 270, street.mesh, {{}, {}},
                            parallel);
    state::ConcentrationField field(street.mesh, {"a", "b"});
    auto broken = street.emission();
    broken.species(0)[0] = -1;
    EXPECT_ANY_THROW(model.advance(field, broken, {0.0, 0.0}, 10));
}

}  // namespace
}  // namespace hacthanh::dispersion
