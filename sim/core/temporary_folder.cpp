#include "sim/core/temporary_folder.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace hacthanh {

TemporaryFolder::TemporaryFolder(std::string const& name) {
    std::error_code no_directory;
    auto const parent = std::filesystem::temp_directory_path(no_directory);
    std::string pattern = ((no_directory ? "/tmp" : parent) / (name + "-XXXXXX")).string();
    if (mkdtemp(pattern.data()) == nullptr)
        throw RunError(fmt::format("cannot make a temporary folder {}: {}; set TMPDIR to a folder that can be written",
                                   pattern, std::strerror(errno)));
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace hacthanh
