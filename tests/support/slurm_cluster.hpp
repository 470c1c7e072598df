#pragma once

#include <filesystem>
#include <string>

namespace hacthanh::test {

/// A Slurm cluster of this test alone (tools/slurm_cluster.py): starts with the object and ends with it, or with this
/// process however it dies. While it lives, SLURM_CONF of this process and of all that it starts names it.
class SlurmCluster {
public:
    /// @param folder  for its configuration, state and logs
    SlurmCluster(std::filesystem::path const& folder, int nodes, int cpus);
    ~SlurmCluster();
    SlurmCluster(SlurmCluster const&) = delete;
    SlurmCluster& operator=(SlurmCluster const&) = delete;

    /// Why there is no Slurm here; empty when there is. Throws std::runtime_error when there is one that does not
    /// start.
    std::string const& missing() const { return missing_; }

    /// Kills slurmd of node0, node1 ... with all that runs there.
    void lose(std::string const& node) { command("lose " + node); }
    void end_controller() { command("end controller"); }
    /// Starts a lost node or "controller".
    void start(std::string const& part) { command("start " + part); }

private:
    void command(std::string const& line);
    std::string answer();
    void close_ends();

    int pid_ = -1;
    int to_ = -1;    ///< its standard input
    int from_ = -1;  ///< its standard output
    std::string missing_;
};

}  // namespace hacthanh::test
