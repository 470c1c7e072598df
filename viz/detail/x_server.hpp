#pragma once
/// Private to viz and its tests: an X server without a screen, for machines whose EGL cannot draw.

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

namespace hacthanh::viz::detail {

/// Xvfb on a free display, a child process that ends with the object, or with the thread that started it.
class XServer {
public:
    /// Nothing when Xvfb is not installed or does not start within ten seconds.
    static std::unique_ptr<XServer> start(std::vector<std::string> const& more_arguments = {});
    XServer(XServer const&) = delete;
    XServer& operator=(XServer const&) = delete;
    ~XServer();
    /// As DISPLAY names it: ":99".
    std::string const& display() const { return display_; }

private:
    explicit XServer(pid_t child) : child_(child) {}

    pid_t child_;
    std::string display_{};
};

}  // namespace hacthanh::viz::detail
