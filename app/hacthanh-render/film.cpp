#include "app/hacthanh-render/film.hpp"

#include "io/replace_file.hpp"
#include "sim/core/error.hpp"
#include "sim/core/local_clock.hpp"
#include "sim/core/log.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <sstream>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

constexpr int no_program = 127;  // what a shell says, too

/// The first moment at or after `from` whose local time of day is this.
double traffic_time(int seconds_of_day, double from, LocalClock const& clock) {
    double const ahead = seconds_of_day - clock.seconds_of_day(from);
    return from + (ahead < 0 ? ahead + 86400 : ahead);
}

std::vector<std::string> between(std::string const& text, viz::SceneData const& data) {
    auto const refuse = [&] {
        return InputError("--times", fmt::format("\"{}\" is not a choice", text),
                          "give all, 07:00-08:00, 07:00-08:00/10 (every 10 s) or a list like 07:00,07:30,mean");
    };
    auto const dash = text.find('-');
    auto const slash = text.find('/');
    auto const begin = parse_clock_time(text.substr(0, dash));
    auto const end = parse_clock_time(text.substr(dash + 1, slash == std::string::npos ? slash : slash - dash - 1));
    if (!begin || !end) throw refuse();
    auto const& times = data.result().times();
    validate(!times.begin_s.empty(), data.path().string(), "holds no output step yet");
    double const from = traffic_time(*begin, times.begin_s.front(), data.clock());
    double const to = traffic_time(*end, from, data.clock());
    validate(from < times.end_s.back(), "--times",
             fmt::format("{} is after the end of the result", text.substr(0, dash)),
             fmt::format("it holds {} to {}", data.clock().time_of_day(times.begin_s.front()),
                         data.clock().time_of_day(times.end_s.back())));
    std::vector<std::string> list;
    if (slash == std::string::npos) {
        for (std::size_t step = 0; step < times.end_s.size(); ++step)
            if (times.begin_s[step] >= from && times.end_s[step] <= to) list.push_back(std::to_string(step));
        validate(!list.empty(), "--times", fmt::format("{} holds no whole output step", text),
                 "take a longer time, or name seconds after a slash");
        return list;
    }
    double every = 0;
    auto const* const last = text.data() + text.size();
    auto const read = std::from_chars(text.data() + slash + 1, last, every);
    if (read.ec != std::errc() || read.ptr != last || !(every > 0)) throw refuse();
    double const until = std::min(to, times.end_s.back());
    for (std::size_t i = 0; from + every * static_cast<double>(i) <= until; ++i)
        list.push_back(fmt::format("@{}", from + every * static_cast<double>(i)));
    return list;
}

/// Tells how many frames are done, on one line of a terminal or every tenth part of a log.
class Progress {
public:
    explicit Progress(std::size_t total) : total_(total), terminal_(isatty(STDERR_FILENO) != 0) {}
    void add(std::size_t more) {
        done_ += more;
        std::size_t const tenth = 10 * done_ / total_;
        if (terminal_)
            std::cerr << "\rframe " << done_ << " of " << total_ << (done_ == total_ ? "\n" : "") << std::flush;
        else if (tenth > told_)
            std::cerr << "frame " << done_ << " of " << total_ << '\n';
        told_ = tenth;
    }

private:
    std::size_t total_;
    bool terminal_;
    std::size_t done_ = 0;
    std::size_t told_ = 0;
};

/// One process: every `jobs`-th frame from `first` on; a byte into the pipe for each. Never returns.
[[noreturn]] void draw_share(std::size_t first, std::size_t n, std::size_t jobs, fs::path const& folder, int pipe_end,
                             std::function<std::function<void(std::size_t, fs::path const&)>()> const& make_drawer) {
    int code = 0;
    try {
        auto const draw = make_drawer();
        for (std::size_t frame = first; frame < n; frame += jobs) {
            draw(frame, folder / frame_name(frame));
            char const done = '.';
            if (write(pipe_end, &done, 1) != 1) break;  // nobody waits for it
        }
    } catch (InputError const& error) {
        log::error("{}", error.what());
        code = 2;
    } catch (std::exception const& error) {
        log::error("{}", error.what());
        code = 1;
    }
    std::_Exit(code);
}

}  // namespace

std::vector<std::string> film_times(std::string const& times, viz::SceneData const& data) {
    if (times == "all") {
        std::vector<std::string> list;
        for (std::size_t step = 0; step < data.result().n_steps(); ++step) list.push_back(std::to_string(step));
        validate(!list.empty(), data.path().string(), "holds no output step yet");
        return list;
    }
    if (times.find('-') != std::string::npos) return between(times, data);
    std::vector<std::string> list;
    std::istringstream in(times);
    for (std::string one; std::getline(in, one, ',');) {
        static_cast<void>(data.moment(one));  // refuses what is no time
        list.push_back(one);
    }
    validate(!list.empty(), "--times", "is empty", "give all, 07:00-08:00, 07:00-08:00/10 or a list");
    return list;
}

std::string frame_name(std::size_t frame) { return fmt::format("frame_{:05}.png", frame); }

void draw_frames(std::size_t n, int jobs, fs::path const& folder,
                 std::function<std::function<void(std::size_t, fs::path const&)>()> const& make_drawer) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) throw RunError(fmt::format("cannot make {}: {}", folder.string(), failure.message()));
    auto const n_jobs = std::min(n, static_cast<std::size_t>(std::max(jobs, 1)));
    std::array<int, 2> pipe_ends{};
    if (pipe(pipe_ends.data()) != 0) throw RunError("cannot start processes: no pipe");
    std::vector<pid_t> children;
    for (std::size_t job = 0; job < n_jobs; ++job) {
        pid_t const child = fork();
        if (child < 0) break;
        if (child == 0) {
            close(pipe_ends[0]);
            draw_share(job, n, n_jobs, folder, pipe_ends[1], make_drawer);
        }
        children.push_back(child);
    }
    close(pipe_ends[1]);
    Progress progress(n);
    std::array<char, 64> bytes{};
    for (ssize_t got = 0; (got = read(pipe_ends[0], bytes.data(), bytes.size())) != 0;)
        if (got > 0)
            progress.add(static_cast<std::size_t>(got));
        else if (errno != EINTR)
            break;
    close(pipe_ends[0]);
    int worst = children.size() == n_jobs ? 0 : 1;
    for (pid_t child : children) {
        int status = 0;
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
        worst = std::max(worst, WIFEXITED(status) ? WEXITSTATUS(status) : 1);
    }
    if (worst == 2) throw InputError("", "the frames could not be drawn", "see the message above");
    if (worst != 0) throw RunError(fmt::format("not all frames were drawn; finished ones are in {}", folder.string()));
}

void make_film(fs::path const& folder, double frames_per_second, fs::path const& film) {
    io::FileBeside beside(film);
    std::vector<std::string> command = {"ffmpeg",     "-y",
                                        "-loglevel",  "error",
                                        "-framerate", fmt::format("{:g}", frames_per_second),
                                        "-i",         (folder / "frame_%05d.png").string(),
                                        "-vf",        "scale=trunc(iw/2)*2:trunc(ih/2)*2",
                                        "-c:v",       "libx264",
                                        "-preset",    "veryfast",
                                        "-crf",       "20",
                                        "-pix_fmt",   "yuv420p",
                                        "-movflags",  "+faststart",
                                        "-f",         "mp4",
                                        film.string()};
    std::string const kept =
        fmt::format("the frames are kept in {}; make the film with `{}`", folder.string(), fmt::join(command, " "));
    command.back() = beside.part().string();
    std::cerr << "encoding " << film.string() << '\n';
    pid_t const child = fork();
    if (child < 0) throw RunError("cannot start ffmpeg; " + kept);
    if (child == 0) {
        std::vector<char*> arguments;
        for (auto& argument : command) arguments.push_back(argument.data());
        arguments.push_back(nullptr);
        execvp(arguments.front(), arguments.data());
        _exit(no_program);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == no_program)
        throw RunError("ffmpeg is not installed (`apt-get install ffmpeg`); " + kept);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw RunError("ffmpeg failed; " + kept);
    beside.replace();
    std::error_code ignored;
    fs::remove_all(folder, ignored);
}

}  // namespace hacthanh::app
