/// Chemistry of the line source: what it does where the answer is known.

#include "sim/run/road_lines.hpp"

#include "sim/core/constants.hpp"
#include "tests/support/transport_cases.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::run {
namespace {

enum Species : std::size_t { no, no2, o3 };

class ReactingLines : public testing::Test {
protected:
    ReactingLines() {
        city::Road road;
        road.axis = {{300, 100}, {320, 500}};
        road.width_m = 7;
        city_.roads = {road};
        weather_.wind_from_deg = 260;
        weather_.friction_velocity = 0.3;
        weather_.roughness_length = 0.3;
        weather_.mixing_height = 800;
        weather_.speed.assign(mesh_.nz(), 2.5);
    }

    /// The steady air with a road that emits NO and a tenth as much NO2.
    state::ConcentrationField settle(double ozone, chemistry::Rates const& rates, bool reacting, double loss = 0) {
        RoadLines lines(city_, mesh_, 1e-7, {{0, 0, loss}, {0, 0, 0}, {0, 0, 0}});
        state::RoadSeries roads(1, 3);
        roads.emitted[no] = {2e-3};
        roads.emitted[no2] = {2e-4};
        lines.collect(roads, 10);
        state::ConcentrationField field(mesh_, {"NO", "NO2", "O3"});
        std::optional<ReactingAir> air;
        if (reacting) air = ReactingAir{no, no2, o3, rates};
        EXPECT_EQ(lines.settle(weather_, {1e-9, 5e-9, ozone}, air, field, Parallel(2)), 10);
        return field;
    }

    double moles(state::ConcentrationField const& field, Species s, std::size_t cell) const {
        constexpr double mass[3] = {constants::molar_mass_no, constants::molar_mass_no2, constants::molar_mass_o3};
        return static_cast<double>(field.species[s][cell]) / mass[s];
    }

    std::vector<state::OtherSource> const none_;
    city::City city_;
    mesh::CityMesh mesh_ = test::box(40, 30, 10, 20, 100, 3);
    state::InflowProfile weather_;
    chemistry::Rates night_ = chemistry::rates_of(285, 0);
    chemistry::Rates day_ = chemistry::rates_of(300, 600);
};

/// With ozone in plenty and no sun NO decays with k O3 along every way: a plume with that loss says how much is left.
TEST_F(ReactingLines, PlentyOfOzoneIsDecay) {
    double const ozone = 1e-2;  // a hundred times what a city has: the road cannot use it up
    chemistry::Rates const slow{night_.oxidation / 100, 0};
    double const lambda = slow.oxidation * ozone / constants::molar_mass_o3;
    auto const reacted = settle(ozone, slow, true);
    auto const decayed = settle(ozone, slow, false, lambda);
    auto const inert = settle(ozone, slow, false);
    double least = 1;
    for (std::size_t cell = 0; cell < mesh_.nx() * mesh_.ny(); ++cell) {
        double const of_road = moles(inert, no, cell) - 1e-9 / constants::molar_mass_no;
        if (of_road < 1e-12) continue;
        double const left = (moles(decayed, no, cell) - 1e-9 / constants::molar_mass_no) / of_road;
        least = std::min(least, left);
        // the background's NO reacts for the same time
        EXPECT_NEAR(moles(reacted, no, cell) / moles(inert, no, cell), left, 2e-3) << cell;
    }
    EXPECT_LT(least, 0.8) << "nothing had time to react";
}

TEST_F(ReactingLines, KeepsNoxAndOxAndNothingTurnsNegative) {
    for (auto const& rates : {night_, day_})
        for (double const ozone : {1e-9, 6e-8}) {
            auto const before = settle(ozone, rates, false);
            auto const after = settle(ozone, rates, true);
            double made = 0;
            for (std::size_t cell = 0; cell < mesh_.nx() * mesh_.ny(); ++cell) {
                double const nox = moles(before, no, cell) + moles(before, no2, cell);
                double const ox = moles(before, no2, cell) + moles(before, o3, cell);
                EXPECT_NEAR(moles(after, no, cell) + moles(after, no2, cell), nox, 1e-6 * nox);
                EXPECT_NEAR(moles(after, no2, cell) + moles(after, o3, cell), ox, 1e-6 * ox);
                for (auto const& species : after.species) EXPECT_GE(species[cell], 0);
                made += moles(after, no2, cell) - moles(before, no2, cell);
            }
            if (ozone > 1e-8) {
                EXPECT_GT(made, 0);
            }
        }
}

TEST_F(ReactingLines, WithoutOzoneAndSunNothingReacts) {
    auto const inert = settle(0, night_, false);
    auto const dark = settle(0, night_, true);
    for (std::size_t s = 0; s < 3; ++s)
        for (std::size_t cell = 0; cell < mesh_.n_cells(); ++cell)
            EXPECT_EQ(dark.species[s][cell], inert.species[s][cell]);
}

/// A wall in the wind lowers the air behind it; one that no road's wind meets changes no bit.
TEST_F(ReactingLines, AWallLowersTheAirBehindIt) {
    auto const open = settle(0, night_, false);
    city_.barriers = {{"far", {{700, 100}, {700, 500}}, 5, city::Mark::sourced}};
    auto const untouched = settle(0, night_, false);
    city_.barriers = {{"wall", {{325, 80}, {345, 520}}, 5, city::Mark::sourced}};
    auto const walled = settle(0, night_, false);
    std::size_t behind = 0;
    for (std::size_t cell = 0; cell < mesh_.nx() * mesh_.ny(); ++cell) {
        EXPECT_EQ(untouched.species[no][cell], open.species[no][cell]);
        double const x = mesh_.x_centre(cell % mesh_.nx());
        double const y = mesh_.y_centre(cell / mesh_.nx());
        if (x < 350 || x > 390 || y < 250 || y > 400) continue;
        ++behind;
        EXPECT_LT(walled.species[no][cell], 0.9F * open.species[no][cell]) << x << " " << y;
    }
    EXPECT_GT(behind, 10U);
}

/// A street's own part of its cells is all that is in them when it is alone, and less when another is there.
TEST_F(ReactingLines, TheOwnPartOfAStreetIsWhatItMakesOfItsCells) {
    auto const own_and_cells = [&](bool with_other) {
        city::Road other = city_.roads[0];
        for (auto& place : other.axis) place.x -= 90;
        city::City city;
        city.roads = {city_.roads[0], other};
        StreetModel street;
        street.roads = {0};
        for (auto const& [column, share] : column_shares(city.roads[0].axis, mesh_))
            street.cells.emplace_back(column, share);
        RoadLines lines(city, mesh_, 1e-7, {{0, 0, 0}}, none_, {street});
        state::RoadSeries roads(2, 1);
        roads.emitted[0] = {2e-3, with_other ? 1e-3 : 0};
        lines.collect(roads, 10);
        state::ConcentrationField field(mesh_, {"NO"});
        lines.settle(weather_, {0}, {}, field, Parallel(2));
        double cells = 0;
        for (auto const& [cell, share] : street.cells) cells += share * static_cast<double>(field.species[0][cell]);
        return std::pair{lines.own_parts()[0].at_kerbs[0], cells};
    };
    auto const [alone, all_of_it] = own_and_cells(false);
    EXPECT_GT(alone, 0);
    EXPECT_NEAR(alone, all_of_it, 1e-5 * alone);
    auto const [own, more] = own_and_cells(true);
    EXPECT_NEAR(own, alone, 1e-9 * alone);
    EXPECT_GT(more, 1.02 * own);
}

}  // namespace
}  // namespace hacthanh::run
