#include "io/claim.hpp"

#include "io/replace_file.hpp"
#include "io/write_text.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <iterator>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stop_token>
#include <utility>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string this_host() {
    std::array<char, 256> name{};
    gethostname(name.data(), name.size() - 1);
    return name.data();
}

/// Seconds since the file was touched, on the file system's own clock.
double age_s(fs::path const& file) {
    fs::path const probe = file.string() + fmt::format(".now.{}.{}", this_host(), getpid());
    write_text(probe, "");
    std::error_code gone;
    auto const touched = fs::last_write_time(file, gone);
    auto const now = fs::last_write_time(probe);
    fs::remove(probe);
    return gone ? 0 : std::chrono::duration<double>(now - touched).count();
}

std::string text_of(json const& document, char const* key) {
    auto const found = document.find(key);
    return found != document.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace

bool create_exclusively(fs::path const& file, std::string const& text) {
    FileBeside beside(file);
    write_text(beside.part(), text);
    return beside.create();
}

bool make_claim(fs::path const& file) {
    json const mine = {{"host", this_host()}, {"pid", getpid()}, {"process_start", start_of_process(getpid())}};
    return create_exclusively(file, mine.dump() + "\n");
}

std::optional<Claimant> claimant(fs::path const& file) {
    std::ifstream in(file);
    if (!in) return std::nullopt;
    auto const document = json::parse(in, nullptr, false);
    if (document.is_discarded() || !document.is_object()) return std::nullopt;
    auto const pid = document.find("pid");
    return Claimant{text_of(document, "host"), pid != document.end() && pid->is_number_integer() ? pid->get<int>() : 0,
                    text_of(document, "process_start")};
}

bool is_void_claim(fs::path const& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return false;
    auto const who = claimant(file);
    if (who && who->host == this_host()) return start_of_process(who->pid) != who->process_start;
    return age_s(file) > claim_timeout_s;
}

void beat_claim(fs::path const& file) { utimensat(AT_FDCWD, file.c_str(), nullptr, 0); }

std::string start_of_process(int pid) {
    std::ifstream in(fmt::format("/proc/{}/stat", pid));
    std::string text((std::istreambuf_iterator<char>(in)), {});
    auto const name_end = text.rfind(')');
    if (name_end == std::string::npos) return {};
    std::istringstream fields(text.substr(name_end + 1));
    std::string field;
    fields >> field;
    if (field == "Z" || field == "X") return {};
    for (int n = 1; n < 20; ++n) fields >> field;  // the 22nd of all
    return field;
}

Heartbeat::Heartbeat(std::function<void()> beat)
    : thread_([beat = std::move(beat)](std::stop_token const& stop) {
          std::mutex mutex;
          std::condition_variable_any wake;
          std::unique_lock lock(mutex);
          std::chrono::duration<double> const interval(claim_beat_interval_s);
          while (!wake.wait_for(lock, stop, interval, [&stop] { return stop.stop_requested(); })) beat();
      }) {}

}  // namespace hacthanh::io
