/// Numbers that others worked out: `validation/analytic/reference_values.csv` of the data folder.

#include "sim/dispersion/detail/adaptive_simpson.hpp"
#include "sim/dispersion/line_plume.hpp"
#include "tests/support/command.hpp"
#include "tests/support/power_law_line.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace hacthanh::test {
namespace {

struct Value {
    double x, y, z, c_over_q;
};

class ReferenceValues : public testing::Test {
protected:
    void SetUp() override {
        auto const data = data_folder();
        file_ = data.value_or("") / "validation" / "analytic" / "reference_values.csv";
        if (!data || !std::filesystem::exists(file_))
            GTEST_SKIP() << "validation/analytic/reference_values.csv is absent (set HACTHANH_DATA_DIR)";
    }

    /// The rows of one case; an empty cell is 0.
    std::vector<Value> of(std::string const& wanted) const {
        std::vector<Value> found;
        std::istringstream text(read_file(file_));
        for (std::string line; std::getline(text, line);) {
            if (!line.starts_with(wanted + ",")) continue;
            std::istringstream cells(line.substr(wanted.size() + 1));
            std::vector<double> numbers;
            for (std::string cell; std::getline(cells, cell, ',');)
                numbers.push_back(cell.empty() ? 0 : std::stod(cell));
            found.push_back({numbers.at(0), numbers.at(1), numbers.at(2), numbers.at(3)});
        }
        return found;
    }

    std::filesystem::path file_;
};

constexpr double printed = 2e-8;  ///< relative; nine digits are given

/// sigma^2 = 2 K x / U with U = 4, K_y = 2, K_z = 1, from 10 m.
double gauss(double x, double y, double z) {
    double const sigma_y = std::sqrt(2 * 2 * x / 4), sigma_z = std::sqrt(2 * 1 * x / 4);
    return dispersion::vertical_share(z, 10, sigma_z, 1e9) / 4 * std::exp(-0.5 * y * y / (sigma_y * sigma_y)) /
           (std::sqrt(2 * std::numbers::pi) * sigma_y);
}

TEST_F(ReferenceValues, OfThePowerLawPlumesAreTheClosedFormsOfTheseTests) {
    auto const ground = of("roberts_u3z0.2_K0.15z0.8");
    auto const elevated = of("huang_h2_u3z0.2_K0.15z0.8");
    ASSERT_EQ(ground.size(), 36U);
    ASSERT_EQ(elevated.size(), 36U);
    for (auto const& v : ground) EXPECT_NEAR(roberts(v.x, v.z), v.c_over_q, printed * v.c_over_q) << v.x << " " << v.z;
    for (auto const& v : elevated)
        EXPECT_NEAR(huang(v.x, v.z, 2), v.c_over_q, printed * v.c_over_q) << v.x << " " << v.z;
}

/// The finite volumes from ten cells on, within 2 %, between the middles of their layers.
TEST_F(ReferenceValues, OfTheGroundPlumeAreTheVolumes) {
    PowerLawLine const line(10, 90, 40, 0.5);
    auto const& mesh = line.mesh();
    std::size_t compared = 0;
    for (auto const& v : of("roberts_u3z0.2_K0.15z0.8")) {
        if (v.x < 100 || v.z < 0.5 || v.z > 5) continue;
        std::size_t above = 1;
        while (mesh.z_centre(above) < v.z) ++above;
        double const low = mesh.z_centre(above - 1), high = mesh.z_centre(above);
        auto const cells = static_cast<std::size_t>(v.x / mesh.cell_size() + 0.5);
        auto const log_of = [&](std::size_t layer) { return std::log(line.concentration(cells, layer)); };
        double const found =
            std::exp(log_of(above - 1) + (v.z - low) / (high - low) * (log_of(above) - log_of(above - 1)));
        EXPECT_NEAR(found, v.c_over_q, 0.02 * v.c_over_q) << v.x << " " << v.z;
        ++compared;
    }
    EXPECT_EQ(compared, 12U) << "100 to 800 m at 0.5, 1.5 and 5 m";
}

TEST_F(ReferenceValues, OfTheGaussianPlumeAreThePlumesWithTheirReflections) {
    auto const values = of("gauss_u4_Ky2_Kz1_h10");
    ASSERT_EQ(values.size(), 36U);
    for (auto const& v : values)
        EXPECT_NEAR(gauss(v.x, v.y, v.z), v.c_over_q, printed * v.c_over_q) << v.x << " " << v.y << " " << v.z;
}

TEST_F(ReferenceValues, OfAFiniteLineAreTheIntegralsOfItsPoints) {
    auto const values = of("finite_line_L200_u4_Ky2_Kz1_h10");
    ASSERT_EQ(values.size(), 12U);
    for (auto const& v : values) {
        auto const point = [&](double along) { return gauss(v.x, v.y - along, v.z); };
        double const sum = dispersion::detail::integrate<64>(point, -100, 100, 1e-11);
        EXPECT_NEAR(sum, v.c_over_q, printed * v.c_over_q) << v.x << " " << v.y << " " << v.z;
    }
}

}  // namespace
}  // namespace hacthanh::test
