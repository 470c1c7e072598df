// The catalogue of winds: same bits, only its own geometry, safe with several processes and broken files.

#include "io/wind_catalogue.hpp"

#include "sim/core/log.hpp"
#include "sim/run/flow_source.hpp"
#include "sim/weather/inflow.hpp"
#include "sim/wind/uniform_wind.hpp"
#include "tests/support/command.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;

mesh::CityMesh box(double cell_size = 20) {
    mesh::MeshOptions options;
    options.cell_size_m = cell_size;
    options.levels = 6;
    options.top_m = 60;
    return mesh::CityMesh({0, 0, 400, 320}, options);
}

weather::WeatherOptions weather_options(double speed, double from_deg) {
    weather::WeatherOptions options;
    options.wind_speed_m_s = speed;
    options.wind_from_deg = from_deg;
    return options;
}

template <class T>
bool same(std::span<T const> a, std::span<T const> b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

bool same(state::Flow const& a, state::Flow const& b) {
    return same(a.wind.x(), b.wind.x()) && same(a.wind.y(), b.wind.y()) && same(a.wind.z(), b.wind.z()) &&
           same(a.turbulence.vertical_diffusivity.z(), b.turbulence.vertical_diffusivity.z()) &&
           same(a.turbulence.horizontal_diffusivity.values(), b.turbulence.horizontal_diffusivity.values());
}

/// Uniform wind that counts how often it is asked.
class CountedWind : public wind::WindSolver {
public:
    explicit CountedWind(mesh::CityMesh const& mesh) : wind_(mesh) {}
    state::Flow solve(state::InflowProfile const& profile) const override {
        ++asked;
        return wind_.solve(profile);
    }
    mutable int asked = 0;

private:
    wind::UniformWind wind_;
};

class WindCatalogueTest : public testing::Test {
protected:
    WindCatalogueFolder catalogue(mesh::CityMesh const& mesh, std::uintmax_t limit = 1U << 30,
                                  std::string const& model = "uniform") const {
        return {folder_ / "winds", mesh, {}, model, limit};
    }
    state::Flow flow(weather::WeatherOptions const& options, state::WindCatalogue* winds) const {
        weather::Weather const weather(options);
        return run::FlowSource(weather, solver_, mesh_, 0.8, parallel_, winds).flow({});
    }
    std::vector<fs::path> files() const {
        std::vector<fs::path> found;
        for (auto const& entry : fs::recursive_directory_iterator(folder_ / "winds"))
            if (entry.is_regular_file()) found.push_back(entry.path());
        std::ranges::sort(found);
        return found;
    }

    test::ScratchFolder folder_;
    mesh::CityMesh mesh_ = box();
    Parallel parallel_{2};
    CountedWind solver_{mesh_};
};

TEST_F(WindCatalogueTest, WeatherThatIsAClassHasTheSameBitsWithAndWithout) {
    auto winds = catalogue(mesh_);
    auto const options = weather_options(2, 230);
    auto const direct = flow(options, nullptr);
    EXPECT_TRUE(same(direct, flow(options, &winds)));  // solved and kept
    int const asked = solver_.asked;
    EXPECT_TRUE(same(direct, flow(options, &winds)));  // read
    EXPECT_EQ(solver_.asked, asked);
    EXPECT_EQ(files().size(), 1U);
}

TEST_F(WindCatalogueTest, WeatherBetweenClassesIsTheirSumAndItsFluxesBalance) {
    auto winds = catalogue(mesh_);
    auto options = weather_options(1.7, 234);
    options.monin_obukhov_length_m = 70;
    auto const sum = flow(options, &winds);
    EXPECT_EQ(files().size(), 4U);
    auto const direct = flow(options, nullptr);
    double const inflow = 400 * 60 * 3;  // [m3/s] roughly what enters
    double const area[] = {20 * mesh_.layer_thickness(0), 400};
    for (std::size_t k = 0; k < mesh_.nz(); ++k)
        for (std::size_t j = 0; j < mesh_.ny(); ++j)
            for (std::size_t i = 0; i < mesh_.nx(); ++i) {
                auto const& w = sum.wind;
                double const out = (w.x()[w.x_face(i + 1, j, k)] - w.x()[w.x_face(i, j, k)] +
                                    w.y()[w.y_face(i, j + 1, k)] - w.y()[w.y_face(i, j, k)]) *
                                       area[0] * mesh_.layer_thickness(k) / mesh_.layer_thickness(0) +
                                   (w.z()[w.z_face(i, j, k + 1)] - w.z()[w.z_face(i, j, k)]) * area[1];
                ASSERT_LE(std::abs(out), 1e-12 * inflow);
                auto const& d = direct.wind;
                double const u = d.x()[d.x_face(i, j, k)];
                ASSERT_NEAR(w.x()[w.x_face(i, j, k)], u, 0.02 * std::abs(u));  // linear in 1/L, not exactly
            }
    EXPECT_TRUE(same(sum, flow(options, &winds)));  // now all of it read
}

TEST_F(WindCatalogueTest, TheActualSpeedScalesTheClass) {
    auto winds = catalogue(mesh_);
    auto const scaled = flow(weather_options(1.6, 30), &winds);
    auto const direct = flow(weather_options(1.6, 30), nullptr);
    for (std::size_t n = 0; n < direct.wind.x().size(); ++n) ASSERT_NEAR(scaled.wind.x()[n], direct.wind.x()[n], 1e-12);
}

TEST_F(WindCatalogueTest, AnotherGeometryOrModelHasItsOwnEntriesAndLeavesTheOthers) {
    auto winds = catalogue(mesh_);
    flow(weather_options(2, 90), &winds);
    auto const first = files();
    std::string const bytes = test::read_file(first.at(0));
    mesh::Openness openness;
    openness.cell.assign(mesh_.n_cells(), mesh::Openness::open);
    state::WindField const faces(mesh_, "", "");
    openness.x_face.assign(faces.x().size(), mesh::Openness::open);
    openness.y_face.assign(faces.y().size(), mesh::Openness::open);
    openness.z_face.assign(faces.z().size(), mesh::Openness::open);
    openness.cell[7] = 200;
    mesh::CityMesh const built(mesh_, openness);
    auto const inflow = weather::make_inflow_profile(weather_options(2, 90), mesh_, 0.8);
    city::Building house;
    house.footprint.outer = {{0, 0}, {10, 0}, {10, 10}};
    house.height_m = 9;
    auto other_mesh = catalogue(built);
    auto other_model = catalogue(mesh_, 1U << 30, "another");
    WindCatalogueFolder other_city(folder_ / "winds", mesh_, {&house, 1}, "uniform", 1U << 30);
    for (auto* other : {&other_mesh, &other_model, &other_city}) {
        EXPECT_FALSE(other->load("from090_2ms_neutral_800m", inflow, mesh_));
        other->save("from090_2ms_neutral_800m", inflow, flow(weather_options(2, 90), nullptr));
    }
    EXPECT_EQ(files().size(), 4U);
    EXPECT_EQ(test::read_file(first.at(0)), bytes);
}

TEST_F(WindCatalogueTest, ABrokenFileIsAWarningAndIsWrittenAgain) {
    auto winds = catalogue(mesh_);
    auto const good = flow(weather_options(2, 90), &winds);
    auto const file = files().at(0);
    std::string const bytes = test::read_file(file);
    std::vector<std::string> warnings;
    auto const old = log::set_sink([&](log::Level, std::string_view line) { warnings.emplace_back(line); });
    std::string flipped = bytes;
    flipped[bytes.size() / 2] = static_cast<char>(flipped[bytes.size() / 2] ^ 0x40);
    for (std::string const& broken : {flipped, bytes.substr(0, bytes.size() / 3), std::string("nothing")}) {
        warnings.clear();
        test::write_file(file, broken);
        EXPECT_TRUE(same(good, flow(weather_options(2, 90), &winds)));
        EXPECT_THAT(warnings, testing::Contains(testing::HasSubstr("solved again")));
        warnings.clear();
        EXPECT_TRUE(same(good, flow(weather_options(2, 90), &winds)));
        EXPECT_TRUE(warnings.empty());
    }
    log::set_sink(old);
}

TEST_F(WindCatalogueTest, TwoProcessesMayWriteTheSameEntriesAtOnce) {
    std::vector<pid_t> children;
    for (int child = 0; child < 2; ++child) {
        pid_t const pid = fork();
        if (pid == 0) {
            auto winds = catalogue(mesh_);
            wind::UniformWind const solver(mesh_);
            bool good = true;
            for (int round = 0; round < 8; ++round)
                for (double from : {0.0, 90.0, 200.0}) {
                    auto const options = weather_options(2, from);
                    auto const inflow = weather::make_inflow_profile(options, mesh_, 0.8);
                    auto const right = solver.solve(inflow);
                    auto const kept = winds.load("from", inflow, mesh_);
                    good = good && (!kept || same(*kept, right));
                    winds.save("from", inflow, right);
                }
            _exit(good ? 0 : 1);
        }
        children.push_back(pid);
    }
    for (pid_t const pid : children) {
        int status = 0;
        waitpid(pid, &status, 0);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    EXPECT_EQ(files().size(), 3U);  // nothing half-written is left
}

TEST_F(WindCatalogueTest, TheOldestGoWhenTheLimitIsReached) {
    auto generous = catalogue(mesh_);
    flow(weather_options(2, 0), &generous);
    auto const one = fs::file_size(files().at(0));
    fs::last_write_time(files().at(0), fs::file_time_type::clock::now() - std::chrono::hours(2));
    auto tight = catalogue(mesh_, 2 * one + one / 2);
    flow(weather_options(2, 90), &tight);
    flow(weather_options(2, 180), &tight);
    auto const left = files();
    ASSERT_EQ(left.size(), 2U);
    EXPECT_THAT(left[0].filename().string(), testing::HasSubstr("from090"));
    EXPECT_THAT(left[1].filename().string(), testing::HasSubstr("from180"));
}

}  // namespace
}  // namespace hacthanh::io
