#include "viz/detail/x_server.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>

namespace hacthanh::viz::detail {

std::unique_ptr<XServer> XServer::start(std::vector<std::string> const& more_arguments) {
    std::array<int, 2> pipe_ends{};
    if (pipe(pipe_ends.data()) != 0) return nullptr;
    std::vector<std::string> arguments{
        "Xvfb", "-displayfd", std::to_string(pipe_ends[1]), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"};
    arguments.insert(arguments.end(), more_arguments.begin(), more_arguments.end());
    std::vector<char*> words;  // made before fork(): the child must not allocate
    for (auto& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    pid_t const child = fork();
    if (child < 0) return nullptr;
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        close(pipe_ends[0]);
        int const nowhere = open("/dev/null", O_WRONLY);
        if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
        execvp("Xvfb", words.data());
        _exit(127);
    }
    close(pipe_ends[1]);
    std::string number;
    pollfd wait{pipe_ends[0], POLLIN, 0};
    constexpr int patience_ms = 10'000;
    while (number.find('\n') == std::string::npos && poll(&wait, 1, patience_ms) > 0) {
        std::array<char, 16> bytes{};
        auto const n = read(pipe_ends[0], bytes.data(), bytes.size());
        if (n <= 0) break;
        number.append(bytes.data(), static_cast<std::size_t>(n));
    }
    close(pipe_ends[0]);
    auto server = std::unique_ptr<XServer>(new XServer(child));
    if (number.find('\n') == std::string::npos) return nullptr;
    server->display_ = ":" + number.substr(0, number.find('\n'));
    return server;
}

XServer::~XServer() {
    kill(child_, SIGTERM);
    waitpid(child_, nullptr, 0);
}

}  // namespace hacthanh::viz::detail
