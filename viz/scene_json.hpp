#pragma once

#include "viz/scene.hpp"

#include <filesystem>
#include <string>

namespace hacthanh::viz {

/// A scene as JSON text (docs/formats/scene.md): keys in a fixed order, defaults left out. The same scene gives the
/// same bytes, and scene_from_json() of them an equal scene.
std::string scene_to_json(Scene const& scene);

/// Strict: throws InputError `FILE: KEY …` for broken JSON (with its line), another version, an unknown key (naming the
/// closest one), a wrong type or a value out of range.
/// @param where  file name for messages
Scene scene_from_json(std::string const& text, std::string const& where);

/// Throws InputError as above, also when the file cannot be read.
Scene load_scene(std::filesystem::path const& file);

/// Replaces the file when the new one is complete. Throws RunError when it cannot be written.
void save_scene(Scene const& scene, std::filesystem::path const& file);

}  // namespace hacthanh::viz
