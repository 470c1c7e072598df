/// Pictures of scenes held against small pictures kept in tests/data/pictures, as an eye would: averaged down, so that
/// edges may fall otherwise in another version of the software renderer, with a bound on the mean and on the 99th
/// percentile of the difference. The tests of the bounds leave a layer out or turn the colours round.
///
/// HACTHANH_WRITE_PICTURES=1 writes the references anew; look at each before committing it.

#include "tests/unit/viz/traced_run.hpp"
#include "viz/scene_picture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace hacthanh::viz {
namespace {

constexpr int width = 480;
constexpr int height = 360;
constexpr int block = 6;                 ///< pixels a side that become one
constexpr double most_on_average = 1.5;  ///< of 255, over all pixels and channels
constexpr double most_at_99 = 20;        ///< of 255, the 99th percentile over pixels of their largest channel

/// [height / block][width / block][3], means over blocks.
Picture averaged_down(Picture const& picture) {
    Picture small{picture.width / block, picture.height / block, {}};
    for (int y = 0; y < small.height; ++y)
        for (int x = 0; x < small.width; ++x)
            for (int c = 0; c < 3; ++c) {
                int sum = 0;
                for (int v = 0; v < block; ++v)
                    for (int u = 0; u < block; ++u)
                        sum += picture.rgb[static_cast<std::size_t>(
                            ((y * block + v) * picture.width + x * block + u) * 3 + c)];
                small.rgb.push_back(static_cast<std::uint8_t>(sum / (block * block)));
            }
    return small;
}

struct Unlikeness {
    double mean = 0;
    double at_99 = 0;

    bool alike() const { return mean <= most_on_average && at_99 <= most_at_99; }
};

Unlikeness unlike(Picture const& a, Picture const& b) {
    if (a.rgb.size() != b.rgb.size() || a.rgb.empty()) return {255, 255};
    double sum = 0;
    std::vector<int> largest;
    for (std::size_t i = 0; i < a.rgb.size(); i += 3) {
        int worst = 0;
        for (std::size_t c = i; c < i + 3; ++c) {
            int const off = std::abs(int(a.rgb[c]) - int(b.rgb[c]));
            sum += off;
            worst = std::max(worst, off);
        }
        largest.push_back(worst);
    }
    std::sort(largest.begin(), largest.end());
    return {sum / static_cast<double>(a.rgb.size()), double(largest[largest.size() * 99 / 100])};
}

std::string reference_path(std::string const& name) {
    return std::string(HACTHANH_SOURCE_DIR) + "/tests/data/pictures/" + name + ".ppm";
}

/// A binary portable pixmap without comments, as write_reference() makes them.
Picture read_reference(std::string const& name) {
    std::ifstream file(reference_path(name), std::ios::binary);
    std::string kind;
    int most = 0;
    Picture picture;
    file >> kind >> picture.width >> picture.height >> most;
    file.get();
    picture.rgb.assign(std::istreambuf_iterator<char>(file), {});
    return picture;
}

void write_reference(Picture const& small, std::string const& name) {
    std::ofstream file(reference_path(name), std::ios::binary);
    file << "P6\n" << small.width << ' ' << small.height << "\n255\n";
    file.write(reinterpret_cast<char const*>(small.rgb.data()), static_cast<std::streamsize>(small.rgb.size()));
}

SceneLayer layer(LayerKind kind, std::string colour_by = {}) {
    SceneLayer layer;
    layer.kind = kind;
    layer.colour_by = std::move(colour_by);
    return layer;
}

class ReferencePictureTest : public ::testing::Test {
protected:
    ReferencePictureTest() {
        testing::write_traced_run(folder_.file("a.nc"), 3);
        testing::write_traced_run(folder_.file("b.nc"), 3, true, 2);
        a_.emplace(folder_.file("a.nc"));
        b_.emplace(folder_.file("b.nc"));
    }
    Picture draw(Scene const& scene, bool turned = false) const {
        bool const two = scene.mode != SceneMode::single;
        SceneRenderer renderer(turned ? *b_ : *a_, two ? &(turned ? *a_ : *b_) : nullptr);
        return averaged_down(renderer.render_bare(scene, width, height));
    }
    static Scene from_above() {
        Scene scene;
        scene.time = "2";
        scene.layers = {layer(LayerKind::ground), layer(LayerKind::slice), layer(LayerKind::roads, "flow"),
                        layer(LayerKind::receptors), layer(LayerKind::wind)};
        scene.layers[1].low = 0;
        scene.layers[1].high = 30;
        scene.layers[2].width_factor = 3;
        return scene;
    }
    static Scene oblique() {
        Scene scene;
        scene.time = "@25620";
        scene.camera = {Projection::perspective, {}, 0, 15, 35, 240};
        scene.layers = {layer(LayerKind::ground), layer(LayerKind::roads), layer(LayerKind::section),
                        layer(LayerKind::isosurface)};
        scene.layers[1].width_factor = 3;
        scene.layers[2].line = {{578357 + 60, 2187411 + 40}, {578357 + 340, 2187411 + 260}};
        scene.layers[3].levels = {8};
        return scene;
    }
    static Scene difference() {
        Scene scene;
        scene.mode = SceneMode::difference;
        scene.time = "2";
        scene.layers = {layer(LayerKind::ground), layer(LayerKind::slice)};
        scene.layers[1].low = -20;
        scene.layers[1].high = 20;
        return scene;
    }
    void expect_like_kept(Scene const& scene, std::string const& name) const {
        Picture const small = draw(scene);
        if (std::getenv("HACTHANH_WRITE_PICTURES") != nullptr) write_reference(small, name);
        auto const off = unlike(small, read_reference(name));
        EXPECT_TRUE(off.alike()) << name << ": mean " << off.mean << ", 99th percentile " << off.at_99;
    }
    /// Every layer of the scene counts: without it the picture is another one.
    void expect_every_layer_to_count(Scene scene, std::string const& name) const {
        Picture const kept = read_reference(name);
        for (SceneLayer& each : scene.layers) {
            each.visible = false;
            auto const off = unlike(draw(scene), kept);
            EXPECT_FALSE(off.alike()) << name << " without " << viz::name(each.kind) << ": mean " << off.mean
                                      << ", 99th percentile " << off.at_99;
            each.visible = true;
        }
    }

    io::testing::TestFolder folder_;
    std::optional<SceneData> a_;
    std::optional<SceneData> b_;
};

TEST_F(ReferencePictureTest, ScenesLookAsTheyDid) {
    expect_like_kept(from_above(), "from_above");
    expect_like_kept(oblique(), "oblique");
    expect_like_kept(difference(), "difference");
}

TEST_F(ReferencePictureTest, AMissingLayerIsSeen) {
    expect_every_layer_to_count(from_above(), "from_above");
    expect_every_layer_to_count(oblique(), "oblique");
    Scene without = difference();
    without.layers.pop_back();
    EXPECT_FALSE(unlike(draw(without), read_reference("difference")).alike());
}

TEST_F(ReferencePictureTest, OtherColoursAreSeen) {
    EXPECT_FALSE(unlike(draw(difference(), true), read_reference("difference")).alike()) << "A - B for B - A";
    Scene other = from_above();
    other.layers[1].colour_map = ColourMap::cividis;
    EXPECT_FALSE(unlike(draw(other), read_reference("from_above")).alike()) << "another colour map";
    other = from_above();
    other.layers[1].high = 20;
    EXPECT_FALSE(unlike(draw(other), read_reference("from_above")).alike()) << "another range";
}

/// Half a pixel sideways at every edge, as another renderer may draw it, is no other picture.
TEST_F(ReferencePictureTest, EdgesMayFallOtherwise) {
    for (Scene const& scene : {from_above(), oblique(), difference()}) {
        SceneRenderer renderer(*a_, scene.mode == SceneMode::single ? nullptr : &*b_);
        Picture const sharp = renderer.render_bare(scene, width, height);
        Picture moved = sharp;
        for (std::size_t i = 3; i < sharp.rgb.size(); ++i)
            moved.rgb[i] = static_cast<std::uint8_t>((sharp.rgb[i] + sharp.rgb[i - 3] + 1) / 2);
        auto const off = unlike(averaged_down(moved), averaged_down(sharp));
        EXPECT_TRUE(off.alike()) << "mean " << off.mean << ", 99th percentile " << off.at_99;
        EXPECT_GT(off.mean, 0);
    }
}

}  // namespace
}  // namespace hacthanh::viz
