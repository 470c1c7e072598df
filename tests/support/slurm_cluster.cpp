#include "tests/support/slurm_cluster.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace hacthanh::test {

SlurmCluster::SlurmCluster(std::filesystem::path const& folder, int nodes, int cpus) {
    std::array<int, 2> to{}, from{};
    if (pipe2(to.data(), O_CLOEXEC) != 0 || pipe2(from.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("cannot make a pipe");
    std::string const script = std::string(HACTHANH_SOURCE_DIR) + "/tools/slurm_cluster.py";
    std::string const n_nodes = std::to_string(nodes), n_cpus = std::to_string(cpus);
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("cannot fork");
    if (pid_ == 0) {
        dup2(to[0], STDIN_FILENO);
        dup2(from[1], STDOUT_FILENO);
        execlp("python3", "python3", script.c_str(), folder.c_str(), "--nodes", n_nodes.c_str(), "--cpus",
               n_cpus.c_str(), nullptr);
        _exit(127);
    }
    close(to[0]);
    close(from[1]);
    to_ = to[1];
    from_ = from[0];
    std::string const first = answer();
    if (first.starts_with("missing ")) {
        missing_ = first.substr(8);
    } else if (first.starts_with("ready ")) {
        setenv("SLURM_CONF", first.substr(6).c_str(), 1);
    } else {
        close_ends();
        throw std::runtime_error("no cluster: " + first);
    }
}

SlurmCluster::~SlurmCluster() {
    close_ends();
    unsetenv("SLURM_CONF");
}

/// The end of its input is its order to stop.
void SlurmCluster::close_ends() {
    close(to_);
    close(from_);
    waitpid(pid_, nullptr, 0);
}

void SlurmCluster::command(std::string const& line) {
    std::string const text = line + "\n";
    if (write(to_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        throw std::runtime_error("the cluster is gone");
    if (auto const reply = answer(); reply != "done") throw std::runtime_error(line + ": " + reply);
}

std::string SlurmCluster::answer() {
    std::string line;
    for (char letter = 0; read(from_, &letter, 1) == 1 && letter != '\n';) line += letter;
    return line;
}

}  // namespace hacthanh::test
