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
    explicit InputFile(std::string_view bytes) {
        int const descriptor = mkstemp(name_.data());
        if (descriptor < 0 || write(descriptor, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
            std::abort();
        close(descriptor);
    }
    ~InputFile() { unlink(name_.c_str()); }
    InputFile(InputFile const&) = delete;
    InputFile& operator=(InputFile const&) = delete;
    std::filesystem::path path() const { return name_; }

private:
    std::string name_ = (std::filesystem::temp_directory_path() / "hacthanh-fuzz-XXXXXX").string();
};

/// What must hold of everything that a reader lets through.
inline void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace hacthanh::fuzz
