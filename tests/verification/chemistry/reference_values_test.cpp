/// Numbers that others worked out: `validation/analytic/nox_o3_transient.csv` of the data folder.

#include "sim/chemistry/nitrogen_oxides.hpp"
#include "tests/support/command.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace hacthanh::chemistry {
namespace {

TEST(TransientReference, IsTheClosedFormAndItsLimit) {
    auto const data = test::data_folder();
    auto const file = data.value_or("") / "validation" / "analytic" / "nox_o3_transient.csv";
    if (!data || !std::filesystem::exists(file))
        GTEST_SKIP() << "validation/analytic/nox_o3_transient.csv is absent (set HACTHANH_DATA_DIR)";
    constexpr double ppb = reference_air / 1e9;
    auto const rates = rates_of(298.15, 500);
    std::istringstream text(test::read_file(file));
    std::string line;
    std::getline(text, line);  // the header names the rates
    int compared = 0;
    for (; std::getline(text, line); ++compared) {
        std::istringstream cells(line);
        std::vector<double> v;
        for (std::string cell; std::getline(cells, cell, ',');) v.push_back(std::stod(cell));
        ASSERT_GE(v.size(), 6U) << line;
        NitrogenOxides const parcel{v[0] * ppb, v[1] * ppb, v[2] * ppb};
        EXPECT_NEAR(after(parcel, rates, v[3]).no2 / ppb, v[4], 1e-8 * v[4]) << line;
        EXPECT_NEAR(photostationary(parcel, rates).no2 / ppb, v[5], 1e-8 * v[5]) << line;
    }
    EXPECT_EQ(compared, 16);
}

}  // namespace
}  // namespace hacthanh::chemistry
