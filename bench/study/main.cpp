/// What a member costs the folder of a study beside its run: looking at it, claiming it, ending the attempt.
/// Usage: bench_study FOLDER. Prints microseconds a member as JSON. The folder's members are claimed once each.

#include "io/study/member_folder.hpp"
#include "sim/core/stopwatch.hpp"

#include <fmt/format.h>

#include <exception>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace {

using hacthanh::io::study::MemberFolder;
using hacthanh::io::study::MemberState;

/// Microseconds a member of doing something with every one.
double us_each(std::filesystem::path const& folder, std::function<bool(MemberFolder const&)> const& is_right) {
    auto const ids = hacthanh::io::study::read_ids(folder);
    hacthanh::Stopwatch const watch;
    for (auto const& id : ids)
        if (!is_right(MemberFolder(folder, id))) throw std::runtime_error(id + " is not as it must be");
    return 1e6 * watch.seconds() / static_cast<double>(ids.size());
}

int measure(std::filesystem::path const& folder) {
    nlohmann::ordered_json numbers;
    hacthanh::Stopwatch const watch;
    numbers["rows"] = hacthanh::io::study::read_manifest(folder).size();
    numbers["load_manifest_s"] = watch.seconds();
    numbers["look_us"] =
        us_each(folder, [](MemberFolder const& m) { return m.status().state == MemberState::missing; });
    numbers["claim_us"] = us_each(folder, [](MemberFolder const& m) { return m.claim() == 1; });
    numbers["look_claimed_us"] =
        us_each(folder, [](MemberFolder const& m) { return m.status().state == MemberState::running; });
    numbers["end_us"] = us_each(folder, [](MemberFolder const& m) {
        m.end(1, "stopped", "by the benchmark");
        return m.status().state == MemberState::missing;
    });
    fmt::print("{}\n", numbers.dump(2));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        fmt::print(stderr, "Usage: bench_study FOLDER\n");
        return 2;
    }
    try {
        return measure(argv[1]);
    } catch (std::exception const& error) {
        fmt::print(stderr, "bench_study: {}\n", error.what());
        return 1;
    }
}
