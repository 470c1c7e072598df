#pragma once

#include <filesystem>
#include <functional>

namespace hacthanh::io {

/// A folder being made beside its later name (`FOLDER.xxxxxxxx.part`), as single files are (io/replace_file.hpp):
/// readers see the whole folder or none, any number of processes may make one folder at a time, and a failure or a kill
/// leaves what stood there. A killed process leaves its part, which is safe to delete.
class FolderBeside {
public:
    /// Makes the part, empty. Throws RunError when it cannot.
    explicit FolderBeside(std::filesystem::path folder);
    /// Removes the part unless it was given its name.
    ~FolderBeside();
    FolderBeside(FolderBeside const&) = delete;
    FolderBeside& operator=(FolderBeside const&) = delete;

    std::filesystem::path const& path() const { return path_; }

    /// Gives the part its name. What has been there keeps it when it `is_whole`: somebody else was faster with the
    /// same; anything else is removed. Throws RunError when the name cannot be given.
    void give_name(std::function<bool()> const& is_whole) const;

private:
    std::filesystem::path folder_;
    std::filesystem::path path_;
};

}  // namespace hacthanh::io
