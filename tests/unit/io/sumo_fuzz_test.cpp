/// Valid inputs with random damage: every one is read or refused with InputError, nothing else happens.

#include "io/scenario_file.hpp"
#include "io/sumo_config.hpp"
#include "io/sumo_network.hpp"
#include "io/vehicle_types.hpp"
#include "tests/unit/io/sumo_fixture.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <functional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::io {
namespace {

/// Changes, removes, inserts or moves a few random bytes. The generator's numbers are the same everywhere.
std::string damaged(std::string text, std::mt19937& random) {
    constexpr std::string_view spice = "\"'<>/=[]{},.:-+eE0123456789 \n\t\\#&\xff\x00\xc3nai";
    auto const below = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
    for (std::size_t edits = 1 + below(4); edits > 0 && !text.empty(); --edits) {
        std::size_t const at = below(text.size());
        std::size_t const length = 1 + below(12);
        switch (below(5)) {
            case 0: text[at] = spice[below(spice.size())]; break;
            case 1: text.erase(at, length); break;
            case 2: text.insert(at, 1, spice[below(spice.size())]); break;
            case 3: text.insert(at, text.substr(below(text.size()), length)); break;
            default: text[at] = static_cast<char>(below(256)); break;
        }
    }
    return text;
}

/// A file in memory: thousands of small files on a disk would take seconds.
class MemoryFile {
public:
    MemoryFile() : descriptor_(memfd_create("fuzz", MFD_CLOEXEC)) {}
    ~MemoryFile() { close(descriptor_); }
    MemoryFile(MemoryFile const&) = delete;
    MemoryFile& operator=(MemoryFile const&) = delete;

    /// Replaces the content; returns the path to open.
    std::filesystem::path hold(std::string const& text) const {
        if (ftruncate(descriptor_, 0) != 0 ||
            pwrite(descriptor_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
            throw std::runtime_error("cannot write to memory");
        return "/proc/self/fd/" + std::to_string(descriptor_);
    }

private:
    int descriptor_;
};

class FuzzTest : public SumoFilesTest {
protected:
    /// @return how many of the damaged texts were refused
    static int refused(std::string const& text, int rounds, std::function<void(std::string const&)> const& read) {
        std::mt19937 random(20260115);
        int count = 0;
        for (int i = 0; i < rounds; ++i) {
            auto const broken = damaged(text, random);
            try {
                read(broken);
            } catch (InputError const& error) {
                ++count;
                EXPECT_FALSE(std::string_view(error.what()).empty());
            } catch (std::exception const& error) {
                ADD_FAILURE() << error.what() << "\n" << broken;
            }
        }
        return count;
    }

    MemoryFile file_;
};

TEST_F(FuzzTest, Scenario) {
    write("run.sumocfg", "<configuration/>");
    std::string const text =
        "[scenario]\ntitle = \"Thanh Hoá\"\nschematic = true\n[time]\ndate = \"2026-01-15\"\nutc_offset = \"+07:00\"\n"
        "[traffic]\nsumo_config = \"run.sumocfg\"\nend_s = 3600\nseed = 42\n[mesh]\nlevels = 30\n"
        "extent = [0, 0, 2000.5, 3000]\n[weather]\nwind_speed_m_s = 2.0\nwind_from_deg = 230\n"
        "[output]\nspecies = [\"NOx\", \"PM\"]\ninterval_s = 300\n";
    int const count = refused(text, 2000, [&](auto const& broken) { load_scenario_text(broken, folder_ / "t.toml"); });
    EXPECT_GT(count, 1000);
    EXPECT_LT(count, 2000) << "damage to a comment or a title is no error";
}

TEST_F(FuzzTest, Network) {
    int const count = refused(two_edges, 500, [&](auto const& broken) { read_sumo_network(file_.hold(broken)); });
    EXPECT_GT(count, 250);
    EXPECT_LT(count, 500);
}

TEST_F(FuzzTest, Configuration) {
    write("n.net.xml", two_edges);
    std::string const text =
        "<configuration><input><net-file value=\"" + (folder_ / "n.net.xml").string() +
        "\"/></input><time><begin value=\"0\"/>"
        "<end value=\"0:10:00\"/><step-length value=\"0.5\"/></time><seed>7</seed></configuration>";
    int const count = refused(text, 500, [&](auto const& broken) { read_sumo_config(file_.hold(broken)); });
    EXPECT_GT(count, 250);
    EXPECT_LT(count, 500);
}

TEST_F(FuzzTest, Demand) {
    std::string const text =
        "<routes><vTypeDistribution id=\"d\" vTypes=\"a b\"/><vType id=\"a\" vClass=\"bus\"/><vType id=\"b\"/>"
        "<vehicle id=\"v\" type=\"d\" depart=\"0\"><route edges=\"x y\"/></vehicle>"
        "<flow id=\"f\" type=\"a\" begin=\"0\" end=\"100\" period=\"exp(0.5)\"/></routes>";
    SumoConfig config;
    int const count = refused(text, 500, [&](auto const& broken) {
        config.route_files = {file_.hold(broken)};
        EXPECT_GE(read_demand(config, 0, 3600).vehicles, 0);
    });
    EXPECT_GT(count, 250);
    EXPECT_LT(count, 500);
}

}  // namespace
}  // namespace hacthanh::io
