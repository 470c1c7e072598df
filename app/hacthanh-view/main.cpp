/// `hacthanh view`: the interactive window. Errors end here, and only here.

#include "app/hacthanh-view/display.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "viz/apportion_choice.hpp"
#include "viz/scene_json.hpp"
#include "viz/window/main_window.hpp"
#include "viz/window/pane_widget.hpp"

#include <QVTKOpenGLNativeWidget.h>
#include <QApplication>
#include <QElapsedTimer>
#include <QSurfaceFormat>

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace hacthanh;  // NOLINT: short names for the whole program

constexpr int exit_failed = 1;
constexpr int exit_wrong_input = 2;

struct Options {
    std::filesystem::path result;
    std::filesystem::path other;
    std::filesystem::path scene;
    std::string city;
    std::string wards;
    std::filesystem::path apportion;
    std::string language;
    std::filesystem::path picture;
    std::vector<double> at;
};

constexpr int picture_width = 1400;
constexpr int picture_height = 875;
constexpr int picture_wait_ms = 60000;  // our choice: a frame of a large city on a processor without a GPU

/// Waits until the window has drawn, shows what lies at the place, and keeps the window as a picture.
void keep_picture(viz::MainWindow& window, Options const& options) {
    QElapsedTimer timer;
    timer.start();
    auto const settle = [] {
        for (int i = 0; i < 20; ++i) QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    };
    while (window.pane().time_text().empty() && timer.elapsed() < picture_wait_ms) settle();
    if (!options.at.empty()) window.pane().pick(window.pane().pixel_of({options.at[0], options.at[1]}).toPoint());
    settle();
    if (!window.grab().save(QString::fromStdString(options.picture.string()), "PNG"))
        throw RunError(options.picture.string() + ": cannot be written; choose another folder or make room");
}

/// Streets by what they give to the first place of the file, drawn wider; the others are choices of the layer.
void colour_by_apportion(viz::ViewSession& session, std::filesystem::path const& file) {
    auto const choice = viz::apportion_choice(std::filesystem::absolute(file), 1);
    viz::chosen_apportionment(choice,
                              session.first().path());  // what is wrong with the file is said before the picture
    session.move([&](viz::Scene& scene) {
        auto* roads = viz::find_layer(scene, viz::LayerKind::roads);
        if (roads == nullptr) {
            scene.layers.emplace_back();
            roads = &scene.layers.back();
            roads->kind = viz::LayerKind::roads;
        }
        roads->visible = true;
        roads->opacity = 1;
        roads->colour_by = choice;
        if (auto* slice = viz::find_layer(scene, viz::LayerKind::slice)) slice->visible = false;
    });
}

int show(Options const& options, int& argc, char** argv) {
    view::require_display();
    setenv("QT_QPA_PLATFORM", "xcb", 1);  // Debian's VTK draws through X, also on Wayland
    QSurfaceFormat::setDefaultFormat(QVTKOpenGLNativeWidget::defaultFormat());
    std::optional<std::filesystem::path> other;
    if (!options.other.empty()) other = options.other;
    viz::ViewSession session(options.result, other);  // what is wrong with the files is said before any window opens
    QApplication application(argc, argv);
    viz::MainWindow window(std::move(session));
    if (!options.scene.empty()) window.session().replace(viz::load_scene(options.scene));
    window.session().move([&](viz::Scene& scene) {
        if (!options.city.empty()) scene.city = options.city;
        if (!options.wards.empty()) scene.wards = options.wards;
    });
    if (!options.apportion.empty()) colour_by_apportion(window.session(), options.apportion);
    if (!options.language.empty())
        window.session().move([&](viz::Scene& scene) {
            scene.language = options.language == "en" ? Language::english : Language::vietnamese;
        });
    if (!options.picture.empty()) window.resize(picture_width, picture_height);
    window.show();
    if (options.picture.empty()) return QApplication::exec();
    keep_picture(window, options);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App command("Look at a result, or at two side by side");
    command.name("hacthanh view");
    command.add_option("result", options.result, "Result file, finished or still growing")->required();
    command.add_option("other", options.other, "Another result of the same mesh: A | B, swipe, B - A");
    command.add_option("--scene", options.scene, "Scene file (JSON) to begin with");
    command.add_option("--city", options.city, "City folder with footprints and people [that of the run]");
    command.add_option("--wards", options.wards, "Polygons of wards with a column \"name\" (GeoJSON, GeoPackage)");
    command.add_option("--apportion", options.apportion,
                       "What `hacthanh apportion -o FILE.json` wrote: streets coloured by what they give to its places "
                       "[apportion.json beside the result, as a choice]");
    command.add_option("--picture", options.picture, "Keep the window as a picture (PNG) and end");
    command.add_option("--at", options.at, "With --picture: click this place first, X,Y of the result file [m]")
        ->expected(2)
        ->delimiter(',');
    command.add_option("--language", options.language, "vi or en")->check(CLI::IsMember({"vi", "en"}));
    try {
        command.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return command.exit(error) == 0 ? 0 : exit_wrong_input;
    }
    try {
        return show(options, argc, argv);
    } catch (InputError const& error) {
        log::error("{}", error.what());
        return exit_wrong_input;
    } catch (std::exception const& error) {
        log::error("{}", error.what());
        return exit_failed;
    }
}
