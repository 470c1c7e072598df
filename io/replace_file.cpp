#include "io/replace_file.hpp"

#include "io/write_text.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <random>
#include <utility>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t n_digits = 8;
constexpr std::string_view ending = ".part";
constexpr auto leftover_age = std::chrono::hours(24);

[[noreturn]] void refuse(fs::path const& file, std::string const& reason) {
    throw RunError(
        fmt::format("{}: cannot be written ({}); name a folder that is there, may be written to and is not "
                    "full; what stood there stays",
                    file.string(), reason));
}

/// Waits until a file or folder is on the medium.
int sync(fs::path const& path, int flags) {
    int const fd = ::open(path.c_str(), flags | O_CLOEXEC);
    if (fd < 0) return errno;
    int const failure = fsync(fd) == 0 ? 0 : errno;
    ::close(fd);
    return failure;
}

}  // namespace

FileBeside::FileBeside(fs::path file) : file_(std::move(file)) {
    for (;;) {
        fs::path const part = fmt::format("{}.{:08x}{}", file_.string(), std::random_device{}(), ending);
        int const fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0 && errno == EEXIST) continue;
        if (fd < 0) refuse(file_, std::strerror(errno));
        ::close(fd);
        part_ = part;
        return;
    }
}

FileBeside::~FileBeside() {
    std::error_code ignored;
    if (!part_.empty()) fs::remove(part_, ignored);
}

void FileBeside::replace(Outlives what) {
    give_name(part_, file_, what);
    part_.clear();
}

bool FileBeside::create() {
    if (link(part_.c_str(), file_.c_str()) == 0) return true;
    if (errno != EEXIST) refuse(file_, std::strerror(errno));
    return false;
}

void replace_file(fs::path const& file, std::function<void(fs::path const&)> const& write, Outlives what) {
    FileBeside beside(file);
    try {
        write(beside.part());
    } catch (RunError const& error) {
        refuse(file, error.what());
    }
    beside.replace(what);
}

void replace_text(fs::path const& file, std::string const& text) {
    replace_file(file, [&](fs::path const& part) { write_text(part, text); });
}

void give_name(fs::path const& from, fs::path const& file, Outlives what) {
    if (what == Outlives::power_cut)
        if (int const failure = sync(from, O_RDONLY); failure != 0) refuse(file, std::strerror(failure));
    if (std::rename(from.c_str(), file.c_str()) != 0) refuse(file, std::strerror(errno));
    // The name is there; a folder that cannot be waited for is no reason to call the file unwritten.
    if (what == Outlives::power_cut) sync(file.has_parent_path() ? file.parent_path() : ".", O_RDONLY | O_DIRECTORY);
}

void remove_leftovers(fs::path const& file) {
    std::string const start = file.filename().string() + ".";
    auto const oldest = fs::file_time_type::clock::now() - leftover_age;
    std::error_code error;
    for (fs::directory_iterator it(file.has_parent_path() ? file.parent_path() : ".", error), end; !error && it != end;
         it.increment(error)) {
        std::string const name = it->path().filename().string();
        if (name.size() != start.size() + n_digits + ending.size() || !name.starts_with(start) ||
            !name.ends_with(ending) ||
            name.find_first_not_of("0123456789abcdef", start.size()) != start.size() + n_digits)
            continue;
        std::error_code gone;
        if (it->last_write_time(gone) < oldest && !gone) fs::remove(it->path(), gone);
    }
}

}  // namespace hacthanh::io
