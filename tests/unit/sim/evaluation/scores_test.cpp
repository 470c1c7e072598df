#include "sim/evaluation/scores.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace hacthanh::evaluation {
namespace {

void expect_score(std::optional<double> found, nlohmann::json const& vector, char const* name) {
    std::string const about = vector.at("about").get<std::string>() + ": " + name;
    ASSERT_EQ(found.has_value(), vector.contains(name)) << about;
    if (found) {
        EXPECT_NEAR(*found, vector.at(name).get<double>(), 1e-7) << about;
    }
}

/// tests/unit/tools/test_scores.py holds the project's own validation to the same file.
TEST(Scores, AreThoseCalculatedByHand) {
    std::ifstream file(HACTHANH_SOURCE_DIR "/tests/data/score_vectors.json");
    auto const vectors = nlohmann::json::parse(file);
    ASSERT_EQ(vectors.size(), 4U);
    for (auto const& vector : vectors) {
        std::vector<Pair> pairs;
        for (auto const& pair : vector.at("pairs")) pairs.push_back({pair.at(0), pair.at(1)});
        auto const found = scores(pairs);
        EXPECT_EQ(found.n, pairs.size());
        expect_score(found.fac2, vector, "fac2");
        expect_score(found.fb, vector, "fb");
        expect_score(found.nmse, vector, "nmse");
        expect_score(found.r, vector, "r");
    }
}

TEST(Scores, OfNothingAreAbsent) {
    auto const found = scores({});
    EXPECT_EQ(found.n, 0U);
    EXPECT_FALSE(found.fac2 || found.fb || found.nmse || found.r);
    EXPECT_FALSE(acceptable(found));
}

TEST(Scores, AcceptanceHasThreeLimits) {
    Scores good{.n = 9, .fac2 = 0.3, .fb = -0.67, .nmse = 6.0};
    EXPECT_TRUE(acceptable(good).value());
    for (auto bad : {Scores{.fac2 = 0.29, .fb = 0.0, .nmse = 1.0}, Scores{.fac2 = 1.0, .fb = 0.68, .nmse = 1.0},
                     Scores{.fac2 = 1.0, .fb = 0.0, .nmse = 6.1}})
        EXPECT_FALSE(acceptable(bad).value());
}

}  // namespace
}  // namespace hacthanh::evaluation
