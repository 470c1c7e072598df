#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace hacthanh::fuzz {

/// A file in memory (/dev/shm), for readers that take a path. It has a name of its own: HDF5 opens no descriptor under
/// /proc/self/fd, it asks for the real path.
class MemoryFile {
public:
    explicit MemoryFile(std::string_view bytes) {
        int const descriptor = mkstemp(name_.data());
        if (descriptor < 0 || write(descriptor, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
            std::abort();
        close(descriptor);
    }
    ~MemoryFile() { unlink(name_.c_str()); }
    MemoryFile(MemoryFile const&) = delete;
    MemoryFile& operator=(MemoryFile const&) = delete;
    std::filesystem::path path() const { return name_; }

private:
    std::string name_ = "/dev/shm/hacthanh-fuzz-XXXXXX";
};

/// What must hold of everything that a reader lets through.
inline void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace hacthanh::fuzz
