#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hacthanh::app {

/// What came of one call of `run-member`, the worse the later.
enum class MemberOutcome {
    done,     ///< now or before
    taken,    ///< somebody else runs it
    stopped,  ///< by SIGINT or SIGTERM
    failed    ///< this attempt, or for good before it
};

/// What `run-member` ends with when somebody else runs its members, or those that it was to run first.
inline constexpr int taken_exit_code = 3;

/// Claims members, runs them in this order, verifies their results and publishes them with their indicators. Members
/// that differ in their measures alone share the time before these begin (shared_run.hpp): same bits as alone. Errors
/// of a run end up in its attempt's record and on the log, not as exceptions, and cost the other members nothing; an
/// error of the shared time is one of all that share it. InputError for a folder or id that do not exist, and for
/// members of other settings or seeds than the first. Of two processes with the same members one gets them all: who
/// does not get the first that is missing takes none.
/// @param threads  of the transport; the numbers do not depend on it
/// @return the worst of all
MemberOutcome run_members(std::filesystem::path const& folder, std::vector<std::string> const& ids, int threads);

}  // namespace hacthanh::app
