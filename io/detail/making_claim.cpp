#include "io/detail/making_claim.hpp"

#include <fmt/format.h>

#include <chrono>
#include <system_error>
#include <thread>
#include <utility>

namespace hacthanh::io::detail {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds pause{300};  ///< between looks at another's claim

fs::path claim_file(fs::path const& file, int number) { return file.string() + fmt::format(".claim.{}", number); }

/// Number of the last claim that is there; 0 = none.
int last_claim(fs::path const& file) {
    std::error_code ignored;
    int number = 0;
    while (fs::exists(claim_file(file, number + 1), ignored)) ++number;
    return number;
}

}  // namespace

MakingClaim::Others MakingClaim::wait(fs::path const& file, std::function<void(Claimant const&)> const& told) {
    for (bool waited = false;; waited = true) {
        int const last = last_claim(file);
        if (last == 0) return waited ? Others::ended : Others::none;
        if (is_void_claim(claim_file(file, last))) return Others::none;
        auto const who = claimant(claim_file(file, last));
        if (who && !waited) told(*who);
        std::this_thread::sleep_for(pause);
    }
}

std::unique_ptr<MakingClaim> MakingClaim::make(fs::path const& file) {
    int const last = last_claim(file);
    if (last > 0 && !is_void_claim(claim_file(file, last))) return nullptr;
    if (!make_claim(claim_file(file, last + 1))) return nullptr;
    return std::unique_ptr<MakingClaim>(new MakingClaim(file, last + 1));
}

MakingClaim::MakingClaim(fs::path file, int number)
    : file_(std::move(file)), number_(number), heartbeat_([claim = claim_file(file_, number)] { beat_claim(claim); }) {}

/// From the first on: who comes in between claims number 1, which is not removed a second time.
MakingClaim::~MakingClaim() {
    std::error_code ignored;
    for (int n = 1; n <= number_; ++n) fs::remove(claim_file(file_, n), ignored);
}

}  // namespace hacthanh::io::detail
