#include "tests/e2e/window/desktop.hpp"

#include <QVTKOpenGLNativeWidget.h>
#include <QSurfaceFormat>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace hacthanh::test {
namespace {

pid_t server = 0;

void stop_server() {
    if (server <= 0) return;
    kill(server, SIGTERM);
    waitpid(server, nullptr, 0);
}

/// Starts Xvfb on a free display and makes it this process' display.
void start_server() {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    server = fork();
    if (server == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        std::string const number = std::to_string(ends[1]);
        execlp("Xvfb", "Xvfb", "-displayfd", number.c_str(), "-screen", "0", "1600x1000x24", "-nolisten", "tcp",
               static_cast<char*>(nullptr));
        _exit(127);
    }
    close(ends[1]);
    std::string display;
    for (char c = 0; read(ends[0], &c, 1) == 1 && c != '\n';) display += c;
    close(ends[0]);
    if (display.empty()) throw std::runtime_error("Xvfb does not start; install the package xvfb");
    setenv("DISPLAY", (":" + display).c_str(), 1);
    setenv("QT_QPA_PLATFORM", "xcb", 1);
    std::atexit(stop_server);
}

}  // namespace

QApplication& desktop() {
    static QApplication* const application = [] {
        start_server();
        QSurfaceFormat::setDefaultFormat(QVTKOpenGLNativeWidget::defaultFormat());
        static int count = 1;
        static char name[] = "hacthanh view";
        static char* arguments[] = {name, nullptr};
        return new QApplication(count, arguments);
    }();
    return *application;
}

}  // namespace hacthanh::test
