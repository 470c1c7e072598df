#include "app/hacthanh/interrupt.hpp"

#include <csignal>

namespace hacthanh::app {
namespace {

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void note_interrupt(int signal) {
    if (interrupted.exchange(true)) {
        std::signal(signal, SIG_DFL);
        std::raise(signal);
    }
}

void handle(int signal, void (*handler)(int)) {
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigaction(signal, &action, nullptr);
}

}  // namespace

InterruptFlag::InterruptFlag() {
    interrupted = false;
    handle(SIGINT, note_interrupt);
    handle(SIGTERM, note_interrupt);
}

InterruptFlag::~InterruptFlag() {
    handle(SIGINT, SIG_DFL);
    handle(SIGTERM, SIG_DFL);
}

std::atomic<bool> const& InterruptFlag::flag() const { return interrupted; }

}  // namespace hacthanh::app
