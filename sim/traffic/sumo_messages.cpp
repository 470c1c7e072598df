#include "sim/traffic/sumo_messages.hpp"

#include <algorithm>

namespace hacthanh::traffic {

namespace {

constexpr std::size_t most_warnings = 20;
constexpr std::size_t most_errors = 10;
constexpr std::string_view warning_word = "Warning: ";
constexpr std::string_view error_word = "Error: ";

bool is_noise(std::string_view line) {
    return line.find_first_not_of(" \t") == std::string_view::npos || line == "Quitting (on error).";
}

}  // namespace

void SumoMessages::add(std::string_view text) {
    unfinished_ += text;
    std::size_t begin = 0;
    for (std::size_t end = unfinished_.find('\n'); end != std::string::npos; end = unfinished_.find('\n', begin)) {
        add_line(std::string_view(unfinished_).substr(begin, end - begin));
        begin = end + 1;
    }
    unfinished_.erase(0, begin);
}

void SumoMessages::add_line(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (is_noise(line)) return;
    if (line.starts_with(warning_word)) {
        ++warnings_;
        if (first_warnings_.size() < most_warnings) first_warnings_.emplace_back(line.substr(warning_word.size()));
        return;
    }
    if (line.starts_with(error_word)) line.remove_prefix(error_word.size());
    if (last_errors_.size() == most_errors) last_errors_.erase(last_errors_.begin());
    last_errors_.emplace_back(line);
}

std::vector<std::string> SumoMessages::last_errors() const {
    SumoMessages all = *this;
    if (!unfinished_.empty()) all.add("\n");
    return all.last_errors_;
}

}  // namespace hacthanh::traffic
