#pragma once

#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::fuzz {

/// A reader of other people's bytes. Whatever they are, it returns or throws InputError; anything else is a bug.
struct Target {
    std::string_view name;
    void (*read)(std::string_view bytes);

    /// For messages of tests.
    friend std::ostream& operator<<(std::ostream& out, Target const& target) { return out << target.name; }
};

std::vector<Target> const& targets();

/// Those of them that read what users write for a run or a study.
std::span<Target const> table_targets();

/// Those that read layers which people draw.
std::span<Target const> layer_targets();

/// The target of this name, or nothing.
Target const* find_target(std::string_view name);

/// Runs one input. Gives the message of the InputError that refused it; lets all other exceptions through.
std::optional<std::string> run(Target const& target, std::string_view bytes);

}  // namespace hacthanh::fuzz
