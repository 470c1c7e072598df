#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace hacthanh::fuzz {

/// A file for readers that take a path, in the system's temporary folder (TMPDIR=/dev/shm keeps a long fuzzing off the
/// disk). It has a name: HDF5 opens no descriptor under /proc/self/fd, it asks for the real path.
class InputFile {
public:
    /// @param ending  for readers that tell kinds of files by it, e.g. ".geojson"
    explicit InputFile(std::string_view bytes, std::string_view ending = "") : name_(name_ending_in(ending)) {
        int const descriptor = mkstemps(name_.data(), static_cast<int>(ending.size()));
        if (descriptor < 0 || write(descriptor, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
            std::abort();
        close(descriptor);
    }
    ~InputFile() { unlink(name_.c_str()); }
    InputFile(InputFile const&) = delete;
    InputFile& operator=(InputFile const&) = delete;
    std::filesystem::path path() const { return name_; }

private:
    static std::string name_ending_in(std::string_view ending) {
        return (std::filesystem::temp_directory_path() / "hacthanh-fuzz-XXXXXX").string() + std::string(ending);
    }

    std::string name_;
};

/// What must hold of everything that a reader lets through.
inline void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace hacthanh::fuzz
