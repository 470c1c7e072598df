#pragma once

#include <filesystem>
#include <string>

namespace hacthanh::app {

/// What came of one call of `run-member`.
enum class MemberOutcome {
    done,     ///< now or before
    failed,   ///< this attempt, or for good before it
    stopped,  ///< by SIGINT or SIGTERM
    taken     ///< somebody else runs it
};

/// Claims a member, runs it, verifies its result and publishes it with its indicators. Errors of the run end up in the
/// attempt's record and on the log, not as exceptions; InputError for a folder or id that do not exist.
/// @param threads  of the transport; the numbers do not depend on it
MemberOutcome run_member(std::filesystem::path const& folder, std::string const& id, int threads);

}  // namespace hacthanh::app
