#pragma once

#include "viz/scene_data.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace hacthanh::app {

/// Times of scenes from what a user asks for with `--times`: "all" for every step; "A-B" for the steps from A to B;
/// "A-B/S" for every S seconds between them; or a list with commas of what `--time` takes. A and B are hh:mm[:ss].
/// Throws InputError that lists these forms, and for times outside the file.
std::vector<std::string> film_times(std::string const& times, viz::SceneData const& data);

/// Draws frames [0, n) as files of `folder` by `jobs` processes, each of which calls `make_drawer` once and what it
/// returns for its frames; says on standard error how far it is. Must be called before anything was drawn or any thread
/// was started. Throws RunError when a process fails; finished frames stay.
void draw_frames(
    std::size_t n, int jobs, std::filesystem::path const& folder,
    std::function<std::function<void(std::size_t frame, std::filesystem::path const& file)>()> const& make_drawer);

/// Name of a frame: "frame_00012.png".
std::string frame_name(std::size_t frame);

/// Makes an MP4 of the frames with ffmpeg and removes them. Throws RunError when ffmpeg is missing or fails: it names
/// the folder, whose frames are kept, and the command to run.
void make_film(std::filesystem::path const& folder, double frames_per_second, std::filesystem::path const& film);

}  // namespace hacthanh::app
