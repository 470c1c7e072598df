#pragma once
/// The one way a file gets its name: written beside, then renamed.
///
/// The rule. What is written goes to `FILE.xxxxxxxx.part` in the same folder (so the same medium; eight random
/// hexadecimal digits, reserved with O_EXCL, so that any processes on any hosts may write one FILE at a time: the last
/// to finish wins). The rename replaces what stood there in one step: readers see the old file or the whole new one.
/// A failure removes the part and leaves the old file; a kill leaves the part, which is safe to delete
/// (`remove_leftovers`). Errors are RunError with FILE, the reason and what to do. A result that is read while it grows
/// (`OUT.nc.part`) is another thing: io/result_writer.hpp.

#include <filesystem>
#include <functional>
#include <string>

namespace hacthanh::io {

/// What a finished file outlives: the end of its process, or of the machine too (data and name are waited for on the
/// medium: milliseconds a file on a disk).
enum class Outlives { process, power_cut };

/// A file being written beside its later name. Not for two threads at once.
class FileBeside {
public:
    /// Reserves the part, empty, with the permissions that a new file has. RunError when the folder is absent or
    /// cannot be written to.
    explicit FileBeside(std::filesystem::path file);
    /// Removes the part unless it was given its name.
    ~FileBeside();
    FileBeside(FileBeside const&) = delete;
    FileBeside& operator=(FileBeside const&) = delete;

    /// Where to write; whoever does so closes it before the two below.
    std::filesystem::path const& part() const { return part_; }
    /// Gives the part its name, whatever stood there. RunError when it cannot be.
    void replace(Outlives what = Outlives::process);
    /// The same if no file of that name is there; @return false when one is. Needs hard links.
    bool create();

private:
    std::filesystem::path file_;
    std::filesystem::path part_;
};

/// Writes FILE with `write`, which is given the part's path and leaves it whole and closed or throws. A RunError of it
/// is told as one of FILE; anything else passes as it is.
void replace_file(std::filesystem::path const& file,
                  std::function<void(std::filesystem::path const& part)> const& write,
                  Outlives what = Outlives::process);

/// The same of a text.
void replace_text(std::filesystem::path const& file, std::string const& text);

/// Gives a finished file its name (the last step of the above, for files that grow under a name of their own).
void give_name(std::filesystem::path const& from, std::filesystem::path const& file, Outlives what);

/// Removes parts of FILE that nobody has written to for a day: those of killed processes. Reads the folder once; what
/// cannot be removed stays.
void remove_leftovers(std::filesystem::path const& file);

}  // namespace hacthanh::io
