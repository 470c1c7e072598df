#pragma once

#include "io/detail/csv.hpp"
#include "sim/core/pollutant.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io::detail {

/// One row of a fleet table, taken apart and checked by itself.
struct FleetRow {
    std::size_t line = 0;
    std::string fleet_class;
    std::string level;  ///< "" = all levels of the class
    std::string item;
    std::optional<Pollutant> pollutant;
    double number = 0;  ///< of items that are numbers
    std::string word;   ///< of items that are words
};

/// Gathers problems so that a user sees all of them at once.
class Problems {
public:
    explicit Problems(std::filesystem::path const& file) : file_(file) {}
    void add(std::size_t line, std::string const& broken, std::string const& remedy);
    void throw_if_any() const;

private:
    std::filesystem::path const& file_;
    std::string text_;
};

/// The rows of a fleet table that keep every rule a row can keep by itself; the others are put into `problems`.
std::vector<FleetRow> read_fleet_rows(std::filesystem::path const& file, Problems& problems);

}  // namespace hacthanh::io::detail
