#pragma once

#include "app/hacthanh/session.hpp"
#include "app/hacthanh/shared_run.hpp"
#include "io/result_writer.hpp"
#include "io/study/member_folder.hpp"
#include "sim/core/parallel.hpp"
#include "sim/study/member_indicators.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

namespace hacthanh::app {

/// A member that this process has claimed.
struct Claimed {
    io::study::MemberFolder folder;
    int attempt = 0;
    nlohmann::json order;
};

/// What a member's measures do.
struct MemberMeasures {
    std::vector<std::filesystem::path> files;
    std::optional<scenario::MeasureFile> file;
    traffic::Interventions interventions;
    double first_s = std::numeric_limits<double>::infinity();  ///< nothing is changed before
};

/// The result of a member while it is written.
struct OpenResult {
    OpenResult(Session const& session, MemberMeasures const& measures, std::filesystem::path const& to, int threads);

    std::filesystem::path file;
    state::RunHeader header;  ///< the sink looks at it as long as it lives
    io::NetcdfResultSink sink;
    std::vector<study::MemberIndicators> gathered;
    study::MeteredResult metered;
};

/// What came of a member's run.
struct MemberRun {
    nlohmann::ordered_json numbers;
    std::uint64_t traffic_steps = 0;  ///< simulated for it alone
    std::uint64_t shared_steps = 0;   ///< simulated before, for all that share them
};

/// Claimed members of one session and seed: those that share their beginning, and those that start on their own (whose
/// measures come too early, see study::best_parting; all, where why_not_shared says so).
class StudyGroup {
public:
    /// Throws InputError for what is wrong with the settings that all have. @param winds, stop  see SharedRun
    StudyGroup(std::vector<Claimed> const& members, std::filesystem::path const& winds, int threads,
               std::atomic<bool> const& stop);

    /// The members whose common beginning must be run before this one's turn: none when it has been, or there is none.
    std::vector<std::size_t> waiting_for_beginning(std::size_t member) const;
    void begin();
    /// Runs a member to its end and closes its file; nothing when it was stopped. Throws what runs throw.
    std::optional<MemberRun> run(std::size_t member);
    /// Closes the file of a member that is not run; before the common beginning it takes no part in that either.
    void close(std::size_t member);

private:
    bool shares(std::size_t member) const;
    MemberMeasures const& measures(std::size_t member);
    double first_of(std::size_t member);
    OpenResult& open(std::size_t member);

    std::vector<Claimed> const& members_;
    Session session_;
    Parallel parallel_;
    SharedRun run_;
    double parting_s_ = 0;
    std::vector<std::size_t> sharing_;
    bool begun_ = false;
    std::uint64_t shared_steps_ = 0;
    std::vector<std::optional<MemberMeasures>> measures_;
    std::vector<std::unique_ptr<OpenResult>> results_;
};

}  // namespace hacthanh::app
