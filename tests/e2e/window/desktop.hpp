#pragma once
/// A desktop without a screen: Xvfb, one QApplication, and waiting for what events bring.

#include <QApplication>
#include <QElapsedTimer>

#include <functional>

namespace hacthanh::test {

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
