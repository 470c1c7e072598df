#pragma once

#include <filesystem>
#include <string>

namespace hacthanh::traffic {

/// A new folder under the system's temporary directory, removed with all it holds at the end.
class TemporaryFolder {
public:
    /// Throws RunError when it cannot be made.
    explicit TemporaryFolder(std::string const& name = "hacthanh-traffic");
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder();

    std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace hacthanh::traffic
