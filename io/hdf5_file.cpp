#include "io/hdf5.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace hacthanh::io::hdf5 {
namespace {

constexpr hsize_t page_size = 4096;  // of the file and of the system's cache
/// Room kept beyond the end of the file during a flush: the superblock names an end that metadata may still move, and a
/// file shorter than that is refused by every reader, also after a kill.
constexpr haddr_t flush_reserve = 1 << 20;

Handle make_list(hid_t list_class) { return checked(H5Pcreate(list_class), H5Pclose, "property list"); }

Handle access_list() {
    Handle list = make_list(H5P_FILE_ACCESS);
    check(H5Pset_libver_bounds(list.get(), H5F_LIBVER_V18, H5F_LIBVER_V110), "library version bounds");
    check(H5Pset_file_locking(list.get(), false, true), "file locking");
    H5AC_cache_config_t cache{};
    cache.version = H5AC__CURR_CACHE_CONFIG_VERSION;
    check(H5Pget_mdc_config(list.get(), &cache), "metadata cache");
    cache.evictions_enabled = false;  // what is on disk changes in flush() alone
    cache.incr_mode = H5C_incr__off;
    cache.flash_incr_mode = H5C_flash_incr__off;
    cache.decr_mode = H5C_decr__off;
    check(H5Pset_mdc_config(list.get(), &cache), "metadata cache");
    return list;
}

/// Chunk indexes that grow in place need the 1.10 form; the superblock stays version 2 (see File).
void use_growing_indexes(hid_t file) {
    check(H5Fset_libver_bounds(file, H5F_LIBVER_V110, H5F_LIBVER_V110), "library version bounds");
}

}  // namespace

File File::create(std::string const& path) {
    silence();
    // The pages asked for below stand in an object of their own, the superblock's extension, which the library makes by
    // its default list: it would carry the date, and two files of one content would differ.
    [[maybe_unused]] static herr_t const undated = H5Pset_obj_track_times(H5P_GROUP_CREATE_DEFAULT, false);
    Handle const access = access_list();
    Handle const creation = make_list(H5P_FILE_CREATE);
    unsigned const order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    check(H5Pset_link_creation_order(creation.get(), order), "creation order");
    check(H5Pset_attr_creation_order(creation.get(), order), "creation order");
    check(H5Pset_obj_track_times(creation.get(), false), "time stamps");
    // Small pieces of metadata never cross a page border: a kill in the middle of a write leaves them old or new.
    check(H5Pset_file_space_strategy(creation.get(), H5F_FSPACE_STRATEGY_PAGE, false, 1), "file pages");
    check(H5Pset_file_space_page_size(creation.get(), page_size), "file pages");
    hid_t const id = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.get(), access.get());
    File file(checked(id, H5Fclose, path + ": cannot create the file"), path, true);
    use_growing_indexes(id);
    return file;
}

File File::open(std::string const& path) {
    silence();
    Handle const access = access_list();
    hid_t const id = H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get());
    return {checked(id, H5Fclose, path + ": cannot open the file"), path, false};
}

File File::open_for_update(std::string const& path) {
    silence();
    Handle const access = access_list();
    hid_t const id = H5Fopen(path.c_str(), H5F_ACC_RDWR, access.get());
    File file(checked(id, H5Fclose, path + ": cannot open the file for writing"), path, true);
    use_growing_indexes(id);
    return file;
}

File::~File() {
    if (id_ && writable_) abandon();
}

int File::descriptor() const {
    void* handle = nullptr;
    check(H5Fget_vfd_handle(id(), H5P_DEFAULT, &handle), path_ + ": file descriptor");
    return *static_cast<int const*>(handle);
}

void File::flush() {
    silence();
    haddr_t end = 0;
    check(H5Fget_eoa(id(), &end), path_ + ": file size");
    int const fd = descriptor();
    struct stat status {};
    haddr_t const wanted = end + flush_reserve;
    if (fstat(fd, &status) == 0 && static_cast<haddr_t>(status.st_size) < wanted) {
        auto const missing = static_cast<off_t>(wanted) - status.st_size;
        if (fallocate(fd, 0, status.st_size, missing) != 0 && errno != EOPNOTSUPP && errno != ENOSYS)
            throw RunError(path_ + ": cannot write: " + std::strerror(errno));
    }
    check(H5Fflush(id(), H5F_SCOPE_GLOBAL), path_ + ": cannot write");
    check(H5Fget_eoa(id(), &end), path_ + ": file size");
    if (fstat(fd, &status) == 0 && static_cast<haddr_t>(status.st_size) > end &&
        ftruncate(fd, static_cast<off_t>(end)) != 0)
        throw RunError(path_ + ": cannot write: " + std::strerror(errno));
}

void File::sync() {
    flush();
    if (fsync(descriptor()) != 0) throw RunError(path_ + ": cannot write: " + std::strerror(errno));
}

void File::close() {
    if (writable_) flush();
    silence();
    hid_t const id = id_.get();
    herr_t const status = H5Fclose(id);
    if (status < 0) {
        std::string const text = innermost_error();
        abandon();
        throw RunError(path_ + ": cannot close: " + text);
    }
    id_ = Handle(H5I_INVALID_HID, H5Fclose);
}

void File::rename(std::string const& path) {
    if (std::rename(path_.c_str(), path.c_str()) != 0)
        throw RunError(path_ + ": cannot be renamed to " + path + ": " + std::strerror(errno));
    path_ = path;
}

void File::abandon() noexcept {
    if (!id_) return;
    silence();
    void* handle = nullptr;
    // The library cannot close without writing; let what it writes go to memory that is thrown away.
    if (H5Fget_vfd_handle(id(), H5P_DEFAULT, &handle) >= 0) {
        int const nowhere = memfd_create("hacthanh-abandoned", MFD_CLOEXEC);
        if (nowhere >= 0) {
            dup2(nowhere, *static_cast<int const*>(handle));
            ::close(nowhere);
        }
    }
    id_.reset();
}

}  // namespace hacthanh::io::hdf5
