#pragma once
/// The folder of a study on disk: who has which member, what became of it. All steps are atomic on a shared file system
/// (creation with O_EXCL, rename), so any number of processes on any number of nodes may work on one folder.

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace hacthanh::io::study {

/// A member that failed is tried again this often.
inline constexpr int most_retries = 2;
/// Attempts that ended without anyone's fault (a lost node) do not count as failures, but there is an end. Those that
/// somebody stopped do not count at all.
inline constexpr int most_attempts = 20;

enum class MemberState { missing, running, done, failed };
std::string_view name(MemberState state);

/// Which files are read to see whether they are still those that were written.
enum class Reading { changed, all };

/// One attempt at a member, as its files say.
struct Attempt {
    int number = 0;
    std::string outcome;  ///< done, failed, killed, stopped, lost, corrupt; empty: it runs
    std::string reason;
    std::string host;
    int pid = 0;
};

/// What is on disk of one member.
struct MemberStatus {
    MemberState state = MemberState::missing;
    std::vector<Attempt> attempts;
    std::string reason;  ///< of a failed one: of its last attempt
};

/// A member's own folder: `member.json`, `claim.N` and `end.N.json` of attempt N, `result.nc`, `indicators.json`,
/// `done.json`, and `forgiven`, the number of the last attempt that does not count any more.
class MemberFolder {
public:
    /// @param study  folder of the study  @param id  16 hexadecimal digits; InputError for anything else
    MemberFolder(std::filesystem::path const& study, std::string const& id);

    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path result() const { return path_ / "result.nc"; }
    std::filesystem::path indicators() const { return path_ / "indicators.json"; }

    /// What was asked; InputError when the study has no such member.
    nlohmann::json description() const;
    /// Writes `member.json` unless it says the same already.
    void describe(nlohmann::ordered_json const& description) const;

    MemberStatus status() const;

    /// Takes the next attempt: its number, or nothing when the member is done, failed for good or somebody else's.
    /// Attempts whose process is gone are ended as "lost" first.
    std::optional<int> claim() const;
    /// Says that the attempt's process lives.
    void beat(int attempt) const;
    /// Ends an attempt; the first to say so is believed.
    void end(int attempt, std::string const& outcome, std::string const& reason) const;
    /// Publishes a result that lies in `scratch(attempt)` and its indicators, and marks the member as done.
    /// @param cost  what it took, for done.json
    void publish(int attempt, std::filesystem::path const& result, nlohmann::ordered_json const& indicators,
                 nlohmann::ordered_json const& cost) const;
    /// Makes a member that failed for good open again: its attempts so far do not count any more (`forgiven`). @return
    /// whether it had failed
    bool forgive() const;
    /// A folder for the files of an attempt, made empty.
    std::filesystem::path scratch(int attempt) const;

    /// Whether a done member's files are still those of its making; if not it is made open again: @return what was
    /// wrong. @param read  Reading::changed believes a file that has its size and date of then (reads nothing);
    /// Reading::all compares the hashes of all. A file of another date but the same hash is good, and its date is kept.
    std::optional<std::string> recheck(Reading read) const;

private:
    std::vector<Attempt> attempts() const;
    /// Attempts up to this one do not count.
    int forgiven() const;
    bool is_gone(Attempt const& attempt) const;
    /// What is wrong with the files that done.json speaks of; renews the dates that it keeps.
    std::string damage(nlohmann::json done, Reading read) const;
    std::filesystem::path claim_file(int attempt) const;
    std::filesystem::path end_file(int attempt) const;

    std::string id_;
    std::filesystem::path path_;
};

/// The immutable list of members: `manifest.jsonl`, one row each, and `ids.txt`.
void write_manifest(std::filesystem::path const& study, std::vector<nlohmann::ordered_json> const& rows);
std::vector<nlohmann::ordered_json> read_manifest(std::filesystem::path const& study);
/// The ids alone: cheap also for 100,000 members.
std::vector<std::string> read_ids(std::filesystem::path const& study);

}  // namespace hacthanh::io::study
