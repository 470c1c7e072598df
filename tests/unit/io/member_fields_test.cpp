#include "io/member_fields.hpp"
#include "io/detail/cell_range.hpp"
#include "io/detail/netcdf.hpp"
#include "sim/core/error.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr std::size_t ny = 3;
constexpr std::size_t nx = 4;

/// A field (y, x) that counts on from `first`; its last cell has no value.
void write_result(fs::path const& path, float first, std::size_t columns = nx) {
    hdf5::File file = hdf5::File::create(path.string());
    {
        std::vector<double> x(columns);
        std::iota(x.begin(), x.end(), 0.0);
        auto const y_axis = detail::coordinate(file.id(), "y", {0, 1, 2}, false, {{"units", "m"}});
        auto const x_axis = detail::coordinate(file.id(), "x", x, false, {{"units", "m"}});
        auto const field = detail::define(file.id(), "NO2", H5T_IEEE_F32LE, {&y_axis, &x_axis},
                                          {{"units", "ug m-3"}, {"long_name", "air"}}, {.fill = true});
        std::vector<float> values(ny * columns);
        std::iota(values.begin(), values.end(), first);
        values.back() = detail::fill_value;
        hdf5::write<float>(field.get(), values);
    }
    file.close();
}

TEST(MemberFieldsTest, BoxesMakeUpAnyRangeOfCells) {
    hdf5::Extent const dims = {2, 3, 4, 5};
    for (std::size_t begin = 0; begin <= 120; ++begin)
        for (std::size_t end = begin; end <= 120; ++end) {
            std::size_t next = begin;
            std::size_t boxes = 0;
            detail::for_each_box(dims, begin, end, [&](hdf5::Extent const& start, hdf5::Extent const& count) {
                std::size_t at = 0;
                std::size_t last = 0;
                for (std::size_t a = 0; a < dims.size(); ++a) {
                    at = at * dims[a] + start[a];
                    last = last * dims[a] + start[a] + count[a] - 1;
                    ASSERT_LE(start[a] + count[a], dims[a]);
                }
                ASSERT_EQ(at, next) << "in order, none left out";
                next += hdf5::n_values(count);
                ASSERT_EQ(last + 1, next) << "and none twice: a box is a run of cells";
                ++boxes;
            });
            ASSERT_EQ(next, end);
            ASSERT_LE(boxes, 2 * dims.size() + 1);
        }
}

TEST(MemberFieldsTest, ReadsCellsOfMoreMembersThanFilesMayBeOpen) {
    test::ScratchFolder const scratch;
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    rlimit const few{32, limit.rlim_max};
    setrlimit(RLIMIT_NOFILE, &few);
    constexpr int n_members = 100;
    for (int m = 0; m < n_members; ++m) write_result(scratch / std::to_string(m), static_cast<float>(100 * m));
    MemberField const field("NO2", scratch / "0");
    ASSERT_EQ(field.n_cells(), ny * nx);
    for (int m = 0; m < n_members; ++m) {
        std::vector<float> cells(7);
        field.read(scratch / std::to_string(m), 5, cells);
        for (std::size_t c = 0; c < 6; ++c) ASSERT_EQ(cells[c], 100 * m + 5 + static_cast<int>(c));
        ASSERT_TRUE(std::isnan(cells[6])) << "no value";
    }
    setrlimit(RLIMIT_NOFILE, &limit);
}

TEST(MemberFieldsTest, NamesTheMemberOfAnotherShape) {
    test::ScratchFolder const scratch;
    write_result(scratch / "a", 0);
    write_result(scratch / "b", 0, nx + 1);
    MemberField const field("NO2", scratch / "a");
    std::vector<float> cells(2);
    try {
        field.read(scratch / "b", 0, cells);
        FAIL() << "read";
    } catch (InputError const& error) {
        EXPECT_THAT(error.what(), HasSubstr((scratch / "b").string()));
        EXPECT_THAT(error.what(), HasSubstr("another shape"));
    }
    EXPECT_THROW(MemberField("O3", scratch / "a"), InputError);
}

TEST(MemberFieldsTest, StatisticsStandWhereTheirGroupAndColumnSay) {
    test::ScratchFolder const scratch;
    write_result(scratch / "a", 0);
    double const none = std::numeric_limits<double>::quiet_NaN();
    {
        FieldStatisticsFile file(scratch / "f.nc", scratch / "a",
                                 {{"base", "calm", 3, "{}", 2}, {"lez", "", -1, "", 0}}, {0.5, 0.9}, {40});
        file.begin("NO2");
        std::vector<double> const part = {1, 2, none, 4, 5};
        file.write(FieldStatistic::quantile, 1, 1, 3, part);  // from the middle of a row over the next
        file.write(FieldStatistic::exceedance, 1, 0, 0, part);
        file.close();
    }
    auto const file = hdf5::File::open((scratch / "f.nc").string());
    auto const read = [&](char const* name) { return hdf5::open_dataset(file.id(), name); };
    EXPECT_EQ(hdf5::dims_of(read("NO2_quantile").get()), (hdf5::Extent{2, 2, ny, nx}));
    auto const quantile = hdf5::read<float>(read("NO2_quantile").get());
    std::size_t const begin = (1 * 2 + 1) * ny * nx + 3;
    for (std::size_t c = 0; c < quantile.size(); ++c) {
        bool const written = c >= begin && c < begin + 5 && c != begin + 2;
        EXPECT_EQ(quantile[c], written ? static_cast<float>(c - begin + 1) : detail::fill_value) << c;
    }
    EXPECT_EQ(hdf5::read<float>(read("NO2_exceedance").get())[ny * nx + 1], 2);
    EXPECT_EQ(hdf5::read_text_attribute(read("NO2_mean").get(), "units"), "ug m-3");
    EXPECT_EQ(hdf5::read_text_attribute(read("NO2_variance").get(), "units"), "(ug m-3)^2");
    EXPECT_EQ(hdf5::read<int>(read("point").get()), (std::vector<int>{3, -1}));
    EXPECT_EQ(hdf5::read_strings(read("weather").get()), (std::vector<std::string>{"calm", ""}));
    EXPECT_EQ(hdf5::read_text_attribute(read("x").get(), "units"), "m");
}

}  // namespace
}  // namespace hacthanh::io
