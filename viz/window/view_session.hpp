#pragma once
/// What a viewing session knows and does, without any window: results, scene, time, undo, bookmarks, charts.

#include "viz/bookmarks.hpp"
#include "viz/scene.hpp"
#include "viz/scene_data.hpp"
#include "viz/scene_view.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::viz {

/// Numbers over time at one place, of one or two results.
struct ViewChart {
    Text name{};
    SceneSeries first{};
    std::optional<SceneSeries> second{};
};

/// One or two results being looked at. Every change of the scene goes through here, so that it can be undone and all
/// panes follow. Use from one thread.
class ViewSession {
public:
    /// Throws InputError as SceneData does, and when the two results cover different cells: they cannot be compared.
    explicit ViewSession(std::filesystem::path const& first, std::optional<std::filesystem::path> const& second = {});

    SceneData const& first() const { return first_; }
    SceneData const* second() const { return second_ ? &*second_ : nullptr; }
    Scene const& scene() const { return scene_; }

    /// Called after every change of the scene and of the number of steps.
    std::function<void()> on_change{};

    /// Changes the scene. What was before can be had back with undo(). Throws InputError and changes nothing when the
    /// scene would be invalid or names a pollutant that the first result has not. Changes of the same `what` in a row
    /// (a slider moved by keys or wheel) are one step for undo().
    void change(std::function<void(Scene&)> const& edit, std::string const& what = {});
    /// The same without a step for undo(): time, camera, what comes many times a second.
    void move(std::function<void(Scene&)> const& edit);
    /// Puts another scene in place: from a file, a bookmark, a preset.
    void replace(Scene const& scene);
    bool can_undo() const { return !undo_.empty(); }
    bool can_redo() const { return !redo_.empty(); }
    void undo();
    void redo();
    /// Until end_drag() all changes together are one step for undo(): a slider that is being dragged.
    void begin_drag() { dragged_from_ = scene_; }
    void end_drag();

    std::size_t n_steps() const { return first_.result().n_steps(); }
    /// Step that the scene shows; the last one of a mean.
    std::size_t step() const;
    /// Clamped to the steps there are.
    void show_step(std::size_t step);
    void show_mean();
    /// To the next step; at the end to the first with `loop`. @return false when it stayed at the end
    bool advance(bool loop);

    /// Takes up steps that a running simulation has added. @return true when there are more. Who looked at the last
    /// step goes on looking at the last.
    bool refresh();

    /// Reads the views that were kept beside the first result. Throws InputError when their file is damaged.
    void load_bookmarks();
    /// Keeps the scene under the name, or "NAME (2)" where that is taken, also on disk, behind what another window may
    /// have kept there meanwhile. Throws InputError when that file is damaged (it is left as it is) and RunError when
    /// it cannot be written; the bookmark then lasts as long as the session.
    void add_bookmark(std::string const& wanted);
    /// Throws as add_bookmark(). Nothing happens without such a bookmark.
    void remove_bookmark(std::size_t index);
    std::vector<Bookmark> const& bookmarks() const { return bookmarks_; }

    /// The series of what was picked: a road by what colours it (speed where it is plain), a receptor, the people of
    /// a ward, else the air at the point. Nothing outside the grid.
    std::optional<ViewChart> chart(ScenePick const& pick) const;
    /// The road whose name matches best, looked at from near; nothing when there is none.
    std::optional<std::size_t> go_to_street(std::string const& words);

private:
    void remember(Scene before);
    SceneSeries series(SceneData const& data, ScenePick const& pick) const;

    SceneData first_;
    std::optional<SceneData> second_;
    Scene scene_;
    std::vector<Scene> undo_;
    std::vector<Scene> redo_;
    std::optional<Scene> dragged_from_{};
    std::string last_change_{};  ///< `what` of the newest step of undo_
    std::vector<Bookmark> bookmarks_;
};

/// Rows `time,VALUE` (and `VALUE_2`) with local ISO times; missing values are empty. Ends lines with \n.
std::string chart_csv(ViewChart const& chart, LocalClock const& clock);

}  // namespace hacthanh::viz
