#pragma once

#include <string>
#include <utility>
#include <vector>

namespace hacthanh {

/// Facts of this build, for `hacthanh version` and the provenance of result files.
struct BuildInfo {
    std::string version;     ///< semantic version of the program
    std::string commit;      ///< git commit, "unknown" outside a checkout
    bool dirty = false;      ///< the checkout had uncommitted changes when it was configured
    std::string compiler;    ///< name and version
    std::string build_type;  ///< CMake build type and preset options
    std::string flags;       ///< compiler flags that change results
    std::vector<std::pair<std::string, std::string>> libraries;  ///< name, version
};

/// The facts, fixed when the program was configured and compiled.
BuildInfo const& build_info();

}  // namespace hacthanh
