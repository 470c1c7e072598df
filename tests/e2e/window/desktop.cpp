#include "tests/e2e/window/desktop.hpp"

#include "viz/detail/x_server.hpp"

#include <QVTKOpenGLNativeWidget.h>
#include <QSurfaceFormat>

#include <cstdlib>
#include <stdexcept>

namespace hacthanh::test {

QApplication& desktop() {
    static QApplication* const application = [] {
        static auto const server = viz::detail::XServer::start();  // ends with the program
        if (!server) throw std::runtime_error("Xvfb does not start; install the package xvfb");
        setenv("DISPLAY", server->display().c_str(), 1);
        setenv("QT_QPA_PLATFORM", "xcb", 1);
        QSurfaceFormat::setDefaultFormat(QVTKOpenGLNativeWidget::defaultFormat());
        static int count = 1;
        static char name[] = "hacthanh view";
        static char* arguments[] = {name, nullptr};
        return new QApplication(count, arguments);
    }();
    return *application;
}

}  // namespace hacthanh::test
