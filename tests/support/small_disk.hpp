#pragma once
/// A disk of a given size that only this process and what it starts can see; it goes with them.

#include <sched.h>
#include <sys/mount.h>

#include <filesystem>
#include <string>
#include <utility>

namespace hacthanh::test {

class SmallDisk {
public:
    /// @param folder  exists  @param size  as of tmpfs, e.g. "64k"
    SmallDisk(std::filesystem::path folder, std::string const& size) : folder_(std::move(folder)) {
        mounted_ = unshare(CLONE_NEWNS) == 0 && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                   mount("tmpfs", folder_.c_str(), "tmpfs", 0, ("size=" + size).c_str()) == 0;
    }
    SmallDisk(SmallDisk const&) = delete;
    SmallDisk& operator=(SmallDisk const&) = delete;
    ~SmallDisk() {
        if (mounted_) umount2(folder_.c_str(), MNT_DETACH);
    }

    /// False where no file system can be mounted: skip with a line that begins "skipped full disk".
    bool mounted() const { return mounted_; }
    std::filesystem::path const& folder() const { return folder_; }
    bool resize(std::string const& size) const {
        return mount("tmpfs", folder_.c_str(), "tmpfs", MS_REMOUNT, ("size=" + size).c_str()) == 0;
    }

private:
    std::filesystem::path folder_;
    bool mounted_ = false;
};

}  // namespace hacthanh::test
