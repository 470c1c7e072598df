#include "app/hacthanh/study_folder.hpp"

#include "app/hacthanh/study_plan.hpp"
#include "io/study/member_folder.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

std::string text_of(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The earlier manifest stays under another name.
void keep_earlier_manifest(fs::path const& folder, std::vector<ordered_json> const& rows) {
    auto const file = folder / "manifest.jsonl";
    if (!fs::exists(file)) return;
    std::string wanted;
    for (auto const& row : rows) wanted += row.dump() + "\n";
    if (text_of(file) == wanted) return;
    int n = 1;
    while (fs::exists(folder / fmt::format("manifest.{}.jsonl", n))) ++n;
    fs::rename(file, folder / fmt::format("manifest.{}.jsonl", n));
}

std::string settings_text(io::study::StudyFile const& study) {
    ordered_json const settings = {
        {"title", study.title},
        {"title_vi", study.title_vi.empty() ? study.title : study.title_vi},
        {"rank", study.ranked},
        {"threads", study.executor.threads},
    };
    return settings.dump(2) + "\n";
}

}  // namespace

fs::path default_study_folder(fs::path const& study) { return fs::path(study).replace_extension(".study"); }

PreparedStudy prepare_study(io::study::StudyFile const& study, fs::path const& folder) {
    auto const members = plan_members(study);
    validate(!fs::exists(folder) || fs::is_empty(folder) || fs::exists(folder / "study.json"), folder.string(),
             "is not empty and no study's folder", "give --folder for another one");
    PreparedStudy prepared{fs::absolute(folder).lexically_normal(), members.size()};
    std::vector<ordered_json> rows;
    fs::create_directories(folder);
    io::study::write_atomically(folder / "study.json", settings_text(study));
    io::study::write_atomically(folder / "study.toml", study.text);
    for (std::size_t n = 0; n < members.size(); ++n) {
        rows.push_back(member_json(study, members[n], n));
        io::study::MemberFolder const member(folder, members[n].id);
        member.describe(member_order(study, members[n]));
        if (auto const wrong = member.recheck())
            prepared.corrupt.push_back(members[n].id + ": " + *wrong);
        else if (member.status().state == io::study::MemberState::done)
            ++prepared.reused;
    }
    keep_earlier_manifest(folder, rows);
    io::study::write_manifest(folder, rows);
    return prepared;
}

StudySettings read_settings(fs::path const& folder) {
    auto const file = folder / "study.json";
    validate(fs::exists(file), file.string(), "is missing: this is no study's folder",
             "run `hacthanh study STUDY.toml` first");
    auto const settings = ordered_json::parse(text_of(file), nullptr, false);
    try {
        return {settings.at("title"), settings.at("title_vi"), settings.at("rank"), settings.at("threads")};
    } catch (nlohmann::json::exception const&) {
        throw InputError(file.string(), "is damaged", "prepare the study again: `hacthanh study STUDY.toml`");
    }
}

}  // namespace hacthanh::app
