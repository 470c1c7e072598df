/// `hacthanh-engine`, what the command `hacthanh` becomes: one verb per file beside this one. Errors end here, and only
/// here.

#include "app/hacthanh/verbs.hpp"
#include "app/verb_list.hpp"
#include "sim/core/build_info.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/core/parallel.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <exception>
#include <new>
#include <string>

namespace {

constexpr int exit_failed = 1;
constexpr int exit_wrong_input = 2;

int run_command(int argc, char** argv) {
    using namespace hacthanh;  // NOLINT: short names for the whole program
    CLI::App command(std::string(app::command_description), "hacthanh");
    command.set_version_flag("--version", build_info().version);
    command.require_subcommand(1);
    command.footer(std::string(app::command_footer));
    app::Action action;
    app::add_run(command, action);
    app::add_check(command, action);
    app::add_whatif(command, action);
    app::add_study(command, action);
    app::add_compare(command, action);
    app::add_record(command, action);
    app::add_wind(command, action);
    app::add_calibrate(command, action);
    app::add_info(command, action);
    app::add_verify(command, action);
    app::add_export(command, action);
    app::add_apportion(command, action);
    app::add_transfer(command, action);
    app::add_year(command, action);
    app::add_import(command, action);
    app::add_render(command, action);
    app::add_view(command, action);
    app::add_report(command, action);
    app::add_schema(command, action);
    app::add_version(command, action);
    try {
        command.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return command.exit(error) == 0 ? 0 : exit_wrong_input;
    }
    return action();
}

}  // namespace

int main(int argc, char** argv) {
    hacthanh::flush_denormals_to_zero();  // before any other thread starts, see sim/core/parallel.hpp
    std::signal(SIGXFSZ, SIG_IGN);        // a file size limit is an error of the write, like a full disk
    try {
        return run_command(argc, argv);
    } catch (hacthanh::InputError const& error) {
        hacthanh::log::error("{}", error.what());
        return exit_wrong_input;
    } catch (std::bad_alloc const&) {
        hacthanh::log::error(
            "out of memory; choose a larger mesh.cell_size_m or fewer mesh.levels, see `hacthanh check`");
        return exit_failed;
    } catch (std::exception const& error) {
        hacthanh::log::error("{}", error.what());
        return exit_failed;
    }
}
