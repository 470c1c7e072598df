#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::traffic {

/// What SUMO wrote to standard error, taken apart line by line.
class SumoMessages {
public:
    /// Adds text as it came; an unfinished last line waits for its rest.
    void add(std::string_view text);

    std::uint64_t warnings() const { return warnings_; }
    /// The first 20 warnings, without the word "Warning: ".
    std::vector<std::string> const& first_warnings() const { return first_warnings_; }
    /// The last lines that are not warnings, at most 10, an unfinished one included; "Error: " is cut off.
    std::vector<std::string> last_errors() const;

private:
    void add_line(std::string_view line);

    std::string unfinished_;
    std::uint64_t warnings_ = 0;
    std::vector<std::string> first_warnings_;
    std::vector<std::string> last_errors_;
};

}  // namespace hacthanh::traffic
