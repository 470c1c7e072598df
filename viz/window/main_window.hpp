#pragma once
/// The window of `hacthanh view`.

#include "viz/window/view_session.hpp"

#include <QMainWindow>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

class QDockWidget;
class QLabel;
class QLineEdit;
class QListWidget;
class QScrollArea;

namespace hacthanh::viz {

class ChartWidget;
class LayerPanel;
class LegendWidget;
class PaneWidget;
class TimeBar;

/// Needs a QApplication, made after QSurfaceFormat::setDefaultFormat(QVTKOpenGLNativeWidget::defaultFormat()).
class MainWindow final : public QMainWindow {
public:
    explicit MainWindow(ViewSession session);
    ~MainWindow() override;

    ViewSession& session() { return session_; }
    PaneWidget& pane() { return *pane_; }
    ChartWidget& chart() { return *chart_; }
    TimeBar& time_bar() { return *time_bar_; }

    /// What a click at this place of the results shows: its numbers and its series.
    void show_pick(ScenePick const& pick, bool of_second = false);
    /// Throws RunError when it cannot be written.
    void save_csv(std::filesystem::path const& file);
    void save_picture(std::filesystem::path const& file);
    void search(std::string const& words);

private:
    void build();
    void build_menus();
    void build_keys();
    void show_keys();
    void retranslate();
    void follow();
    void refresh();
    /// Numbers and series of what was picked, as the scene shows them now.
    void refresh_pick();
    void show_facts();
    void list_bookmarks();
    void say(std::string const& text);
    /// Runs what may fail and tells the user when it does.
    void attempt(std::function<void()> const& action);

    ViewSession session_;
    PaneWidget* pane_ = nullptr;
    LegendWidget* legend_ = nullptr;
    TimeBar* time_bar_ = nullptr;
    LayerPanel* layers_ = nullptr;
    ChartWidget* chart_ = nullptr;
    QLabel* facts_ = nullptr;
    QLabel* caution_ = nullptr;
    QLineEdit* search_ = nullptr;
    QListWidget* bookmarks_ = nullptr;
    QDockWidget* layers_dock_ = nullptr;
    QScrollArea* layers_scroll_ = nullptr;
    QDockWidget* chart_dock_ = nullptr;
    /// What a series depends on besides the place.
    struct SeriesKey {
        std::string field;
        std::string roads_by;
        double height_m = 0;
        std::size_t n_steps = 0;
        friend bool operator==(SeriesKey const&, SeriesKey const&) = default;
    };
    SeriesKey series_key() const;

    std::optional<ScenePick> picked_{};
    bool picked_in_second_ = false;
    std::optional<SeriesKey> series_of_{};
    std::optional<Language> language_{};
};

}  // namespace hacthanh::viz
