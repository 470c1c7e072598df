#pragma once
/// Who has something that only one process may work on: a file that says so, also on a shared file system.
///
/// The rule. A claim is created whole and exclusively (a hard link), names host, process and when that began, and is
/// touched while the process lives. It is void when its process is gone on this host, or when it has been silent for
/// `claim_timeout_s` on another (so is one that cannot be read). Claims are numbered by who makes them, so that a void
/// one is followed by the next and never taken away from under somebody.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <thread>

namespace hacthanh::io {

inline constexpr double claim_timeout_s = 60;
inline constexpr double claim_beat_interval_s = 10;

/// Who has a claim.
struct Claimant {
    std::string host;
    int pid = 0;
    std::string process_start;  ///< start_of_process
};

/// Claims FILE for this process. @return false when somebody was faster. RunError when the folder cannot be written to.
bool make_claim(std::filesystem::path const& file);
/// Nothing when there is none.
std::optional<Claimant> claimant(std::filesystem::path const& file);
/// Whether nobody stands behind it any more; false when there is none. RunError when the folder cannot be written to
/// (the age of a claim of another host is measured with the file system's own clock).
bool is_void_claim(std::filesystem::path const& file);
/// Says that the claim's process lives.
void beat_claim(std::filesystem::path const& file);

/// Creates a file that must not exist yet, complete or not at all. @return false when somebody was faster
bool create_exclusively(std::filesystem::path const& file, std::string const& text);

/// When a process of this host began, in the kernel's ticks since it started (field 22 of /proc/PID/stat): tells it
/// from a later one of the same number. Empty when there is none, or when it has ended and nobody has collected it yet.
std::string start_of_process(int pid);

/// Calls `beat` every `claim_beat_interval_s` in a thread of its own as long as it lives.
class Heartbeat {
public:
    explicit Heartbeat(std::function<void()> beat);

private:
    std::jthread thread_;
};

}  // namespace hacthanh::io
