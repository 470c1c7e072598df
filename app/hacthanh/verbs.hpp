#pragma once

#include <functional>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own name
class App;
}

namespace hacthanh::app {

/// What the chosen verb does; returns the exit code. Errors are thrown.
using Action = std::function<int()>;

// Each adds one verb to the command line and sets `action` when it is chosen. One file per verb.
void add_run(CLI::App& command, Action& action);
void add_check(CLI::App& command, Action& action);
void add_compare(CLI::App& command, Action& action);
void add_record(CLI::App& command, Action& action);
void add_calibrate(CLI::App& command, Action& action);
void add_info(CLI::App& command, Action& action);
void add_export(CLI::App& command, Action& action);
void add_verify(CLI::App& command, Action& action);
void add_apportion(CLI::App& command, Action& action);
void add_import(CLI::App& command, Action& action);
void add_render(CLI::App& command, Action& action);
void add_view(CLI::App& command, Action& action);
void add_report(CLI::App& command, Action& action);
void add_schema(CLI::App& command, Action& action);
void add_study(CLI::App& command, Action& action);
void add_transfer(CLI::App& command, Action& action);
void add_version(CLI::App& command, Action& action);
void add_whatif(CLI::App& command, Action& action);
void add_wind(CLI::App& command, Action& action);
void add_year(CLI::App& command, Action& action);

}  // namespace hacthanh::app
