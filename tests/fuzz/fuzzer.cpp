/// libFuzzer's entry: HACTHANH_FUZZ_TARGET names the reader that gets the bytes. `./do fuzz` starts it.

#include "sim/core/log.hpp"
#include "tests/fuzz/targets.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {
hacthanh::fuzz::Target const* chosen = nullptr;
}

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
    hacthanh::log::set_sink([](hacthanh::log::Level, std::string_view) {});
    char const* const name = std::getenv("HACTHANH_FUZZ_TARGET");
    chosen = name == nullptr ? nullptr : hacthanh::fuzz::find_target(name);
    if (chosen != nullptr) return 0;
    std::fputs("HACTHANH_FUZZ_TARGET must be one of:", stderr);
    for (auto const& target : hacthanh::fuzz::targets()) std::fprintf(stderr, " %s", target.name.data());
    std::fputs("\n", stderr);
    std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    hacthanh::fuzz::run(*chosen, {reinterpret_cast<char const*>(data), size});
    return 0;
}
