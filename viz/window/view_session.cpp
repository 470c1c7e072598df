#include "viz/window/view_session.hpp"

#include "sim/core/error.hpp"
#include "viz/apportion_choice.hpp"
#include "viz/exposed_wards.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace hacthanh::viz {
namespace {

constexpr std::size_t most_undo = 200;  // our choice: more than anybody remembers
constexpr double street_view_m = 600;   // a street and its neighbours; our choice

void require_same_cells(SceneData const& a, SceneData const& b) {
    auto const& one = a.result().grid();
    auto const& two = b.result().grid();
    validate(one.x_centre == two.x_centre && one.y_centre == two.y_centre && one.z_faces == two.z_faces &&
                 one.crs_code == two.crs_code,
             b.path().string(), fmt::format("covers other cells than {}", a.path().string()),
             "compare results of one mesh");
}

bool is_whole_number(std::string const& text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// The name, with a number behind it where another bookmark has it.
std::string free_name(std::vector<Bookmark> const& taken, std::string const& wanted) {
    std::string name = wanted;
    for (int n = 2; std::ranges::find(taken, name, &Bookmark::name) != taken.end(); ++n)
        name = fmt::format("{} ({})", wanted, n);
    return name;
}

Scene first_scene(SceneData const& data, bool compares) {
    Scene scene = make_preset(Preset::map);
    auto const& species = data.result().facts().species;
    if (std::ranges::find(species, scene.field) == species.end() && !species.empty()) scene.field = species.front();
    if (compares) scene.mode = SceneMode::side_by_side;
    if (data.result().n_steps() > 0) scene.time = std::to_string(data.result().n_steps() - 1);
    return scene;
}

}  // namespace

ViewSession::ViewSession(std::filesystem::path const& first, std::optional<std::filesystem::path> const& second)
    : first_(first) {
    if (second) {
        second_.emplace(*second);
        require_same_cells(first_, *second_);
    }
    scene_ = first_scene(first_, second_.has_value());
}

void ViewSession::move(std::function<void(Scene&)> const& edit) {
    Scene wanted = scene_;
    edit(wanted);
    if (wanted == scene_) return;
    validate_scene(wanted, "scene");
    if (wanted.field != scene_.field) first_.species(wanted.field);  // throws with a list of what there is
    validate(second_ || wanted.mode == SceneMode::single, "scene",
             fmt::format("mode {} compares two results", name(wanted.mode)), "open it with two result files");
    scene_ = std::move(wanted);
    if (on_change) on_change();
}

void ViewSession::change(std::function<void(Scene&)> const& edit, std::string const& what) {
    if (dragged_from_) {
        move(edit);
        return;
    }
    Scene before = scene_;
    auto const told = std::exchange(on_change, nullptr);  // told once, when undo is right too
    try {
        move(edit);
    } catch (...) {
        on_change = told;
        throw;
    }
    on_change = told;
    if (before == scene_) return;
    bool const goes_on = !what.empty() && what == last_change_ && !undo_.empty();
    if (!goes_on) remember(std::move(before));
    last_change_ = what;
    if (on_change) on_change();
}

void ViewSession::remember(Scene before) {
    undo_.push_back(std::move(before));
    if (undo_.size() > most_undo) undo_.erase(undo_.begin());
    redo_.clear();
    last_change_.clear();
}

void ViewSession::end_drag() {
    auto before = std::exchange(dragged_from_, std::nullopt);
    if (before && !(*before == scene_)) remember(std::move(*before));
}

void ViewSession::load_bookmarks() { bookmarks_ = viz::load_bookmarks(bookmark_file(first_.path())); }

void ViewSession::add_bookmark(std::string const& wanted) {
    bookmarks_.push_back({free_name(bookmarks_, wanted), scene_});
    auto const file = bookmark_file(first_.path());
    auto kept = viz::load_bookmarks(file);
    kept.push_back({free_name(kept, wanted), scene_});
    save_bookmarks(kept, file);
    bookmarks_ = std::move(kept);
}

void ViewSession::remove_bookmark(std::size_t index) {
    if (index >= bookmarks_.size()) return;
    Bookmark const gone = bookmarks_[index];
    bookmarks_.erase(bookmarks_.begin() + static_cast<std::ptrdiff_t>(index));
    auto const file = bookmark_file(first_.path());
    auto kept = viz::load_bookmarks(file);
    auto const found = std::ranges::find(kept, gone);
    if (found == kept.end()) return;
    kept.erase(found);
    save_bookmarks(kept, file);
    bookmarks_ = std::move(kept);
}

void ViewSession::replace(Scene const& scene) {
    change([&](Scene& now) { now = scene; });
}

void ViewSession::undo() {
    if (undo_.empty()) return;
    redo_.push_back(std::exchange(scene_, undo_.back()));
    undo_.pop_back();
    last_change_.clear();
    if (on_change) on_change();
}

void ViewSession::redo() {
    if (redo_.empty()) return;
    undo_.push_back(std::exchange(scene_, redo_.back()));
    redo_.pop_back();
    last_change_.clear();
    if (on_change) on_change();
}

std::size_t ViewSession::step() const {
    if (n_steps() == 0) return 0;
    if (is_whole_number(scene_.time)) {
        std::size_t step = 0;
        std::from_chars(scene_.time.data(), scene_.time.data() + scene_.time.size(), step);
        return std::min(step, n_steps() - 1);
    }
    return first_.moment(scene_.time).steps.back();
}

void ViewSession::show_step(std::size_t step) {
    if (n_steps() == 0) return;
    move([&](Scene& scene) { scene.time = std::to_string(std::min(step, n_steps() - 1)); });
}

void ViewSession::show_mean() {
    move([](Scene& scene) { scene.time = "mean"; });
}

bool ViewSession::advance(bool loop) {
    std::size_t const now = step();
    if (now + 1 < n_steps()) {
        show_step(now + 1);
        return true;
    }
    if (!loop) return false;
    show_step(0);
    return true;
}

bool ViewSession::refresh() {
    bool const at_end = n_steps() == 0 || step() + 1 == n_steps();
    bool const more = first_.refresh();
    bool const more_of_second = second_ && second_->refresh();
    if (!more && !more_of_second) return false;
    std::string const before = scene_.time;
    if (at_end && before != "mean") show_step(n_steps() - 1);
    if (scene_.time == before && on_change) on_change();
    return more;
}

SceneSeries ViewSession::series(SceneData const& data, ScenePick const& pick) const {
    if (pick.layer == LayerKind::roads || pick.layer == LayerKind::labels) {
        SceneLayer const* const roads = find_layer(scene_, LayerKind::roads);
        bool const plain = roads == nullptr || roads->colour_by.empty() || roads->colour_by == "plain";
        bool const constant = !plain && is_apportion(roads->colour_by);  // a mean of the run has no series
        return data.road_series(plain ? "speed" : constant ? "flow" : roads->colour_by, pick.index);
    }
    if (pick.layer == LayerKind::wards) return ward_series(data, scene_, pick.index);
    if (pick.layer == LayerKind::receptors) return data.receptor_series(scene_.field, pick.index);
    return data.point_series(scene_.field, {pick.x, pick.y}, std::max(pick.height_m, scene_.height_m))
        .value_or(SceneSeries{});
}

std::optional<ViewChart> ViewSession::chart(ScenePick const& pick) const {
    ViewChart chart{pick.name, series(first_, pick), std::nullopt};
    if (chart.first.time_s.empty()) return std::nullopt;
    if (second_) chart.second = series(*second_, pick);
    if (chart.name.empty()) chart.name = chart.first.name;
    return chart;
}

std::optional<std::size_t> ViewSession::go_to_street(std::string const& words) {
    auto const found = first_.find_roads(words);
    if (found.empty()) return std::nullopt;
    auto const& axis = first_.result().roads().at(found.front()).axis;
    auto const& middle = axis.at(axis.size() / 2);
    change([&](Scene& scene) {
        scene.camera.centre = {middle.x, middle.y};
        scene.camera.view_m = street_view_m;
    });
    return found.front();
}

std::string chart_csv(ViewChart const& chart, LocalClock const& clock) {
    std::string text = fmt::format("# {} [{}]\ntime,value{}\n", chart.first.name.english, chart.first.unit.english,
                                   chart.second ? ",value_2" : "");
    auto const number = [](SceneSeries const& series, std::size_t i) {
        return i < series.value.size() && !std::isnan(series.value[i]) ? fmt::format("{}", series.value[i])
                                                                       : std::string();
    };
    for (std::size_t i = 0; i < chart.first.time_s.size(); ++i) {
        text += fmt::format("{},{}{}{}\n", clock.iso(chart.first.time_s[i]), number(chart.first, i),
                            chart.second ? "," : "", chart.second ? number(*chart.second, i) : std::string());
    }
    return text;
}

}  // namespace hacthanh::viz
