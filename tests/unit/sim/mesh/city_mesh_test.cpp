#include "sim/mesh/city_mesh.hpp"

#include "sim/core/error.hpp"
#include "sim/mesh/fields.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>
#include <set>

namespace hacthanh::mesh {
namespace {

MeshOptions options(double cell_size, int levels, double first, double top) {
    MeshOptions made;
    made.cell_size_m = cell_size;
    made.levels = levels;
    made.first_layer_m = first;
    made.top_m = top;
    return made;
}

std::string message_of(auto const& action) {
    try {
        action();
    } catch (InputError const& error) {
        return error.what();
    }
    return "no error";
}

TEST(StretchedLayers, GrowByOneFactorFromTheFirstToTheTop) {
    auto const faces = stretched_layers(3, 500, 30);
    ASSERT_EQ(faces.size(), 31U);
    EXPECT_EQ(faces.front(), 0);
    EXPECT_EQ(faces.back(), 500);
    EXPECT_NEAR(faces[1], 3, 1e-12);
    double const ratio = (faces[2] - faces[1]) / faces[1];
    EXPECT_GT(ratio, 1);
    for (std::size_t k = 2; k + 1 < faces.size(); ++k)
        EXPECT_NEAR((faces[k + 1] - faces[k]) / (faces[k] - faces[k - 1]), ratio, 1e-9);
}

TEST(StretchedLayers, AreEqualWhenTheyJustFit) {
    auto const faces = stretched_layers(2, 20, 10);
    for (std::size_t k = 0; k < 10; ++k) EXPECT_NEAR(faces[k + 1] - faces[k], 2, 1e-9);
}

TEST(StretchedLayers, StretchAsFarAsAsked) {
    auto const faces = stretched_layers(1, 1e5, 2);
    EXPECT_NEAR(faces[1], 1, 1e-9);
    EXPECT_EQ(faces[2], 1e5);
}

TEST(StretchedLayers, ThatDoNotFitNameTheKey) {
    EXPECT_THAT(message_of([] { stretched_layers(30, 100, 10); }), testing::HasSubstr("mesh.first_layer_m"));
}

TEST(CityMesh, IsCutToWholeCellsGrowingEastAndNorth) {
    CityMesh const mesh({-10, 5, 95, 104}, options(10, 4, 2, 20));
    EXPECT_EQ(mesh.nx(), 11U);
    EXPECT_EQ(mesh.ny(), 10U);
    EXPECT_DOUBLE_EQ(mesh.extent().x_min, -10);
    EXPECT_DOUBLE_EQ(mesh.extent().x_max, 100);
    EXPECT_DOUBLE_EQ(mesh.extent().y_max, 105);
    EXPECT_DOUBLE_EQ(mesh.x_centre(0), -5);
    EXPECT_DOUBLE_EQ(mesh.y_centre(9), 100);
}

TEST(CityMesh, DoesNotGainACellFromRounding) {
    CityMesh const mesh({0, 0, 0.1 * 30, 0.1 * 70}, options(0.1, 2, 1, 2));
    EXPECT_EQ(mesh.nx(), 30U);
    EXPECT_EQ(mesh.ny(), 70U);
}

TEST(CityMesh, VolumesFillTheBox) {
    CityMesh const mesh({0, 0, 120, 80}, options(20, 7, 3, 100));
    double volume = 0;
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        volume += mesh.layer_cell_volume(k) * static_cast<double>(mesh.nx() * mesh.ny());
    EXPECT_NEAR(volume, 120.0 * 80 * 100, 1e-6);
}

TEST(CityMesh, NumbersEveryCellOnceWithEastFastest) {
    CityMesh const mesh({0, 0, 40, 30}, options(10, 3, 1, 10));
    std::set<std::size_t> seen;
    for (std::size_t k = 0; k < mesh.nz(); ++k)
        for (std::size_t j = 0; j < mesh.ny(); ++j)
            for (std::size_t i = 0; i < mesh.nx(); ++i) seen.insert(mesh.cell({i, j, k}));
    EXPECT_EQ(seen.size(), mesh.n_cells());
    EXPECT_EQ(*seen.rbegin(), mesh.n_cells() - 1);
    EXPECT_EQ(mesh.cell({1, 0, 0}), 1U);
    EXPECT_EQ(mesh.cell({0, 1, 0}), mesh.nx());
}

TEST(CityMesh, FindsTheLayerOfAHeight) {
    CityMesh const mesh({0, 0, 40, 40}, options(10, 5, 3, 60));
    EXPECT_EQ(mesh.layer_at(-1), 0U);
    EXPECT_EQ(mesh.layer_at(0), 0U);
    EXPECT_EQ(mesh.layer_at(2.999), 0U);
    EXPECT_EQ(mesh.layer_at(60), mesh.nz());
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        EXPECT_EQ(mesh.layer_at(mesh.z_centre(k)), k);
        EXPECT_EQ(mesh.layer_at(mesh.z_faces()[k]), k);
    }
}

TEST(CityMesh, RefusesWhatCannotBeAMesh) {
    auto const cell_too_large = [] { CityMesh({0, 0, 30, 30}, options(20, 5, 3, 60)); };
    auto const too_many = [] { CityMesh({0, 0, 1e6, 1e6}, options(1, 50, 3, 500)); };
    auto const empty = [] { CityMesh({0, 0, 0, 100}, options(20, 5, 3, 60)); };
    EXPECT_THAT(message_of(cell_too_large), testing::HasSubstr("mesh.cell_size_m"));
    EXPECT_THAT(message_of(too_many), testing::HasSubstr("mesh.cell_size_m"));
    EXPECT_THAT(message_of(empty), testing::HasSubstr("mesh.extent"));
}

TEST(FaceField, HasOneMoreFaceThanCellsAlongItsNormal) {
    CityMesh const mesh({0, 0, 40, 30}, options(10, 3, 1, 10));
    FaceField<float> field(mesh, "wind", "m s-1", 2.0F);
    EXPECT_EQ(field.x().size(), 5U * 3 * 3);
    EXPECT_EQ(field.y().size(), 4U * 4 * 3);
    EXPECT_EQ(field.z().size(), 4U * 3 * 4);
    EXPECT_EQ(field.x_face(4, 2, 2), field.x().size() - 1);
    EXPECT_EQ(field.y_face(3, 3, 2), field.y().size() - 1);
    EXPECT_EQ(field.z_face(3, 2, 3), field.z().size() - 1);
    EXPECT_EQ(std::accumulate(field.z().begin(), field.z().end(), 0.0F), 2.0F * 48);
}

TEST(CellField, CopiesAreIndependent) {
    CityMesh const mesh({0, 0, 40, 30}, options(10, 3, 1, 10));
    CellField<double> field(mesh, "c", "kg m-3", 1.0);
    CellField<double> copy = field;
    copy.at({3, 2, 2}) = 5;
    EXPECT_EQ(field.at({3, 2, 2}), 1);
    EXPECT_EQ(copy[mesh.n_cells() - 1], 5);
}

}  // namespace
}  // namespace hacthanh::mesh
