#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::test {

/// What a finished command left.
struct CommandResult {
    int exit_code = -1;  ///< -signal when a signal ended it
    std::string out;
    std::string err;
};

/// A program started by a test, its output collected in files. Killed when the object dies.
class Command {
public:
    explicit Command(std::vector<std::string> arguments, std::filesystem::path folder = {});
    ~Command();
    Command(Command const&) = delete;
    Command& operator=(Command const&) = delete;

    int pid() const { return pid_; }
    void send(int signal) const;
    bool running();
    /// Waits for the end, at most `limit`, then kills.
    CommandResult wait(std::chrono::seconds limit = std::chrono::seconds(300));
    /// What it has written so far.
    std::string out_so_far() const;
    std::string err_so_far() const;

private:
    std::filesystem::path out_file_;
    std::filesystem::path err_file_;
    int pid_ = -1;
    std::optional<int> status_;
};

/// Runs a command to its end.
CommandResult run_command(std::vector<std::string> arguments, std::filesystem::path folder = {});

/// A folder of its own for one test, removed with the object.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(ScratchFolder const&) = delete;
    ScratchFolder& operator=(ScratchFolder const&) = delete;
    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path operator/(std::string const& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

/// Children of a process now, by name as in /proc/PID/comm.
std::vector<int> children_named(int pid, std::string const& name);

void write_file(std::filesystem::path const& file, std::string const& text);
std::string read_file(std::filesystem::path const& file);

/// Folder of the real cases and measurements, from HACTHANH_DATA_DIR or beside the repository; nothing when absent.
std::optional<std::filesystem::path> data_folder();

}  // namespace hacthanh::test
