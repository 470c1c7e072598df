#include "tests/support/command.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace hacthanh::test {
namespace {

std::filesystem::path make_scratch_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "hacthanh-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a scratch folder");
    return name;
}

std::filesystem::path scratch_file() {
    std::string name = (std::filesystem::temp_directory_path() / "hacthanh-output-XXXXXX").string();
    int const file = mkstemp(name.data());
    if (file < 0) throw std::runtime_error("cannot make a scratch file");
    close(file);
    return name;
}

void redirect(std::filesystem::path const& file, int to) {
    int const opened = open(file.c_str(), O_WRONLY | O_TRUNC);
    dup2(opened, to);
    close(opened);
}

}  // namespace

Command::Command(std::vector<std::string> arguments, std::filesystem::path folder)
    : out_file_(scratch_file()), err_file_(scratch_file()) {
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("cannot fork");
    if (pid_ == 0) {
        redirect(out_file_, STDOUT_FILENO);
        redirect(err_file_, STDERR_FILENO);
        if (!folder.empty() && chdir(folder.c_str()) != 0) _exit(126);
        execvp(argv[0], argv.data());
        _exit(127);
    }
}

Command::~Command() {
    if (running()) {
        send(SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    std::filesystem::remove(out_file_);
    std::filesystem::remove(err_file_);
}

void Command::send(int signal) const { kill(pid_, signal); }

bool Command::running() {
    if (status_) return false;
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) status_ = status;
    return !status_;
}

CommandResult Command::wait(std::chrono::seconds limit) {
    auto const deadline = std::chrono::steady_clock::now() + limit;
    while (running()) {
        if (std::chrono::steady_clock::now() > deadline) send(SIGKILL);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    int const code = WIFEXITED(*status_) ? WEXITSTATUS(*status_) : -WTERMSIG(*status_);
    return {code, out_so_far(), err_so_far()};
}

std::string Command::out_so_far() const { return read_file(out_file_); }
std::string Command::err_so_far() const { return read_file(err_file_); }

CommandResult run_command(std::vector<std::string> arguments, std::filesystem::path folder) {
    return Command(std::move(arguments), std::move(folder)).wait();
}

ScratchFolder::ScratchFolder() : path_(make_scratch_folder()) {}
ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::vector<int> children_named(int pid, std::string const& name) {
    std::vector<int> found;
    std::ifstream list("/proc/" + std::to_string(pid) + "/task/" + std::to_string(pid) + "/children");
    for (int child = 0; list >> child;) {
        std::string comm = read_file("/proc/" + std::to_string(child) + "/comm");
        if (!comm.empty() && comm.back() == '\n') comm.pop_back();
        if (name.compare(0, 15, comm) == 0) found.push_back(child);  // comm is cut to 15 letters
    }
    return found;
}

void write_file(std::filesystem::path const& file, std::string const& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

std::string read_file(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::optional<std::filesystem::path> data_folder() {
    char const* const given = std::getenv("HACTHANH_DATA_DIR");
    std::filesystem::path const folder =
        given != nullptr ? std::filesystem::path(given) : std::filesystem::path(HACTHANH_SOURCE_DIR) / "../shared/data";
    if (std::filesystem::is_directory(folder)) return std::filesystem::canonical(folder);
    return std::nullopt;
}

}  // namespace hacthanh::test
