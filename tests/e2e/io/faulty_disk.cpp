#include "tests/e2e/io/faulty_disk.hpp"

#include <sys/syscall.h>
#include <unistd.h>
#include <csignal>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

namespace hacthanh::io::testing {
namespace {

constexpr off_t page = 4096;

std::string armed_folder;
Fault armed_fault = Fault::none;
std::uint64_t armed_number = 0;
std::atomic<std::uint64_t> seen{0};

/// True for a file below the armed folder.
bool is_watched(int fd) {
    if (armed_folder.empty()) return false;
    char link[64];
    char target[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t const length = readlink(link, target, sizeof target);
    return length > 0 && std::string_view(target, static_cast<std::size_t>(length)).starts_with(armed_folder);
}

bool disk_is_full(int fd) { return armed_fault == Fault::disk_full && seen > armed_number && is_watched(fd); }

}  // namespace

void arm_fault(char const* folder, Fault fault, std::uint64_t write_number) {
    armed_fault = fault;
    armed_number = write_number;
    seen = 0;
    armed_folder = folder;
}

std::uint64_t writes_seen() { return seen; }

ssize_t watched_pwrite(int fd, void const* data, std::size_t size, off_t offset) {
    if (is_watched(fd)) {
        std::uint64_t const number = seen++;
        if (armed_fault == Fault::torn_kill && number == armed_number) {
            auto const to_border = static_cast<std::size_t>(page - offset % page);
            syscall(SYS_pwrite64, fd, data, std::min(size, to_border), offset);
        }
        if ((armed_fault == Fault::kill || armed_fault == Fault::torn_kill) && number == armed_number) raise(SIGKILL);
        if (armed_fault == Fault::disk_full && number >= armed_number) {
            errno = ENOSPC;
            return -1;
        }
    }
    return syscall(SYS_pwrite64, fd, data, size, offset);
}

int watched_fallocate(int fd, int mode, off_t offset, off_t length) {
    if (disk_is_full(fd)) {
        errno = ENOSPC;
        return -1;
    }
    return static_cast<int>(syscall(SYS_fallocate, fd, mode, offset, length));
}

}  // namespace hacthanh::io::testing

extern "C" ssize_t pwrite(int fd, void const* data, std::size_t size, off_t offset) {
    return hacthanh::io::testing::watched_pwrite(fd, data, size, offset);
}
extern "C" int fallocate(int fd, int mode, off_t offset, off_t length) {
    return hacthanh::io::testing::watched_fallocate(fd, mode, offset, length);
}

/// HDF5 1.10 drops a buffer of its chunk cache when a write fails; only this program, which makes writes fail, looks
/// away.
extern "C" char const* __lsan_default_suppressions();
extern "C" char const* __lsan_default_suppressions() { return "leak:libhdf5_serial\n"; }
