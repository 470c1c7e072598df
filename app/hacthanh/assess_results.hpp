#pragma once

#include "app/hacthanh/paired_results.hpp"
#include "io/impact/places.hpp"
#include "sim/study/option_money.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own name
class App;
}

namespace hacthanh::app {

/// What `compare` and `report` may be told besides results.
struct AssessmentArguments {
    io::PlaceFiles places;
    std::vector<std::filesystem::path> rules;
    std::filesystem::path costs;
    std::vector<std::string> bus_stops;  ///< "stops.csv", "option=stops.csv"
    std::vector<std::string> evidence;   ///< "emission_factor=D"

    void add_to(CLI::App& verb);
};

/// What results say of people, limits, health and money.
struct AssessedResults {
    study::Assessment assessment;
    std::vector<study::OptionMoney> money;  ///< by option
    PairedResults pairs;
    std::vector<Text> notes;  ///< what is missing of what a decision needs
};

/// Reads rules, people and results and compares the options with the baseline. Files are as pair_results() takes them;
/// typical days of one title and seed are joined into their year (impact::year_of). Throws InputError as the readers
/// do.
AssessedResults assess_results(std::vector<std::filesystem::path> const& files, AssessmentArguments const& arguments);

}  // namespace hacthanh::app
