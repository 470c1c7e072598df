#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::io {

/// What an import read, repaired and left out: counters by name, each with the first objects it met.
class ImportLog {
public:
    struct Entry {
        std::int64_t count = 0;
        std::vector<std::string> examples;  ///< ids of the first five
    };

    /// Adds one to the counter; `id` is the object's, "" when it has none.
    void count(std::string_view name, std::string_view id) {
        Entry& entry = entries_[std::string(name)];
        ++entry.count;
        if (!id.empty() && entry.examples.size() < max_examples) entry.examples.emplace_back(id);
    }
    /// Adds `n`, which may be zero: the counter then is there.
    void add(std::string_view name, std::int64_t n) { entries_[std::string(name)].count += n; }
    /// Something that the user should read.
    void warn(std::string text) { warnings_.push_back(std::move(text)); }

    std::int64_t operator[](std::string_view name) const {
        auto const found = entries_.find(std::string(name));
        return found == entries_.end() ? 0 : found->second.count;
    }
    std::map<std::string, Entry> const& entries() const { return entries_; }
    std::vector<std::string> const& warnings() const { return warnings_; }

private:
    static constexpr std::size_t max_examples = 5;
    std::map<std::string, Entry> entries_;
    std::vector<std::string> warnings_;
};

}  // namespace hacthanh::io
