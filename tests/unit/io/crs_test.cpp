#include "io/crs.hpp"

#include "sim/core/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace hacthanh::io {
namespace {

using ::testing::HasSubstr;

TEST(CoordinateReference, NamesTheEpsgCodeOfSumosUtmTexts) {
    for (auto const& [zone, code] : {std::pair{"32", "EPSG:32632"}, {"33", "EPSG:32633"}, {"48", "EPSG:32648"}}) {
        std::string const text =
            "+proj=utm +zone=" + std::string(zone) + " +ellps=WGS84 +datum=WGS84 +units=m +no_defs";
        auto const reference = describe_projection({text, 0, 0});
        ASSERT_TRUE(reference);
        EXPECT_EQ(reference->code, code);
        EXPECT_EQ(reference->name, "WGS 84 / UTM zone " + std::string(zone) + "N");
        EXPECT_THAT(reference->wkt, HasSubstr("AUTHORITY[\"EPSG\",\"326" + std::string(zone) + "\"]"));
    }
}

TEST(CoordinateReference, TransverseMercatorInTheWordsOfCf) {
    auto const reference = describe_projection({"+proj=utm +zone=48 +datum=WGS84 +units=m +no_defs", 0, 0});
    ASSERT_TRUE(reference);
    EXPECT_EQ(reference->cf_name, "transverse_mercator");
    std::map<std::string, double> const parameters(reference->cf_parameters.begin(), reference->cf_parameters.end());
    EXPECT_DOUBLE_EQ(parameters.at("longitude_of_central_meridian"), 105);
    EXPECT_DOUBLE_EQ(parameters.at("latitude_of_projection_origin"), 0);
    EXPECT_DOUBLE_EQ(parameters.at("scale_factor_at_central_meridian"), 0.9996);
    EXPECT_DOUBLE_EQ(parameters.at("false_easting"), 500000);
    EXPECT_DOUBLE_EQ(parameters.at("false_northing"), 0);
    EXPECT_DOUBLE_EQ(parameters.at("semi_major_axis"), 6378137);
    EXPECT_NEAR(parameters.at("inverse_flattening"), 298.257223563, 1e-9);
}

TEST(CoordinateReference, AProjectionWithoutCodeKeepsItsText) {
    auto const reference =
        describe_projection({"+proj=tmerc +lon_0=105.123 +k=0.9999 +x_0=500000 +ellps=WGS84 +units=m", 0, 0});
    ASSERT_TRUE(reference);
    EXPECT_TRUE(reference->code.empty());
    EXPECT_THAT(reference->wkt, HasSubstr("105.123"));
    EXPECT_EQ(reference->cf_name, "transverse_mercator");
}

TEST(CoordinateReference, NoProjectionAndNonsense) {
    EXPECT_FALSE(describe_projection({}));
    EXPECT_THROW(describe_projection({"+proj=nonsense", 0, 0}), InputError);
}

}  // namespace
}  // namespace hacthanh::io
