#include "io/study/member_folder.hpp"

#include "io/claim.hpp"
#include "io/hash.hpp"
#include "io/replace_file.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace hacthanh::io::study {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t id_length = 16;

std::optional<json> read_json(fs::path const& file) {
    std::ifstream in(file);
    if (!in) return std::nullopt;
    auto document = json::parse(in, nullptr, false);
    if (document.is_discarded() || !document.is_object()) return std::nullopt;
    return document;
}

std::string text_of(json const& document, char const* key) {
    auto const found = document.find(key);
    return found != document.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// Size and date of a file; null when there is none.
json looks_of(fs::path const& file) {
    std::error_code gone;
    auto const written = fs::last_write_time(file, gone);
    if (gone) return nullptr;
    return {{"bytes", fs::file_size(file)}, {"written", written.time_since_epoch().count()}};
}

bool is_failure(std::string const& outcome) {
    return outcome == "failed" || outcome == "killed" || outcome == "corrupt";
}

}  // namespace

std::string_view name(MemberState state) {
    constexpr std::array<std::string_view, 4> names = {"missing", "running", "done", "failed"};
    return names[static_cast<std::size_t>(state)];
}

MemberFolder::MemberFolder(fs::path const& study, std::string const& id) : id_(id) {
    bool const is_id = id.size() == id_length && id.find_first_not_of("0123456789abcdef") == std::string::npos;
    validate(is_id, "id \"" + id.substr(0, 80) + "\"", "is no member's id", "ids.txt in the study's folder lists them");
    path_ = study / "members" / id.substr(0, 2) / id;
}

json MemberFolder::description() const {
    auto const found = read_json(path_ / "member.json");
    validate(found.has_value(), (path_ / "member.json").string(), "is missing or damaged",
             "prepare the study again: `hacthanh study STUDY.toml`");
    return *found;
}

void MemberFolder::describe(ordered_json const& description) const {
    auto const known = read_json(path_ / "member.json");
    if (known && *known == json(description)) return;
    fs::create_directories(path_);
    replace_text(path_ / "member.json", description.dump(2) + "\n");
}

fs::path MemberFolder::claim_file(int attempt) const { return path_ / fmt::format("claim.{}", attempt); }
fs::path MemberFolder::end_file(int attempt) const { return path_ / fmt::format("end.{}.json", attempt); }

std::vector<Attempt> MemberFolder::attempts() const {
    std::vector<Attempt> found;
    for (int n = 1;; ++n) {
        auto const claim = claimant(claim_file(n));
        if (!claim) break;
        Attempt attempt{n, {}, {}, claim->host, claim->pid};
        if (auto const end = read_json(end_file(n))) {
            attempt.outcome = text_of(*end, "outcome");
            attempt.reason = text_of(*end, "reason");
        }
        found.push_back(std::move(attempt));
    }
    return found;
}

bool MemberFolder::is_gone(Attempt const& attempt) const { return is_void_claim(claim_file(attempt.number)); }

MemberStatus MemberFolder::status() const {
    MemberStatus status;
    status.attempts = attempts();
    auto const count = [&, from = forgiven()](auto const& wanted) {
        return std::ranges::count_if(status.attempts,
                                     [&](Attempt const& a) { return a.number > from && wanted(a.outcome); });
    };
    auto const failures = count(is_failure);
    auto const tried = count([](std::string const& outcome) { return outcome != "stopped"; });
    if (fs::exists(path_ / "done.json"))
        status.state = MemberState::done;
    else if (failures > most_retries || tried >= most_attempts)
        status.state = MemberState::failed;
    else if (!status.attempts.empty() && status.attempts.back().outcome.empty() && !is_gone(status.attempts.back()))
        status.state = MemberState::running;
    if (status.state == MemberState::failed)
        for (auto const& attempt : status.attempts)
            if (is_failure(attempt.outcome)) status.reason = attempt.reason;
    if (status.state == MemberState::failed && status.reason.empty())
        status.reason = fmt::format("its process was lost {} times", tried);
    return status;
}

std::optional<int> MemberFolder::claim() const {
    auto const known = status();
    if (known.state != MemberState::missing) return std::nullopt;
    if (!known.attempts.empty() && known.attempts.back().outcome.empty())
        end(known.attempts.back().number, "lost", "its process ended without a word");
    int const attempt = static_cast<int>(known.attempts.size()) + 1;
    if (!make_claim(claim_file(attempt))) return std::nullopt;
    if (fs::exists(path_ / "done.json")) {  // finished between our look and our claim
        fs::remove(claim_file(attempt));
        return std::nullopt;
    }
    return attempt;
}

int MemberFolder::forgiven() const {
    auto const known = read_json(path_ / "forgiven");
    return known ? known->value("attempts", 0) : 0;
}

bool MemberFolder::forgive() const {
    auto const now = status();
    if (now.state != MemberState::failed) return false;
    replace_text(path_ / "forgiven", json{{"attempts", now.attempts.size()}}.dump() + "\n");
    return true;
}

void MemberFolder::beat(int attempt) const { beat_claim(claim_file(attempt)); }

void MemberFolder::end(int attempt, std::string const& outcome, std::string const& reason) const {
    json const text = {{"outcome", outcome}, {"reason", reason}};
    create_exclusively(end_file(attempt), text.dump() + "\n");
}

fs::path MemberFolder::scratch(int attempt) const {
    fs::path folder = path_ / fmt::format("attempt.{}", attempt);
    fs::remove_all(folder);
    fs::create_directories(folder);
    return folder;
}

void MemberFolder::publish(int attempt, fs::path const& result, ordered_json const& numbers,
                           ordered_json const& cost) const {
    std::string const text = numbers.dump(2) + "\n";
    json done = {{"attempt", attempt},
                 {"result_sha256", sha256_of_file(result)},
                 {"indicators_sha256", sha256_of_text(text)},
                 {"cost", cost}};
    give_name(result, this->result(), Outlives::process);
    replace_text(indicators(), text);
    done["result"] = looks_of(this->result());
    done["indicators"] = looks_of(indicators());
    replace_text(path_ / "done.json", done.dump(2) + "\n");
    end(attempt, "done", {});
    fs::remove_all(path_ / fmt::format("attempt.{}", attempt));
}

std::string MemberFolder::damage(json done, Reading read) const {
    bool renewed = false;
    for (auto const& [key, file] : {std::pair("result", result()), std::pair("indicators", indicators())}) {
        auto const looks = looks_of(file);
        bool const same = done.contains(key) && done.at(key) == looks;
        if (same && read == Reading::changed) continue;
        if (looks.is_null() || sha256_of_file(file) != text_of(done, (std::string(key) + "_sha256").c_str()))
            return file.filename().string() + " is not what was written";
        done[key] = looks;
        renewed = renewed || !same;
    }
    if (renewed) replace_text(path_ / "done.json", done.dump(2) + "\n");
    return {};
}

std::optional<std::string> MemberFolder::recheck(Reading read) const {
    auto const done_file = path_ / "done.json";
    if (!fs::exists(done_file)) return std::nullopt;
    auto const done = read_json(done_file);
    std::string const wrong = done ? damage(*done, read) : "done.json is damaged";
    if (wrong.empty()) return std::nullopt;
    // The row of the attempt says what became of its files; a claim without an end would look as if it still ran.
    auto const made = attempts();
    if (!made.empty())
        replace_text(end_file(made.back().number), json{{"outcome", "corrupt"}, {"reason", wrong}}.dump() + "\n");
    fs::remove(done_file);
    return wrong;
}

void write_manifest(fs::path const& study, std::vector<ordered_json> const& rows) {
    std::string manifest;
    std::string ids;
    for (auto const& row : rows) {
        manifest += row.dump() + "\n";
        ids += row.at("id").get<std::string>() + "\n";
    }
    replace_text(study / "manifest.jsonl", manifest);
    replace_text(study / "ids.txt", ids);
}

std::vector<ordered_json> read_manifest(fs::path const& study) {
    auto const file = study / "manifest.jsonl";
    std::ifstream in(file);
    validate(in.is_open(), file.string(), "is missing: this is no study's folder",
             "run `hacthanh study STUDY.toml` first");
    std::vector<ordered_json> rows;
    for (std::string line; std::getline(in, line);) {
        rows.push_back(ordered_json::parse(line, nullptr, false));
        validate(rows.back().is_object() && rows.back().contains("id") && rows.back()["id"].is_string(),
                 fmt::format("{}:{}", file.string(), rows.size()), "is no row of a manifest",
                 "the file was damaged: delete it and prepare the study again");
    }
    return rows;
}

std::vector<std::string> read_ids(fs::path const& study) {
    auto const file = study / "ids.txt";
    std::ifstream in(file);
    validate(in.is_open(), file.string(), "is missing: this is no study's folder",
             "run `hacthanh study STUDY.toml` first");
    std::vector<std::string> ids;
    for (std::string line; std::getline(in, line);) ids.push_back(line);
    return ids;
}

}  // namespace hacthanh::io::study
