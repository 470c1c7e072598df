/// Scenes through the real renderer: views as files, frames by several processes, films, and everything that can be
/// wrong.

#include "io/hdf5.hpp"
#include "tests/support/command.hpp"
#include "tests/unit/viz/traced_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace hacthanh::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class ScenesTest : public ::testing::Test {
protected:
    ScenesTest() {
        viz::testing::write_traced_run((folder_ / "a.nc").string(), 3);
        viz::testing::write_traced_run((folder_ / "b.nc").string(), 3, true, 2);
    }
    std::string path(std::string const& name) const { return (folder_ / name).string(); }
    CommandResult render(std::vector<std::string> arguments, std::vector<std::string> environment = {}) const {
        std::vector<std::string> command = {"env", "-u", "DISPLAY"};
        command.insert(command.end(), environment.begin(), environment.end());
        command.push_back(std::string(HACTHANH_BINARY_DIR) + "/hacthanh-render");
        command.insert(command.end(), arguments.begin(), arguments.end());
        command.insert(command.end(), {"--size", "640x480"});
        return run_command(command, folder_.path());
    }
    void expect_refused(CommandResult const& result, int code, std::string const& part) const {
        EXPECT_EQ(result.exit_code, code) << result.err;
        EXPECT_THAT(result.err, HasSubstr(part));
    }

    ScratchFolder folder_;
};

TEST_F(ScenesTest, AViewThatWasSavedIsDrawnAgain) {
    auto const drawn = render({path("a.nc"), "--preset", "street", "--time", "07:07", "--language", "en",
                               "--save-scene", path("view.json"), "-o", path("one.png"), "--json"});
    ASSERT_EQ(drawn.exit_code, 0) << drawn.err;
    EXPECT_EQ(nlohmann::json::parse(drawn.out).at("picture"), path("one.png"));
    auto const again = render({path("a.nc"), "--scene", path("view.json"), "-o", path("two.png")});
    ASSERT_EQ(again.exit_code, 0) << again.err;
    EXPECT_EQ(read_file(path("one.png")), read_file(path("two.png")));
}

TEST_F(ScenesTest, EveryPresetIsDrawn) {
    for (std::string const preset : {"map", "street", "3d", "timelapse", "city"}) {
        auto const result = render({path("a.nc"), "--preset", preset, "--language", "vi", "-o", path(preset + ".png")});
        EXPECT_EQ(result.exit_code, 0) << preset << ": " << result.err;
        EXPECT_GT(std::filesystem::file_size(path(preset + ".png")), 8000U) << preset;
    }
    auto const change =
        render({path("a.nc"), path("b.nc"), "--preset", "difference", "--language", "vi", "-o", path("d.png")});
    EXPECT_EQ(change.exit_code, 0) << change.err;
    expect_refused(render({path("a.nc"), "--preset", "wards", "-o", path("w.png")}), 2, "population.gpkg");
    expect_refused(render({path("a.nc"), "--preset", "difference", "-o", path("w.png")}), 2, "compares two results");
    expect_refused(render({path("a.nc"), "--preset", "streets", "-o", path("w.png")}), 2,
                   "\"streets\" is not a choice");
    EXPECT_FALSE(std::filesystem::exists(path("w.png")));
}

TEST_F(ScenesTest, FramesAreTheSameByOneProcessAndByTwo) {
    std::vector<std::string> const wanted = {path("a.nc"),      "--preset",   "timelapse", "--times",
                                             "07:05-07:12/120", "--language", "vi"};
    for (std::string const jobs : {"1", "2"}) {
        auto arguments = wanted;
        arguments.insert(arguments.end(), {"--jobs", jobs, "-o", path("frames" + jobs)});
        auto const result = render(arguments);
        ASSERT_EQ(result.exit_code, 0) << result.err;
        EXPECT_THAT(result.err, HasSubstr("frame 4 of 4"));
    }
    for (int frame = 0; frame < 4; ++frame) {
        std::string const name = "frame_0000" + std::to_string(frame) + ".png";
        EXPECT_EQ(read_file(folder_ / "frames1" / name), read_file(folder_ / "frames2" / name)) << frame;
    }
    EXPECT_NE(read_file(folder_ / "frames1" / "frame_00000.png"), read_file(folder_ / "frames1" / "frame_00003.png"));
    expect_refused(render({path("a.nc"), "--times", "all", "-o", path("x.png")}), 2,
                   "one PNG cannot hold several times");
    expect_refused(render({path("a.nc"), "--times", "7-8", "-o", path("x")}), 2, "--times");
    expect_refused(render({path("a.nc"), "--times", "09:00-10:00", "-o", path("x")}), 2, "after the end of the result");
}

TEST_F(ScenesTest, FramesAreKeptWithoutFfmpeg) {
    auto const result = render({path("a.nc"), "--times", "1,2", "--language", "vi", "-o", path("film.mp4")},
                               {"PATH=" + folder_.path().string()});
    expect_refused(result, 1, "ffmpeg is not installed");
    EXPECT_THAT(result.err, HasSubstr("frames are kept in " + path("film.frames")));
    EXPECT_TRUE(std::filesystem::exists(folder_ / "film.frames" / "frame_00001.png"));
    EXPECT_FALSE(std::filesystem::exists(path("film.mp4")));
}

TEST_F(ScenesTest, FfmpegMakesAFilmOfTheFrames) {
    if (run_command({"sh", "-c", "command -v ffmpeg"}).exit_code != 0) GTEST_SKIP() << "ffmpeg is not installed";
    auto const result = render({path("a.nc"), "--times", "all", "--language", "vi", "-o", path("film.mp4")});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_EQ(read_file(path("film.mp4")).substr(4, 4), "ftyp");
    EXPECT_FALSE(std::filesystem::exists(path("film.frames")));
}

TEST_F(ScenesTest, SaysWhatIsWrongAndDrawsNothing) {
    write_file(path("layer.json"), R"({"hacthanh_scene": 1, "layers": [{"kind": "clouds"}]})");
    expect_refused(render({path("a.nc"), "--scene", path("layer.json"), "-o", path("x.png")}), 2,
                   "layer.json: layers[0].kind = \"clouds\" is not a choice");
    write_file(path("kerb.json"), R"({"hacthanh_scene": 1, "layers": [{"kind": "roads", "colour_by": "kerb:NOx"}]})");
    expect_refused(render({path("a.nc"), "--scene", path("kerb.json"), "-o", path("x.png")}), 2,
                   "holds no kerb concentrations");
    write_file(path("broken.json"), "{");
    expect_refused(render({path("a.nc"), "--scene", path("broken.json"), "-o", path("x.png")}), 2, "is no JSON");
    auto const whole = read_file(path("a.nc"));
    write_file(path("cut.nc"), whole.substr(0, whole.size() / 2));
    expect_refused(render({path("cut.nc"), "--preset", "map", "-o", path("x.png")}), 2, "cut.nc");
    EXPECT_FALSE(std::filesystem::exists(path("x.png")));
}

TEST_F(ScenesTest, ResultsOfOlderProgramsAreDrawn) {
    for (std::string const schema : {"1.0", "1.1", "1.2", "1.3", "1.4"}) {
        std::string const packed = std::string(HACTHANH_SOURCE_DIR) + "/tests/data/results/schema-" + schema + ".nc.gz";
        std::string const file = path(schema + ".nc");
        ASSERT_EQ(run_command({"sh", "-c", "gzip -dc '" + packed + "' > '" + file + "'"}).exit_code, 0);
        auto const drawn = render({file, "--preset", "map", "--language", "vi", "-o", path(schema + ".png")});
        EXPECT_EQ(drawn.exit_code, 0) << schema << ": " << drawn.err;
        EXPECT_TRUE(std::filesystem::exists(path(schema + ".png"))) << schema;
    }
    write_file(path("flow.json"), R"({"hacthanh_scene": 1, "layers": [{"kind": "wind", "colour_by": "streamlines"}]})");
    expect_refused(render({path("1.4.nc"), "--scene", path("flow.json"), "-o", path("x.png")}), 2,
                   "of kind wind by streamlines: the result holds no wind");
    write_file(path("cars.json"), R"({"hacthanh_scene": 1, "layers": [{"kind": "vehicles"}]})");
    expect_refused(render({path("1.0.nc"), "--scene", path("cars.json"), "-o", path("x.png")}), 2,
                   "output.trace_interval_s");
    EXPECT_FALSE(std::filesystem::exists(path("x.png")));
}

TEST_F(ScenesTest, AFileOfAnUnknownSchemaIsRefused) {
    for (std::string const schema : {"2.0", "nonsense"}) {
        std::filesystem::permissions(path("a.nc"), std::filesystem::perms::owner_write,
                                     std::filesystem::perm_options::add);
        io::hdf5::File file = io::hdf5::File::open_for_update(path("a.nc"));
        io::hdf5::set_attribute(file.id(), "schema", schema);
        file.close();
        expect_refused(render({path("a.nc"), "--preset", "map", "-o", path("x.png")}), 2, schema);
        expect_refused(render({path("b.nc"), path("a.nc"), "--preset", "difference", "-o", path("x.png")}), 2, "a.nc");
    }
    EXPECT_FALSE(std::filesystem::exists(path("x.png")));
}

TEST_F(ScenesTest, AnIndexThatTheResultCannotGiveIsRefused) {
    write_file(path("index.json"), R"({"hacthanh_scene": 1, "layers": [{"kind": "slice", "colour_by": "vn_aqi"}]})");
    expect_refused(render({path("a.nc"), "--scene", path("index.json"), "-o", path("x.png")}), 2, "NOx has no index");
}

TEST_F(ScenesTest, SaysWhatToInstallWithoutOpenGl) {
    auto const result = render({path("a.nc"), "--preset", "map", "-o", path("x.png")},
                               {"__EGL_VENDOR_LIBRARY_FILENAMES=/nonexistent", "PATH=" + folder_.path().string()});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, AllOf(HasSubstr("cannot draw"), HasSubstr("apt-get install")));
    if (run_command({"sh", "-c", "command -v Xvfb"}).exit_code != 0) GTEST_SKIP() << "Xvfb is not installed";
    auto const fallback = render({path("a.nc"), "--preset", "map", "--language", "vi", "-o", path("x.png")},
                                 {"__EGL_VENDOR_LIBRARY_FILENAMES=/nonexistent"});
    EXPECT_EQ(fallback.exit_code, 0) << fallback.err;
    EXPECT_THAT(fallback.err, HasSubstr("drawing with Xvfb"));
}

}  // namespace
}  // namespace hacthanh::test
