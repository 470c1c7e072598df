#pragma once
/// Private to viz: an X server without a screen, for machines whose EGL cannot draw.

#include <sys/types.h>

#include <memory>

namespace hacthanh::viz::detail {

/// Xvfb as a child process; DISPLAY of this process names it until the object ends.
class XServer {
public:
    /// Nothing when Xvfb is not installed or does not start within ten seconds.
    static std::unique_ptr<XServer> start();
    XServer(XServer const&) = delete;
    XServer& operator=(XServer const&) = delete;
    ~XServer();

private:
    explicit XServer(pid_t child) : child_(child) {}

    pid_t child_;
};

}  // namespace hacthanh::viz::detail
