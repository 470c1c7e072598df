#pragma once
/// What the command can do, in the order of its help. Read by the front program, which answers --help on its own, and
/// by the verbs themselves.

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hacthanh::app {

struct VerbText {
    std::string_view name;
    std::string_view description;
};

inline constexpr std::string_view command_description = "Hạc Thành: a digital twin of city traffic and air";
inline constexpr std::string_view command_footer =
    "`hacthanh VERB --help` explains one verb. Exit codes: 0 done, 1 failed, 2 wrong usage or input.";

inline constexpr std::array verb_list = {
    VerbText{"run", "Simulate a scenario"},
    VerbText{"check", "Validate a scenario, print what it would take, draw its city on the mesh; run nothing"},
    VerbText{"whatif", "Compare measures with the baseline over pairs of seeds"},
    VerbText{"study", "Run many members: measures, weathers, factors and seeds, on this machine or a cluster"},
    VerbText{"compare", "Compare results of options with the baseline: people, limits, health, money"},
    VerbText{"record", "Record a scenario's traffic; it replays bit for bit"},
    VerbText{"wind", "Solve the wind of a scenario alone and write it to a file"},
    VerbText{"calibrate", "Fit a scenario's demand to traffic counts and report GEH before and after"},
    VerbText{"info", "Print what a result file holds and where it comes from"},
    VerbText{"verify", "Check a result file: checksums of all it holds, schema, mass budgets"},
    VerbText{"export", "Write a result for other programs: GeoPackage, GeoTIFF, GeoJSON, KML, CSV"},
    VerbText{"import", "Make a city folder from OpenStreetMap or a SUMO network"},
    VerbText{"apportion", "Say whose air it is: what each street gives to a place, background apart"},
    VerbText{"transfer",
             "Build transfer functions of a run's wind: what every road gives to every place, for fast answers"},
    VerbText{"year", "Evaluate every hour of a year through transfer functions: annual mean, limits' statistics"},
    VerbText{"render", "Draw results as pictures or films, without a display"},
    VerbText{"view", "Open a window on a result, or on two side by side"},
    VerbText{"report", "Write a report of a what-if or a result: one HTML file, Vietnamese and English"},
    VerbText{"schema", "Print every option of a scenario file: unit, default, range"},
    VerbText{"version", "Print the facts of this build"},
};

/// The description of a verb of the list.
inline std::string verb_description(std::string_view name) {
    for (VerbText const& verb : verb_list)
        if (verb.name == name) return std::string(verb.description);
    throw std::logic_error("app/verb_list.hpp lacks the verb " + std::string(name));
}

}  // namespace hacthanh::app
