#include "viz/map_page.hpp"

#include "sim/core/error.hpp"
#include "tests/unit/viz/synthetic_scenes.hpp"
#include "viz/field_image.hpp"
#include "viz/map_layout.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

namespace hacthanh::viz {
namespace {

struct PlacedText {
    std::string text;
    Box box;
};

/// All texts of a page with the boxes of their letters: from the tallest accent to the lowest descender.
std::vector<PlacedText> texts(Page const& page, Typesetter const& measure) {
    std::vector<PlacedText> list;
    for (auto const& drawing : page.drawings) {
        auto const* text = std::get_if<TextDrawing>(&drawing);
        if (text == nullptr) continue;
        double const width = measure.width(text->text, text->size_px, text->weight);
        double const left = text->align == Align::left     ? text->at.x
                            : text->align == Align::centre ? text->at.x - width / 2
                                                           : text->at.x - width;
        list.push_back({text->text, {left, text->at.y - 0.56 * text->size_px, width, 1.16 * text->size_px}});
    }
    return list;
}

struct PageCase {
    std::string name;
    MapScene scene;
};

MapScene with_size(MapScene scene, int width, int height) {
    scene.width = width;
    scene.height = height;
    return scene;
}

MapScene with_shape(MapScene scene, double width_m, double height_m) {
    scene.extent = {0, 0, width_m, height_m};
    return scene;
}

/// The town without its field, which costs time and has no texts.
MapScene town() {
    MapScene scene = synthetic::town();
    scene.field.reset();
    scene.colours.range = ValueRange{0, 300};
    return scene;
}

MapScene wordy() {
    MapScene scene = town();
    for (Text* text : {&scene.title, &scene.subtitle, &scene.warning, &scene.colours.quantity}) {
        text->english += " and once more in full length: " + text->english;
        text->vietnamese += " và một lần nữa đầy đủ hơn: " + text->vietnamese;
    }
    scene.colours.limits = {{{"National technical regulation on ambient air (1h)",
                              "Quy chuẩn kỹ thuật quốc gia về chất lượng không khí (1h)"},
                             200}};
    return scene;
}

std::vector<PageCase> page_cases() {
    std::vector<PageCase> cases;
    for (auto const& [width, height] : {std::pair(640, 480), {800, 600}, {1600, 1200}, {1920, 1080}, {1000, 1400}})
        for (auto const& [shape, scene] : {std::pair<std::string, MapScene>{"town", town()},
                                           {"wide", with_shape(town(), 3000, 800)},
                                           {"tall", with_shape(town(), 700, 2500)},
                                           {"wordy", wordy()}})
            cases.push_back({fmt::format("{} {}x{}", shape, width, height), with_size(scene, width, height)});
    return cases;
}

TEST(MapPage, NoTextOverlapsAnotherOrLeavesThePage) {
    Typesetter const measure;
    for (auto const& [name, scene] : page_cases())
        for (Language language : {Language::english, Language::vietnamese}) {
            auto const placed = texts(make_map_page(scene, language, measure), measure);
            Box const page{0, 0, static_cast<double>(scene.width), static_cast<double>(scene.height)};
            for (std::size_t i = 0; i < placed.size(); ++i) {
                EXPECT_TRUE(page.holds(placed[i].box)) << name << ": " << placed[i].text;
                for (std::size_t k = i + 1; k < placed.size(); ++k)
                    EXPECT_FALSE(placed[i].box.overlaps(placed[k].box))
                        << name << ": " << placed[i].text << " | " << placed[k].text;
            }
        }
}

TEST(MapPage, ALongLimitIsWrittenInFull) {
    Typesetter const measure;
    MapScene scene = wordy();
    scene.facts = {{{"A fact with a name that is much longer than its column is wide",
                     "Một mục có tên dài hơn nhiều so với "
                     "bề rộng của cột chú giải trên trang"},
                    Text::same("12 µg/m³")}};
    for (Language language : {Language::english, Language::vietnamese}) {
        std::string all;
        for (auto const& [text, box] : texts(make_map_page(scene, language, measure), measure)) all += text + " ";
        EXPECT_NE(all.find(language == Language::english ? "air (1h): 200" : "không khí (1h): 200"), std::string::npos)
            << all;
        EXPECT_EQ(all.find("…"), std::string::npos) << all;
    }
}

TEST(MapPage, KeepsTheShapeOfTheCity) {
    Typesetter const measure;
    for (auto const& [name, scene] : page_cases()) {
        auto const layout = lay_out_map(scene, Language::english, measure);
        double const shape = scene.extent.width() / scene.extent.height();
        EXPECT_NEAR(layout.map.width / layout.map.height / shape, 1, 0.02) << name;
        EXPECT_FALSE(layout.map.overlaps(layout.column)) << name;
        EXPECT_GE(layout.small_size, 10) << name;
    }
}

TEST(MapPage, SaysThatTheNetworkIsSchematic) {
    Typesetter const measure;
    std::string all;
    for (auto const& text : texts(make_map_page(town(), Language::vietnamese, measure), measure))
        all += text.text + " ";
    EXPECT_NE(all.find("Mạng lưới đường sơ đồ"), std::string::npos);
    EXPECT_NE(all.find("không phải số đo"), std::string::npos);
    EXPECT_NE(all.find("µg/m³"), std::string::npos);
}

TEST(MapPage, RefusesSizesOutOfBounds) {
    Typesetter const measure;
    for (auto const& [width, height] : {std::pair(100, 100), {1600, 479}, {5000, 1200}, {-3, 1000}})
        EXPECT_THROW(make_map_page(with_size(town(), width, height), Language::english, measure), InputError);
}

TEST(Typesetter, WrapsBetweenWordsAndKeepsThemAll) {
    Typesetter const measure;
    std::string const text = "Mạng lưới đường sơ đồ không dùng để kết luận quy hoạch";
    std::string together;
    for (auto const& line : measure.wrap(text, 20, FontWeight::regular, 180)) {
        EXPECT_LE(measure.width(line, 20, FontWeight::regular), 180);
        together += (together.empty() ? "" : " ") + line;
    }
    EXPECT_EQ(together, text);
}

TEST(Typesetter, CutsBetweenLetters) {
    Typesetter const measure;
    std::string const cut = measure.fit("Đường đường đường đường", 20, FontWeight::regular, 100);
    EXPECT_LE(measure.width(cut, 20, FontWeight::regular), 100);
    EXPECT_EQ(cut.substr(0, std::string("Đường").size()), "Đường");
    EXPECT_EQ(cut.substr(cut.size() - 3), "…");
}

TEST(FieldImage, PutsNorthUpAndEastRight) {
    MapField field{{0, 0, 20, 20}, 2, 2, {0, 0, 0, 100}};  // only the north-east cell
    ColourScale const colours(ColourMap::viridis, ScaleKind::linear, 0, 100, true);
    auto const image = field_image(field, field.extent, {0, 0, 10, 10}, colours, false);
    auto const alpha = [&](int x, int y) { return image.pixels[static_cast<std::size_t>(y * image.width + x)].alpha; };
    EXPECT_EQ(alpha(image.width - 1, 0), 255);
    EXPECT_EQ(alpha(0, 0), 0);
    EXPECT_EQ(alpha(image.width - 1, image.height - 1), 0);
}

TEST(FieldImage, BlendingKeepsAConstantFieldAndNeverExceedsTheCells) {
    ColourScale const colours(ColourMap::viridis, ScaleKind::linear, 0, 100, true);
    MapField flat{{0, 0, 30, 30}, 3, 3, std::vector<float>(9, 42.0F)};
    for (Colour pixel : field_image(flat, flat.extent, {0, 0, 30, 30}, colours, true).pixels)
        ASSERT_EQ(pixel, colours(42));
    MapField spot = flat;
    spot.values[4] = 80;
    for (Colour pixel : field_image(spot, spot.extent, {0, 0, 30, 30}, colours, true).pixels) {
        ASSERT_LE(pixel.green, colours(42).green);
        ASSERT_GE(pixel.green, colours(80).green);
    }
}

TEST(Crop, KeepsWholeCellsAndTheirValues) {
    MapField field{{100, 200, 140, 230}, 4, 3, {}};
    for (int i = 0; i < 12; ++i) field.values.push_back(static_cast<float>(i));
    auto const part = crop(field, {112, 205, 136, 229});
    EXPECT_EQ(part.nx, 3U);  // centres 115, 125, 135
    EXPECT_EQ(part.ny, 3U);  // centres 205, 215, 225
    EXPECT_EQ(part.extent.x_min, 110);
    EXPECT_EQ(part.extent.y_max, 230);
    EXPECT_EQ(part.values.front(), 1);
    EXPECT_EQ(part.values.back(), 11);
    EXPECT_EQ(crop(field, {0, 0, 1, 1}).values, field.values);
}

}  // namespace
}  // namespace hacthanh::viz
