#pragma once
/// Views that were kept under a name, in a file beside the result (docs/formats/scene.md).

#include "viz/scene.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::viz {

/// A view that was kept under a name.
struct Bookmark {
    std::string name;
    Scene scene;

    friend bool operator==(Bookmark const&, Bookmark const&) = default;
};

/// `city.views.json` for `city.nc`, and for `city.nc.part` while the run goes on.
std::filesystem::path bookmark_file(std::filesystem::path const& result);

/// Empty when there is no such file. Throws InputError `FILE: KEY …` as load_scene() does.
std::vector<Bookmark> load_bookmarks(std::filesystem::path const& file);

/// Replaces the file when the new one is complete. Throws RunError when it cannot be written.
void save_bookmarks(std::vector<Bookmark> const& bookmarks, std::filesystem::path const& file);

}  // namespace hacthanh::viz
