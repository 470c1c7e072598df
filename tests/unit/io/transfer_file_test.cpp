#include "io/transfer_file.hpp"

#include "io/hdf5.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <limits>

namespace hacthanh::io {
namespace {

state::TransferTable table() {
    state::TransferTable table;
    table.wind_class = "run";
    table.key = "abc";
    table.wind_from_deg = 230;
    table.wind_speed_m_s = 2.5;
    table.species = "NOx";
    table.sources = {"Đường Lê Lợi", "", "b"};
    table.emitted = {"NOx", "PM"};
    table.emission = {1e-6, 1e-7, 2e-6, 1e-7, 0, 3e-8};
    table.x = {5, 15};
    table.y = {5, 25};
    table.cell = {0, 41};
    table.check = state::TransferCheck{{2, -0.01, 0.5, 1}, state::Agreement{1, 0.02, 1, 1}, {}};
    table.rows = {{1e-6, 2e-6, 0}, 0.01,      {0, 2, 3},  {0, 2, 1}, {15360, 14336, 15360},
                  {2.5F, 1.25F},   {1e-9, 0}, {4e-10, 0}, {0.009, 0}};
    return table;
}

TEST(TransferFileTest, GivesBackWhatWasWritten) {
    test::ScratchFolder const folder;
    auto const file = folder / "run.h5";
    write_transfer(file, table());
    auto const read = read_transfer(file);
    auto const expected = table();
    EXPECT_EQ(read.wind_class, expected.wind_class);
    EXPECT_EQ(read.sources, expected.sources);
    EXPECT_EQ(read.emitted, expected.emitted);
    EXPECT_EQ(read.emission, expected.emission);
    EXPECT_EQ(read.x, expected.x);
    EXPECT_EQ(read.cell, expected.cell);
    EXPECT_EQ(read.rows.reference, expected.rows.reference);
    EXPECT_EQ(read.rows.begin, expected.rows.begin);
    EXPECT_EQ(read.rows.source, expected.rows.source);
    EXPECT_EQ(read.rows.part, expected.rows.part);
    EXPECT_EQ(read.rows.scale, expected.rows.scale);
    EXPECT_EQ(read.rows.left_out, expected.rows.left_out);
    ASSERT_TRUE(read.check);
    EXPECT_EQ(read.check->all.receptors, 2U);
    EXPECT_EQ(read.check->all.fractional_bias, -0.01);
    ASSERT_TRUE(read.check->with_air);
    EXPECT_EQ(read.check->with_air->receptors, 1U);
    EXPECT_EQ(read.check->with_air->within_10_percent, 1);
    EXPECT_EQ(read.rows.left_out_most, expected.rows.left_out_most);
    EXPECT_EQ(transfer_key(file), "abc");
}

TEST(TransferFileTest, RefusesRowsThatNameNoSourceOrDoNotEnd) {
    test::ScratchFolder const folder;
    auto const file = folder / "run.h5";
    auto broken = table();
    broken.rows.source[1] = 3;
    write_transfer(file, broken);
    EXPECT_THROW(read_transfer(file), InputError);
    broken = table();
    broken.rows.begin[1] = 4;
    write_transfer(file, broken);
    EXPECT_THROW(read_transfer(file), InputError);
    broken = table();
    broken.rows.left_out_most.pop_back();
    write_transfer(file, broken);
    EXPECT_THROW(read_transfer(file), InputError);
}

TEST(TransferFileTest, TheAgeOfAirIsKeptWhereThereIsOne) {
    test::ScratchFolder const folder;
    write_transfer(folder / "inert.h5", table());
    EXPECT_FALSE(read_transfer(folder / "inert.h5").age);
    auto reactive = table();
    auto rows = reactive.rows;
    rows.begin = {0, 1, 4};
    rows.source = {1, 0, 1, 2};
    rows.part = {15360, 14336, 15360, 13312};
    rows.scale = {250.0F, 90.5F};
    reactive.age = state::AirAge{rows, {300, 312.5}};
    reactive.check->no2 = state::No2Check{{2, 0.03, 1, 1}, {2, 0.2, 0.5, 1}, {2, -0.3, 0, 0.5}};
    write_transfer(folder / "run.h5", reactive);
    auto const read = read_transfer(folder / "run.h5");
    ASSERT_TRUE(read.age);
    EXPECT_EQ(read.age->inflow, reactive.age->inflow);
    EXPECT_EQ(read.age->rows.reference, reactive.rows.reference);
    EXPECT_EQ(read.age->rows.begin, rows.begin);
    EXPECT_EQ(read.age->rows.source, rows.source);
    EXPECT_EQ(read.age->rows.part, rows.part);
    EXPECT_EQ(read.age->rows.scale, rows.scale);
    EXPECT_EQ(read.age->rows.left_out_most, rows.left_out_most);
    EXPECT_EQ(read.rows.begin, reactive.rows.begin);
    ASSERT_TRUE(read.check->no2);
    EXPECT_EQ(read.check->no2->formed.fractional_bias, 0.03);
    EXPECT_EQ(read.check->no2->photostationary.within_10_percent, 0.5);
    EXPECT_EQ(read.check->no2->unreacted.factor_of_two, 0.5);

    reactive.age->inflow.pop_back();
    write_transfer(folder / "short.h5", reactive);
    EXPECT_THROW(read_transfer(folder / "short.h5"), InputError);
    reactive.age->inflow.push_back(300);
    reactive.age->rows.source[0] = 3;
    write_transfer(folder / "unknown.h5", reactive);
    EXPECT_THROW(read_transfer(folder / "unknown.h5"), InputError);
}

TEST(TransferFileTest, KeepsTheHoursItWasCheckedOn) {
    test::ScratchFolder const folder;
    auto const file = folder / "run.h5";
    write_transfer(file, table());
    EXPECT_FALSE(read_transfer(file).hours);
    auto checked = table();
    checked.hours = state::SampledHours{
        "2026-11-28 01:02:03", "0.1", 600, {{0.4, 43, {10, 3.5, 3, 0.5, 0.75}}, {0.9, 44, {30, 6, 7, 0.25, 0.5}}}};
    write_transfer(file, checked);
    auto const read = read_transfer(file).hours;
    ASSERT_TRUE(read);
    EXPECT_EQ(read->checked_utc, "2026-11-28 01:02:03");
    EXPECT_EQ(read->length_s, 600);
    ASSERT_EQ(read->hours.size(), 2U);
    EXPECT_EQ(read->hours[1].seed, 44);
    EXPECT_EQ(read->hours[1].volume, 0.9);
    auto const all = read->all();  // by hand: a quarter of the first, three of the second
    EXPECT_EQ(all.pairs, 40U);
    EXPECT_NEAR(all.product, 5.375, 1e-12);
    EXPECT_NEAR(all.run, 6, 1e-12);
    EXPECT_NEAR(all.fractional_bias(), 2 * -0.625 / 11.375, 1e-12);
    EXPECT_NEAR(all.within_10_percent, 0.3125, 1e-12);
    EXPECT_NEAR(all.within_15_percent, 0.5625, 1e-12);
}

TEST(TransferFileTest, RefusesWhatIsNoTable) {
    test::ScratchFolder const folder;
    EXPECT_THROW(read_transfer(folder / "none.h5"), InputError);
    EXPECT_EQ(transfer_key(folder / "none.h5"), "");
    std::ofstream(folder / "text.h5") << "no table";
    EXPECT_THROW(read_transfer(folder / "text.h5"), std::runtime_error);
    EXPECT_EQ(transfer_key(folder / "text.h5"), "");
    auto broken = table();
    broken.x.pop_back();
    write_transfer(folder / "broken.h5", broken);
    EXPECT_THROW(read_transfer(folder / "broken.h5"), InputError);
    for (double const receptors : {-1.0, 1e300, std::numeric_limits<double>::quiet_NaN()}) {
        write_transfer(folder / "count.h5", table());
        auto file = hdf5::File::open_for_update((folder / "count.h5").string());
        hdf5::set_attribute(file.id(), "check_receptors", receptors);
        file.close();
        EXPECT_THROW(read_transfer(folder / "count.h5"), InputError) << receptors;
    }
}

}  // namespace
}  // namespace hacthanh::io
