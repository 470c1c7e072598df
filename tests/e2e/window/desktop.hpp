#pragma once
/// A desktop without a screen: Xvfb, one QApplication, and waiting for what events bring.

#include <QApplication>
#include <QElapsedTimer>

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace hacthanh::test {

/// Xvfb on a free display, until the object ends. Throws when it does not start.
class XServer {
public:
    explicit XServer(std::vector<std::string> const& more_arguments = {});
    XServer(XServer const&) = delete;
    XServer& operator=(XServer const&) = delete;
    ~XServer();
    /// As DISPLAY names it.
    std::string const& display() const { return display_; }

private:
    pid_t process_ = 0;
    std::string display_{};
};

/// The application of this test program; started with its X server at the first call. Throws when Xvfb is missing.
QApplication& desktop();

/// Handles events until `done` holds, at most so long. @return whether it holds
inline bool wait_until(std::function<bool()> const& done, int at_most_ms = 20000) {
    QElapsedTimer timer;
    timer.start();
    while (!done() && timer.elapsed() < at_most_ms) QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    return done();
}

}  // namespace hacthanh::test
