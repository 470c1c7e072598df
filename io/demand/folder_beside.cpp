#include "io/demand/folder_beside.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <random>
#include <string>
#include <system_error>
#include <utility>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;

/// A name that nobody else takes.
fs::path beside(fs::path const& folder, std::string const& ending) {
    return fmt::format("{}.{:08x}.{}", folder.string(), std::random_device{}(), ending);
}

}  // namespace

FolderBeside::FolderBeside(fs::path folder) : folder_(std::move(folder)), path_(beside(folder_, "part")) {
    std::error_code error;
    if (folder_.has_parent_path()) fs::create_directories(folder_.parent_path(), error);
    if (error || !fs::create_directory(path_, error))
        throw RunError(fmt::format("demand.cache: cannot make {}: {}; name a folder that can be written",
                                   path_.string(), error.message()));
}

FolderBeside::~FolderBeside() {
    std::error_code error;
    fs::remove_all(path_, error);
}

void FolderBeside::give_name(std::function<bool()> const& is_whole) const {
    std::error_code error;
    if (fs::exists(folder_, error)) {
        if (is_whole()) return;
        auto const old = beside(folder_, "old");
        fs::rename(folder_, old, error);
        fs::remove_all(old, error);
    }
    fs::rename(path_, folder_, error);
    if (!error || is_whole()) return;
    throw RunError(fmt::format("{}: cannot be given its name ({}); {} holds what was made", folder_.string(),
                               error.message(), path_.string()));
}

}  // namespace hacthanh::io
