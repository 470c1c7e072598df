// Transfer functions of real cities' streets: the product against one full linear solution, and adjoint against
// forward.

#include "sim/answers/adjoint_rows.hpp"
#include "sim/answers/transfer_rows.hpp"
#include "sim/emission/open_cells.hpp"

#include "io/city_folder.hpp"
#include "io/import/city_import.hpp"
#include "tests/support/command.hpp"
#include "tests/support/wind_around.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace hacthanh::test {
namespace {

using answers::CellShares;
using dispersion::LinearScheme;
using dispersion::LinearTransport;

constexpr double left_out_share = 0.01;
constexpr double half_side_m = 400;  // of the part of a city that is taken
constexpr std::size_t n_receptors = 30;

/// Each road of a part of a city as a source: the cells of the lowest layer along its axis.
std::vector<CellShares> road_sources(city::City const& city, mesh::CityMesh const& mesh, city::Rectangle const& part) {
    constexpr double step_m = 2;
    std::vector<CellShares> sources;
    for (auto const& road : city.roads) {
        std::map<std::size_t, double> steps;
        double all = 0;
        for (std::size_t n = 0; n + 1 < road.axis.size(); ++n) {
            auto const &a = road.axis[n], &b = road.axis[n + 1];
            double const length = std::hypot(b.x - a.x, b.y - a.y);
            for (double at = 0; at < length; at += step_m) {
                double const x = a.x + (b.x - a.x) * at / length - part.x_min;
                double const y = a.y + (b.y - a.y) * at / length - part.y_min;
                if (x < 0 || y < 0 || x >= 2 * half_side_m || y >= 2 * half_side_m) continue;
                auto const cell = mesh.cell({static_cast<std::size_t>(x / mesh.cell_size()),
                                             static_cast<std::size_t>(y / mesh.cell_size()), 0});
                if (mesh.free_volume_fraction(cell) < emission::OpenCells::least_free_fraction) continue;
                steps[cell] += 1;
                all += 1;
            }
        }
        if (steps.empty()) continue;
        auto& source = sources.emplace_back();
        for (auto const& [cell, count] : steps) source.push_back({cell, count / all});
    }
    return sources;
}

/// Cells of the lowest layer with air.
std::vector<CellShares> places_of(mesh::CityMesh const& mesh, std::size_t n, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<CellShares> places;
    while (places.size() < n) {
        std::size_t const cell = random() % (mesh.nx() * mesh.ny());
        if (mesh.free_volume_fraction(cell) >= emission::OpenCells::least_free_fraction)
            places.push_back({{cell, 1.0}});
    }
    return places;
}

city::Rectangle around(city::Point middle) {
    return {middle.x - half_side_m, middle.y - half_side_m, middle.x + half_side_m, middle.y + half_side_m};
}

SolvedCity wind_in(city::City const& city, city::Rectangle const& part, double wind_from_deg) {
    mesh::MeshOptions options;
    options.cell_size_m = 10;
    options.levels = 14;
    options.first_layer_m = 3;
    options.top_m = 150;
    return solve_city({part, options}, city.buildings, wind_from_deg, 20, 2);
}

/// The part of a city around a point, with wind around its buildings, roads that emit and places that breathe.
struct Part {
    SolvedCity air;
    std::vector<CellShares> sources, receptors;

    Part(city::City const& city, city::Point middle, double wind_from_deg)
        : air(wind_in(city, around(middle), wind_from_deg)),
          sources(road_sources(city, *air.mesh, around(middle))),
          receptors(places_of(*air.mesh, n_receptors, 1)) {}
};

void expect_adjoint_is_forward(Part const& part) {
    LinearTransport const model(LinearScheme::second_order, part.air.solution.flow, *part.air.mesh);
    std::vector<CellShares> few;
    for (std::size_t s = 0; s < part.sources.size(); s += std::max<std::size_t>(1, part.sources.size() / 6))
        few.push_back(part.sources[s]);
    std::vector<CellShares> const seen(part.receptors.begin(), part.receptors.begin() + 6);
    auto const adjoint = adjoint_rows(model, few, seen, 1e-13, Parallel(2));
    auto const forward = forward_rows(model, few, seen, 1e-13, Parallel(2));
    double most = 0;
    for (auto const& row : forward)
        for (double const value : row) most = std::max(most, std::abs(value));
    ASSERT_GT(most, 0);
    for (std::size_t r = 0; r < seen.size(); ++r)
        for (std::size_t s = 0; s < few.size(); ++s)
            EXPECT_NEAR(adjoint[r][s], forward[r][s], 1e-10 * most) << "receptor " << r << ", road " << s;
}

void expect_product_is_full_solution(Part const& part) {
    LinearTransport const model(LinearScheme::second_order, part.air.solution.flow, *part.air.mesh);
    std::mt19937 random(2);
    std::vector<double> reference, changed;
    for (std::size_t s = 0; s < part.sources.size(); ++s) {
        reference.push_back(1e-6 * static_cast<double>(1 + random() % 100));
        changed.push_back(reference.back() * (0.1 + 0.01 * static_cast<double>(random() % 140)));
    }
    answers::TransferRows transfer(reference, left_out_share);
    for (auto const& row : adjoint_rows(model, part.sources, part.receptors, 1e-9, Parallel(2))) transfer.add_row(row);

    LinearTransport::Vector emitted = LinearTransport::Vector::Zero(static_cast<Eigen::Index>(model.cells().size()));
    auto const row_of = [&](std::size_t cell) {
        return static_cast<Eigen::Index>(std::ranges::lower_bound(model.cells(), cell) - model.cells().begin());
    };
    for (std::size_t s = 0; s < part.sources.size(); ++s)
        for (auto const& [cell, share] : part.sources[s]) emitted[row_of(cell)] += share * changed[s];
    auto const full = model.solve(emitted);

    std::vector<float> const single(changed.begin(), changed.end());
    auto const product = transfer.product(single, 1, Parallel(2));
    auto const bounds = transfer.error_bounds(changed);
    double greatest = 0, sum = 0, error = 0;
    for (auto const& place : part.receptors) greatest = std::max(greatest, full[row_of(place[0].cell)]);
    for (std::size_t r = 0; r < part.receptors.size(); ++r) {
        double const whole = full[row_of(part.receptors[r][0].cell)];
        EXPECT_NEAR(product[r], whole, bounds[r] + 1e-7 * greatest) << "receptor " << r;
        EXPECT_LE(transfer.left_out(r), left_out_share);
        sum += std::abs(whole);
        error += std::abs(static_cast<double>(product[r]) - whole);
    }
    EXPECT_GT(sum, 0);
    EXPECT_LE(error, 1.5 * left_out_share * sum);  // no road gives off more than 1.5 of its reference
    EXPECT_LT(transfer.n_pairs(), part.sources.size() * part.receptors.size() / 2) << "a table of a city is sparse";
    testing::Test::RecordProperty("cells", static_cast<int>(model.cells().size()));
    testing::Test::RecordProperty("roads", static_cast<int>(part.sources.size()));
    testing::Test::RecordProperty("mean_error_over_mean", std::to_string(error / sum));
}

Part thanh_hoa() {
    static auto const city =
        io::read_city_folder(std::filesystem::path(HACTHANH_SOURCE_DIR) / "scenarios/thanh-hoa/city").city;
    return {city, {3000, 3000}, 30};  // Lam Sơn square, the winter's wind
}

TEST(CityTransferTest, AdjointIsForwardInThanhHoa) { expect_adjoint_is_forward(thanh_hoa()); }

TEST(CityTransferTest, TheProductIsTheFullLinearSolutionInThanhHoa) { expect_product_is_full_solution(thanh_hoa()); }

TEST(CityTransferTest, TheProductIsTheFullLinearSolutionInHanoi) {
    auto const data = data_folder();
    if (!data || !std::filesystem::exists(*data / "cases/hanoi_catlinh"))
        GTEST_SKIP() << "no Hanoi data (set HACTHANH_DATA_DIR)";
    ScratchFolder const folder;
    io::SumoImport source;
    source.network = *data / "cases/hanoi_catlinh/hanoi_catlinh.net.xml";
    source.polygons = *data / "cases/hanoi_catlinh/hanoi_catlinh.poly.xml";
    io::ImportSettings settings;
    settings.output = folder / "hanoi";
    auto const city = io::import_sumo(source, settings).content.city;
    auto const& box = city.road_extent;
    Part const part(city, {0.5 * (box.x_min + box.x_max), 0.5 * (box.y_min + box.y_max)}, 45);
    expect_adjoint_is_forward(part);
    expect_product_is_full_solution(part);
}

}  // namespace
}  // namespace hacthanh::test
