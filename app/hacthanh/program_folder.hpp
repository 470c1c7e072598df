#pragma once

#include <filesystem>

namespace hacthanh::app {

/// The folder that this program runs from; its companion programs lie beside it.
inline std::filesystem::path program_folder() { return std::filesystem::read_symlink("/proc/self/exe").parent_path(); }

}  // namespace hacthanh::app
