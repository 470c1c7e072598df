#pragma once

#include <span>
#include <string_view>

namespace hacthanh::fuzz {

/// A reader of other people's bytes. Whatever they are, it returns or throws InputError; anything else is a bug.
struct Target {
    std::string_view name;
    void (*read)(std::string_view bytes);
};

std::span<Target const> targets();

/// The target of this name, or nothing.
Target const* find_target(std::string_view name);

/// Runs one input; lets everything but InputError through.
void run(Target const& target, std::string_view bytes);

}  // namespace hacthanh::fuzz
