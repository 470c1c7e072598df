#pragma once

#include <optional>
#include <string_view>

namespace hacthanh::city {

/// How well a thing of the city is known.
enum class Mark { sourced, computed, derived, memory };

/// One letter: S sourced (a public record says so), C computed from sourced things by a stated rule, D derived (drawn
/// by a procedure that keeps sourced totals or ranges), M from memory (check before it is printed for a client).
constexpr std::string_view letter(Mark mark) {
    switch (mark) {
        case Mark::sourced: return "S";
        case Mark::computed: return "C";
        case Mark::derived: return "D";
        case Mark::memory: return "M";
    }
    return "?";
}

/// The mark with this letter, or nothing.
constexpr std::optional<Mark> find_mark(std::string_view text) {
    for (Mark mark : {Mark::sourced, Mark::computed, Mark::derived, Mark::memory})
        if (letter(mark) == text) return mark;
    return std::nullopt;
}

}  // namespace hacthanh::city
