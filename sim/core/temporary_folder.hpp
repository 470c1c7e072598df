#pragma once

#include <filesystem>
#include <string>

namespace hacthanh {

/// A new folder under the system's temporary directory, removed with all it holds at the end.
class TemporaryFolder {
public:
    /// @param name  begins its name
    /// Throws RunError when it cannot be made.
    explicit TemporaryFolder(std::string const& name);
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder();

    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path operator/(std::string const& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

}  // namespace hacthanh
