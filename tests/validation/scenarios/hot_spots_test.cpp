#include "io/xml.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace hacthanh::test {
namespace {

std::filesystem::path const scenario = std::filesystem::path(HACTHANH_SOURCE_DIR) / "scenarios/thanh-hoa";

double number(io::XmlElement const& element, char const* attribute) {
    auto const text = element.find(attribute);
    return text ? std::stod(std::string(*text)) : 0.0;
}

/// Calls `visit` with every opening tag of a file.
void for_each_tag(std::filesystem::path const& file, std::function<void(io::XmlElement const&)> visit) {
    io::XmlHandler handler;
    handler.start = std::move(visit);
    io::read_xml(file, handler);
}

/// Delay and vehicles of one junction over the run, from the roads that lead to it.
struct Junction {
    double delay_s = 0;
    double vehicles = 0;
};

/// One hour of the morning peak under plain SUMO, with its own counts per road.
class HotSpotsTest : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = new ScratchFolder;
        auto const& folder = *folder_;
        std::ofstream(folder / "counts.add.xml")
            << R"(<additional><edgeData id="e" file="edges.xml" begin="300"/></additional>)";
        std::string additional;
        for (char const* file : {"vtypes.add.xml", "routes.add.xml", "bus.add.xml"})
            additional += (scenario / file).string() + ",";
        additional += (folder / "counts.add.xml").string();
        result_ =
            run_command({"sumo", "-c", (scenario / "thanh_hoa.sumocfg").string(), "-a", additional, "--no-step-log",
                         "--xml-validation", "never", "--statistic-output", (folder / "statistics.xml").string()});
        read_network();
        if (result_.exit_code == 0) read_counts(folder / "edges.xml");
    }
    static void TearDownTestSuite() { delete folder_; }
    void SetUp() override { ASSERT_EQ(result_.exit_code, 0) << result_.err; }

    static void read_network() {
        for_each_tag(scenario / "city/network.net.xml", [](io::XmlElement const& element) {
            if (element.name() == "edge" && element.find("to"))
                end_of_[std::string(element.get("id"))] = element.get("to");
        });
    }
    static void read_counts(std::filesystem::path const& file) {
        for_each_tag(file, [](io::XmlElement const& element) {
            if (element.name() != "edge") return;
            auto const end = end_of_.find(std::string(element.get("id")));
            if (end == end_of_.end()) return;
            auto& junction = junctions_[end->second];
            junction.delay_s += number(element, "timeLoss");
            junction.vehicles += number(element, "left");
        });
    }

    /// 1 for the junction with the most of a quantity.
    static std::size_t rank(std::string const& name, double Junction::*quantity) {
        double const own = junctions_.at(name).*quantity;
        return 1 + static_cast<std::size_t>(std::count_if(junctions_.begin(), junctions_.end(), [&](auto const& other) {
                   return other.second.*quantity > own;
               }));
    }

    inline static ScratchFolder* folder_ = nullptr;
    inline static CommandResult result_;
    inline static std::map<std::string, std::string> end_of_;
    inline static std::map<std::string, Junction> junctions_;
};

TEST_F(HotSpotsTest, TheJunctionsThatThePressNamesAreTheMostDelayed) {
    ASSERT_GT(junctions_.size(), 500U);
    // facts/hotspots.csv, evidence S: Trần Phú x Lê Lợi, Lê Lợi x Lê Hoàn, Trần Phú at Vincom, Phan Chu Trinh
    for (char const* name : {"tp_leloi", "ll_lehoan", "tp_ntrai", "tp_pct"})
        EXPECT_LE(rank(name, &Junction::delay_s), 10U) << name;
}

TEST_F(HotSpotsTest, DongHuongBridgeIsAmongTheBusiestTenth) {
    EXPECT_LE(rank("dong_huong_br", &Junction::vehicles), junctions_.size() / 10);
}

TEST_F(HotSpotsTest, TrafficFlows) {
    std::map<std::string, double> seen;
    for_each_tag(*folder_ / "statistics.xml", [&](io::XmlElement const& element) {
        if (element.name() == "vehicles")
            for (char const* name : {"loaded", "inserted", "waiting"}) seen[name] = number(element, name);
        if (element.name() == "teleports") seen["teleports"] = number(element, "total");
    });
    EXPECT_GT(seen["inserted"], 5000);
    EXPECT_LT(seen["teleports"], 0.01 * seen["inserted"]);
    EXPECT_LT(seen["waiting"], 0.05 * seen["loaded"]);
}

}  // namespace
}  // namespace hacthanh::test
