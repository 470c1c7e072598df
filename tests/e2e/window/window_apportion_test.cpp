/// Whose air a place has, in the window.

#include "tests/e2e/window/window_fixture.hpp"
#include "viz/apportion_choice.hpp"

#include <QComboBox>
#include <QStatusBar>

namespace hacthanh::viz {
namespace {

class WindowApportion : public WindowTest {};

TEST_F(WindowApportion, StreetsAreColouredByTheirShareAtTheChosenPlace) {
    auto const beside = first().parent_path() / "apportion.json";
    std::vector<std::string> const arguments{program("hacthanh"), "apportion", first().string(), "--at",
                                             "305,305",           "-o",        beside.string()};
    ASSERT_EQ(test::run_command(arguments).exit_code, 0);
    auto const place = io::read_apportionments(beside).at(0);
    auto& window = open();

    // The file beside the result is a choice of the layer of roads.
    QComboBox* box = nullptr;
    for (auto* one : window.findChildren<QComboBox*>())
        if (one->findData("apportion:apportion.json#1") >= 0) box = one;
    ASSERT_NE(box, nullptr);
    box->setCurrentIndex(box->findData("apportion:apportion.json#1"));
    box->activated(box->currentIndex());
    settle();
    auto const* roads = find_layer(window.session().scene(), LayerKind::roads);
    ASSERT_NE(roads, nullptr);
    EXPECT_EQ(roads->colour_by, "apportion:apportion.json#1");
    bool has_legend = false;
    for (auto const& legend : window.pane().legends())
        has_legend = has_legend || (legend.layer == LayerKind::roads && legend.unit.english == "%" &&
                                    legend.quantity.english == "Share of the traffic's NOx at Place");
    EXPECT_TRUE(has_legend);

    // The road that gives most: its share as the file says it, in the facts of a click.
    auto const& edge = place.edges.at(0);
    auto const& result = window.session().first().result();
    std::size_t index = 0;
    while (index < result.roads().size() && result.roads()[index].name != edge.name) ++index;
    ASSERT_LT(index, result.roads().size());
    double const share = 100 * edge.gives / place.traffic;
    ASSERT_GT(share, 1);
    auto const shares = apportion_shares(result, place);
    EXPECT_NEAR(static_cast<double>(shares.at(index)), share, 1e-3 * share);
    ScenePick pick;
    pick.layer = LayerKind::roads;
    pick.index = index;
    pick.x = middle_of(index).x;
    pick.y = middle_of(index).y;
    auto const now = window.pane().pick_again(pick, false);
    ASSERT_TRUE(now && now->value);
    EXPECT_NEAR(static_cast<double>(*now->value), share, 1e-3 * share);
    std::string facts;
    for (auto const& [label, words] : now->facts) facts += label.english + ": " + words.english + "\n";
    EXPECT_THAT(facts, testing::HasSubstr("Gives to Place: " + format_number(share, Language::english) + " %"));
    EXPECT_THAT(facts, testing::HasSubstr("By vehicle: "));
    EXPECT_THAT(facts, testing::HasSubstr("By distance: "));
    ASSERT_TRUE(window.session().chart(*now));  // of the flow: a mean of the run has no series

    // A file that is not there is said, and the window goes on.
    window.session().change(
        [](Scene& scene) { find_layer(scene, LayerKind::roads)->colour_by = "apportion:nowhere.json#1"; });
    EXPECT_TRUE(wait_until([&] { return window.statusBar()->currentMessage().contains("nowhere.json"); }));
}

}  // namespace
}  // namespace hacthanh::viz
