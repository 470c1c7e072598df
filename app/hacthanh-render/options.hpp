#pragma once

#include "viz/result_scene.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hacthanh::app {

/// What `hacthanh render` was asked to do.
struct RenderOptions {
    std::filesystem::path result;
    std::filesystem::path output;  ///< empty = named after the result
    std::vector<Language> languages;
    viz::MapRequest request;
    std::vector<std::filesystem::path> minus;   ///< baselines to subtract
    std::vector<std::filesystem::path> repeat;  ///< further runs of the variant, for all of `minus` but the first
    std::filesystem::path apportion;            ///< table of `hacthanh apportion`; empty = none
    std::size_t place = 1;                      ///< in it, from 1
    bool plan = false;                          ///< the city on the mesh instead of a result
    bool json = false;

    // Scenes: drawn when a scene, a preset, another result or several times are named, or a film is wanted.
    std::filesystem::path other;       ///< the second result; empty = none
    std::filesystem::path scene_file;  ///< empty = none
    std::string preset;                ///< empty = none
    std::filesystem::path save_scene;  ///< where the scene drawn is written; empty = nowhere
    std::string times;                 ///< of several pictures or a film; empty = one picture
    std::filesystem::path city;        ///< folder with footprints and people
    std::filesystem::path wards;       ///< polygons of administrative areas
    std::filesystem::path wind;        ///< file of `hacthanh wind`
    int jobs = 1;                      ///< processes that draw frames
    double frames_per_second = 10;     ///< of a film
    std::vector<std::string> typed;    ///< names of the options that were given
    bool was_typed(std::string const& name) const;
    bool wants_scene() const;
};

/// Reads the command line. Nothing is returned when it only asked for help; that is printed then.
/// Throws InputError for wrong usage.
std::optional<RenderOptions> parse_options(int argc, char** argv);

/// Where each picture goes: exactly `output` for one language, with _vi and _en before the extension for two.
std::vector<std::pair<Language, std::filesystem::path>> picture_files(RenderOptions const& options,
                                                                      viz::MapSummary const& summary);

}  // namespace hacthanh::app
