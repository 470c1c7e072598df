#include "viz/window/main_window.hpp"

#include "sim/core/error.hpp"
#include "viz/scene_json.hpp"
#include "viz/window/chart_widget.hpp"
#include "viz/window/layer_panel.hpp"
#include "viz/window/legend_widget.hpp"
#include "viz/window/pane_widget.hpp"
#include "viz/window/texts.hpp"
#include "viz/window/time_bar.hpp"

#include <QAction>
#include <QDockWidget>
#include <QFileDialog>
#include <QGuiApplication>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QScreen>
#include <QScrollArea>
#include <QShortcut>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <fstream>
#include <utility>

namespace hacthanh::viz {
namespace {

constexpr int follow_ms = 2000;       // how often a running simulation is looked at again
constexpr double screen_share = 0.9;  // of the screen that the window takes at first
constexpr int scroll_margin = 40;     // pixels for the bar and the frame
constexpr double key_step = 80;       // pixels
constexpr double key_zoom = 0.8;
constexpr double key_turn_deg = 10;
constexpr double key_swipe = 0.05;  // of the width

struct ModeWords {
    SceneMode mode;
    Text const& (*words)();
};
constexpr ModeWords modes[] = {{SceneMode::single, words::single},
                               {SceneMode::side_by_side, words::side_by_side},
                               {SceneMode::swipe, words::swipe},
                               {SceneMode::difference, words::difference}};

std::filesystem::path path_of(QString const& text) { return text.toStdString(); }

}  // namespace

MainWindow::MainWindow(ViewSession session) : session_(std::move(session)) {
    build();
    build_keys();
    session_.on_change = [this] { refresh(); };
    pane_->on_pick = [this](ScenePick const& pick, bool of_second) { attempt([&] { show_pick(pick, of_second); }); };
    pane_->on_error = [this](std::string const& text) { say(text); };
    pane_->on_drawn = [this] {
        legend_->show_legends(pane_->legends(), session_.scene().language);
        time_bar_->refresh(pane_->time_text());
        attempt([this] { refresh_pick(); });
    };
    auto* const timer = new QTimer(this);
    QObject::connect(timer, &QTimer::timeout, this, [this] { attempt([this] { follow(); }); });
    if (!session_.first().result().facts().complete) timer->start(follow_ms);
    refresh();
    attempt([this] { session_.load_bookmarks(); });
    list_bookmarks();
}

MainWindow::~MainWindow() { session_.on_change = nullptr; }

void MainWindow::build() {
    auto* const middle = new QWidget(this);
    auto* const column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    pane_ = new PaneWidget(session_, middle);
    legend_ = new LegendWidget(middle);
    time_bar_ = new TimeBar(session_, middle);
    caution_ = new QLabel(middle);
    caution_->setContentsMargins(12, 2, 12, 4);
    column->addWidget(pane_, 1);
    column->addWidget(legend_);
    column->addWidget(time_bar_);
    column->addWidget(caution_);
    setCentralWidget(middle);

    layers_dock_ = new QDockWidget(this);
    auto* const left = new QWidget(layers_dock_);
    auto* const left_column = new QVBoxLayout(left);
    search_ = new QLineEdit(left);
    search_->setObjectName("search");
    layers_ = new LayerPanel(session_, left);
    bookmarks_ = new QListWidget(left);
    bookmarks_->setObjectName("bookmarks");
    bookmarks_->setMaximumHeight(120);
    left_column->addWidget(search_);
    left_column->addWidget(layers_);
    left_column->addWidget(bookmarks_);
    left_column->addStretch(1);
    layers_scroll_ = new QScrollArea(layers_dock_);
    layers_scroll_->setWidgetResizable(true);
    layers_scroll_->setWidget(left);
    layers_dock_->setWidget(layers_scroll_);
    addDockWidget(Qt::LeftDockWidgetArea, layers_dock_);

    chart_dock_ = new QDockWidget(this);
    auto* const right = new QWidget(chart_dock_);
    auto* const right_column = new QVBoxLayout(right);
    facts_ = new QLabel(right);
    facts_->setObjectName("facts");
    facts_->setWordWrap(true);
    facts_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    chart_ = new ChartWidget(right);
    right_column->addWidget(facts_);
    right_column->addWidget(chart_, 1);
    chart_dock_->setWidget(right);
    addDockWidget(Qt::RightDockWidgetArea, chart_dock_);

    QObject::connect(search_, &QLineEdit::returnPressed, this,
                     [this] { attempt([this] { search(search_->text().toStdString()); }); });
    QObject::connect(bookmarks_, &QListWidget::itemActivated, this, [this](QListWidgetItem*) {
        auto const row = static_cast<std::size_t>(bookmarks_->currentRow());
        if (row < session_.bookmarks().size()) attempt([&] { session_.replace(session_.bookmarks()[row].scene); });
    });
    QRect const screen = QGuiApplication::primaryScreen()->availableGeometry();
    resize(screen.size() * screen_share);
    resizeDocks({layers_dock_, chart_dock_}, {320, 320}, Qt::Horizontal);
}

void MainWindow::build_menus() {
    Language const language = session_.scene().language;
    menuBar()->clear();
    auto const menu = [&](Text const& title) { return menuBar()->addMenu(words::in(title, language)); };
    auto const add = [&](QMenu* in, Text const& title, QKeySequence const& key, std::function<void()> const& action) {
        QAction* const entry = in->addAction(words::in(title, language));
        entry->setShortcut(key);
        QObject::connect(entry, &QAction::triggered, this, [this, action] { attempt(action); });
    };
    auto* const file = menu(words::file());
    add(file, words::open_scene(), QKeySequence::Open, [this] {
        QString const name = QFileDialog::getOpenFileName(this, {}, {}, "*.json");
        if (!name.isEmpty()) session_.replace(load_scene(path_of(name)));
    });
    add(file, words::save_scene(), QKeySequence::Save, [this] {
        QString const name = QFileDialog::getSaveFileName(this, {}, "scene.json", "*.json");
        if (!name.isEmpty()) viz::save_scene(session_.scene(), path_of(name));
    });
    add(file, words::save_csv(), QKeySequence("Ctrl+E"), [this] {
        QString const name = QFileDialog::getSaveFileName(this, {}, "series.csv", "*.csv");
        if (!name.isEmpty()) save_csv(path_of(name));
    });
    add(file, words::save_picture(), QKeySequence("Ctrl+P"), [this] {
        QString const name = QFileDialog::getSaveFileName(this, {}, "view.png", "*.png");
        if (!name.isEmpty()) save_picture(path_of(name));
    });
    add(file, words::quit(), QKeySequence("Ctrl+Q"), [this] { close(); });
    auto* const edit = menu(words::edit());
    add(edit, words::undo(), QKeySequence::Undo, [this] { session_.undo(); });
    add(edit, words::redo(), QKeySequence::Redo, [this] { session_.redo(); });
    add(edit, words::add_bookmark(), QKeySequence("B"), [this] {
        auto const& scene = session_.scene();
        auto const name = scene.field + ", " + pane_->time_text().in(scene.language);
        try {
            session_.add_bookmark(name);
        } catch (...) {
            list_bookmarks();  // kept for as long as the window is open
            throw;
        }
        list_bookmarks();
    });
    add(edit, words::remove_bookmark(), QKeySequence("Ctrl+D"), [this] {
        if (bookmarks_->currentRow() < 0) return;
        session_.remove_bookmark(static_cast<std::size_t>(bookmarks_->currentRow()));
        list_bookmarks();
    });
    auto* const view = menu(words::view());
    int key = 1;
    for (auto const& [mode, text] : modes) {
        if (mode != SceneMode::single && session_.second() == nullptr) break;
        add(view, text(), QKeySequence(QString::number(key++)),
            [this, mode = mode] { session_.change([mode](Scene& scene) { scene.mode = mode; }); });
    }
    view->addSeparator();
    auto const camera = [this](SceneCamera const& wanted) {
        session_.change([&](Scene& scene) { scene.camera = wanted; });
    };
    add(view, words::whole_city(), QKeySequence("Ctrl+0"), [camera] { camera({}); });
    add(view, words::from_above(), QKeySequence("T"), [this, camera] {
        SceneCamera to = pane_->camera();
        to.elevation_deg = 90;
        to.azimuth_deg = 0;
        to.projection = Projection::orthographic;
        camera(to);
    });
    add(view, words::oblique(), QKeySequence("O"), [this, camera] {
        SceneCamera to = pane_->camera();
        to.elevation_deg = 35;
        camera(to);
    });
    add(view, words::mean(), QKeySequence("M"), [this] { session_.show_mean(); });
    add(view, words::search(), QKeySequence::Find, [this] { search_->setFocus(); });
    add(view, words::language(), QKeySequence("L"), [this] {
        session_.change([](Scene& scene) {
            scene.language = scene.language == Language::english ? Language::vietnamese : Language::english;
        });
    });
    add(menu(words::help()), words::keys(), QKeySequence("F1"), [this] { show_keys(); });
}

void MainWindow::show_keys() {
    Language const now = session_.scene().language;
    QMessageBox::information(this, words::in(words::keys(), now), words::in(words::key_list(), now));
}

/// Keys that a slider, a list or a check box needs too are the picture's only while it has the focus.
void MainWindow::build_keys() {
    auto const key = [this](char const* keys, Qt::ShortcutContext where, std::function<void()> const& action) {
        auto* const shortcut = new QShortcut(QKeySequence(keys), pane_);
        shortcut->setContext(where);
        QObject::connect(shortcut, &QShortcut::activated, this, [this, action] { attempt(action); });
    };
    auto const anywhere = Qt::WindowShortcut;
    auto const in_picture = Qt::WidgetShortcut;
    auto const middle = [this] { return QPointF(pane_->width() / 2.0, pane_->height() / 2.0); };
    auto const swipe = [this](double by) {
        session_.move([by](Scene& scene) { scene.swipe_at = std::clamp(scene.swipe_at + by, 0.02, 0.98); });
    };
    key("Space", in_picture, [this] { time_bar_->play(!time_bar_->playing()); });
    key(".", anywhere, [this] { session_.show_step(session_.step() + 1); });
    key(",", anywhere, [this] { session_.show_step(session_.step() > 0 ? session_.step() - 1 : 0); });
    key("Left", in_picture, [this] { pane_->pan(key_step, 0); });
    key("Right", in_picture, [this] { pane_->pan(-key_step, 0); });
    key("Up", in_picture, [this] { pane_->pan(0, key_step); });
    key("Down", in_picture, [this] { pane_->pan(0, -key_step); });
    key("Ctrl+Left", in_picture, [swipe] { swipe(-key_swipe); });
    key("Ctrl+Right", in_picture, [swipe] { swipe(key_swipe); });
    key("Home", in_picture, [this] { session_.change([](Scene& scene) { scene.camera = {}; }); });
    key("+", anywhere, [this, middle] { pane_->zoom(key_zoom, middle()); });
    key("=", anywhere, [this, middle] { pane_->zoom(key_zoom, middle()); });
    key("-", anywhere, [this, middle] { pane_->zoom(1 / key_zoom, middle()); });
    key("[", anywhere, [this] { pane_->turn(-key_turn_deg, 0); });
    key("]", anywhere, [this] { pane_->turn(key_turn_deg, 0); });
    key("PgUp", in_picture, [this] { pane_->turn(0, key_turn_deg); });
    key("PgDown", in_picture, [this] { pane_->turn(0, -key_turn_deg); });
    key("Return", in_picture, [this, middle] { pane_->pick(middle().toPoint()); });
    key("Esc", anywhere, [this] { pane_->setFocus(); });
    key("?", anywhere, [this] { show_keys(); });
}

void MainWindow::retranslate() {
    Language const language = session_.scene().language;
    if (language_ == language) return;
    language_ = language;
    auto const& facts = session_.first().result().facts();
    Text const title{facts.title, facts.title_vi.empty() ? facts.title : facts.title_vi};
    setWindowTitle(words::in(title, language) + " – Hạc Thành");
    build_menus();
    layers_dock_->setWindowTitle(words::in(words::layers(), language));
    chart_dock_->setWindowTitle(words::in(words::chart(), language));
    search_->setPlaceholderText(words::in(words::search(), language));
    QString caution = words::in(words::simulation(), language);
    if (facts.schematic) caution += " · " + words::in(words::schematic(), language);
    caution_->setText(caution);
    layers_scroll_->setMinimumWidth(layers_->sizeHint().width() + scroll_margin);  // the sliders stay in view
    if (!picked_) facts_->setText(words::in(words::click(), language));
}

void MainWindow::refresh() {
    layers_->refresh();
    retranslate();
    pane_->refresh();
}

void MainWindow::show_pick(ScenePick const& pick, bool of_second) {
    picked_ = pick;
    picked_in_second_ = of_second;
    series_of_.reset();
    pane_->highlight_road(pick.layer == LayerKind::roads ? std::optional(pick.index) : std::nullopt);
    refresh_pick();
}

MainWindow::SeriesKey MainWindow::series_key() const {
    Scene const& scene = session_.scene();
    SceneLayer const* const roads = find_layer(scene, LayerKind::roads);
    return {scene.field, roads == nullptr ? "" : roads->colour_by, scene.height_m, session_.n_steps()};
}

void MainWindow::refresh_pick() {
    if (!picked_) return;
    if (auto now = pane_->pick_again(*picked_, picked_in_second_)) {
        picked_ = std::move(now);
    } else {
        picked_->facts.clear();  // numbers of another moment or pollutant would be wrong
    }
    auto const key = series_key();
    if (series_of_ != key) {
        series_of_ = key;
        if (auto chart = session_.chart(*picked_))
            chart_->set_chart(std::move(*chart));
        else
            chart_->clear();
    }
    show_facts();
    if (!chart_->chart()) return;
    auto const moment = session_.first().moment(session_.scene().time);
    chart_->draw(session_.first().clock(), moment.traffic_s, session_.scene().language);
}

void MainWindow::show_facts() {
    Language const language = session_.scene().language;
    QString text = "<b>" + words::in(picked_->name, language).toHtmlEscaped() + "</b>";
    for (auto const& [label, value] : picked_->facts)
        text += "<br>" + words::in(label, language).toHtmlEscaped() + ": " + words::in(value, language).toHtmlEscaped();
    if (auto const& chart = chart_->chart())
        text += "<br><i>" + words::in(chart->first.name, language).toHtmlEscaped() + " [" +
                words::in(chart->first.unit, language).toHtmlEscaped() + "]</i>";
    facts_->setText(text);
}

void MainWindow::list_bookmarks() {
    bookmarks_->clear();
    for (auto const& bookmark : session_.bookmarks()) bookmarks_->addItem(QString::fromStdString(bookmark.name));
}

void MainWindow::save_csv(std::filesystem::path const& file) {
    if (!chart_->chart()) return;
    std::ofstream stream(file, std::ios::binary);
    stream << chart_csv(*chart_->chart(), session_.first().clock());
    stream.close();
    if (!stream) throw RunError(file.string() + ": cannot be written; choose another folder or make room");
}

void MainWindow::save_picture(std::filesystem::path const& file) {
    if (!centralWidget()->grab().save(QString::fromStdString(file.string()), "PNG"))
        throw RunError(file.string() + ": cannot be written; choose another folder or make room");
}

void MainWindow::search(std::string const& words) {
    auto const road = session_.go_to_street(words);
    if (!road) {
        say(words::not_found().in(session_.scene().language) + ": " + words);
        return;
    }
    pane_->highlight_road(road);
}

void MainWindow::follow() {
    if (!session_.refresh()) return;
    say(words::running().in(session_.scene().language));
}

void MainWindow::say(std::string const& text) { statusBar()->showMessage(QString::fromStdString(text), 15000); }

void MainWindow::attempt(std::function<void()> const& action) {
    try {
        action();
    } catch (std::exception const& error) {
        say(error.what());
    }
}

}  // namespace hacthanh::viz
