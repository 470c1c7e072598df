#pragma once
/// A child process that writes result steps and reports each finished one through a pipe.

#include "io/result_writer.hpp"
#include "tests/unit/io/sample_run.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <functional>
#include <string>

namespace hacthanh::io::testing {

/// How a child ended and how many steps it had reported by then.
struct ChildEnd {
    std::size_t steps_reported = 0;
    int wait_status = 0;
    std::string message;  ///< what it said after its reports
};

class ChildWriter {
public:
    /// @param prepare         called in the child before it makes the file
    /// @param after_creation  called when the file is made, before the first step
    /// @param last_words      what it says at its end
    /// The child writes `n_steps` steps; a RunError ends it with exit code 3 and its text as message.
    ChildWriter(SampleRun const& run, std::string const& path, std::size_t n_steps,
                std::function<void()> const& prepare, std::function<void()> const& after_creation = {},
                std::function<std::string()> const& last_words = {}, ResultWriterOptions const& options = {})
        : options_(options) {
        int ends[2];
        if (pipe(ends) != 0) throw RunError("pipe");
        pid_ = fork();
        if (pid_ == 0) {
            close(ends[0]);
            prepare();
            std::exit(work(run, path, n_steps, ends[1], after_creation, last_words));
        }
        close(ends[1]);
        reports_ = ends[0];
    }
    ~ChildWriter() { close(reports_); }
    ChildWriter(ChildWriter const&) = delete;
    ChildWriter& operator=(ChildWriter const&) = delete;

    pid_t pid() const { return pid_; }

    ChildEnd wait() {
        ChildEnd end;
        char letter = 0;
        while (read(reports_, &letter, 1) == 1) {
            if (letter == '.' && end.message.empty()) {
                ++end.steps_reported;
            } else {
                end.message += letter;
            }
        }
        waitpid(pid_, &end.wait_status, 0);
        return end;
    }

private:
    int work(SampleRun const& run, std::string const& path, std::size_t n_steps, int pipe_end,
             std::function<void()> const& after_creation, std::function<std::string()> const& last_words) const {
        auto const say = [&](std::string const& text) {
            if (::write(pipe_end, text.data(), text.size()) < 0) std::_Exit(9);
        };
        auto const head = run.header();
        try {
            NetcdfResultSink sink(head, path, options_);
            if (after_creation) after_creation();
            try {
                for (std::size_t step = options_.resume_after_steps; step < n_steps; ++step) {
                    run.write_step(sink, step);
                    say(".");
                }
                sink.finish(run.summary(n_steps));
            } catch (RunError const& error) {
                say(std::string("E") + error.what());
                sink.finish(run.summary(n_steps));  // must be harmless
                try {
                    run.write_step(sink, 0);
                    return 4;  // writing on must be refused
                } catch (RunError const&) {
                }
                return 3;
            }
        } catch (RunError const& error) {
            say(std::string("E") + error.what());
            return 3;
        }
        if (last_words) say("W" + last_words());
        return 0;
    }

    ResultWriterOptions options_;
    pid_t pid_ = -1;
    int reports_ = -1;
};

}  // namespace hacthanh::io::testing
