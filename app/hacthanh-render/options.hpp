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
    bool plan = false;                          ///< the city on the mesh instead of a result
    bool json = false;
};

/// Reads the command line. Nothing is returned when it only asked for help; that is printed then.
/// Throws InputError for wrong usage.
std::optional<RenderOptions> parse_options(int argc, char** argv);

/// Where each picture goes: exactly `output` for one language, with _vi and _en before the extension for two.
std::vector<std::pair<Language, std::filesystem::path>> picture_files(RenderOptions const& options,
                                                                      viz::MapSummary const& summary);

}  // namespace hacthanh::app
