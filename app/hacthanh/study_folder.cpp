#include "app/hacthanh/study_folder.hpp"

#include "app/hacthanh/study_design.hpp"
#include "io/replace_file.hpp"
#include "io/study/member_folder.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <map>
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
    ordered_json settings = {
        {"title", study.title},          {"title_vi", study.title_vi.empty() ? study.title : study.title_vi},
        {"rank", study.ranked},          {"threads", study.executor.threads},
        {"slots", study.executor.tasks}, {"share_warm_up", study.executor.share_warm_up},
    };
    if (!study.merge.fields.empty())
        settings["merge"] = {{"fields", study.merge.fields},
                             {"probabilities", study.merge.probabilities},
                             {"limits", study.merge.limits},
                             {"pool", study.merge.pooled},
                             {"memory_mb", study.merge.memory_mb}};
    if (study.design == "morris" || study.design == "sobol") {
        auto const design = design_of(study);
        settings["sensitivity"] = {{"method", study.design}, {"rows", design.rows}, {"unit", design.unit}};
        for (auto const& factor : study.factors) settings["sensitivity"]["factors"].push_back(factor.key);
    }
    if (study.package) {
        auto& package = settings["package"] = {{"indicator", study.package->indicator},
                                               {"less_is_better", study.package->less_is_better},
                                               {"budget", study.package->budget},
                                               {"incompatible", study.package->incompatible}};
        for (auto const& variant : study.variants)
            if (variant.cost) package["costs"].push_back({variant.name, *variant.cost});
    }
    return settings.dump(2) + "\n";
}

void read_merge(ordered_json const& settings, StudySettings& into) {
    if (settings.contains("merge")) {
        auto const& merge = settings.at("merge");
        into.fields = merge.at("fields");
        into.probabilities = merge.at("probabilities").get<std::vector<double>>();
        into.limits = merge.at("limits").get<std::vector<double>>();
        into.pooled = merge.value("pool", into.pooled);
        into.merge_memory_mb = merge.value("memory_mb", into.merge_memory_mb);
    }
    if (settings.contains("sensitivity")) {
        auto const& s = settings.at("sensitivity");
        into.sensitivity = {s.at("method"), s.at("factors"), s.at("rows").get<std::vector<std::size_t>>(),
                            s.at("unit").get<std::vector<double>>()};
    }
    if (settings.contains("package")) {
        auto const& p = settings.at("package");
        into.package = {p.at("indicator"), p.at("less_is_better"), p.at("budget"),
                        p.at("costs").get<std::vector<std::pair<std::string, double>>>(),
                        p.at("incompatible").get<std::vector<std::pair<std::string, std::string>>>()};
    }
}

}  // namespace

fs::path default_study_folder(fs::path const& study) { return fs::path(study).replace_extension(".study"); }

PreparedStudy prepare_study(io::study::StudyFile const& study, std::vector<StudyMember> const& members,
                            fs::path const& folder) {
    validate(!fs::exists(folder) || fs::is_empty(folder) || fs::exists(folder / "study.json"), folder.string(),
             "is not empty and no study's folder", "give --folder for another one");
    PreparedStudy prepared{fs::absolute(folder).lexically_normal(), members.size()};
    std::vector<ordered_json> rows;
    fs::create_directories(folder);
    io::replace_text(folder / "study.json", settings_text(study));
    io::replace_text(folder / "study.toml", study.text);
    std::map<io::study::MemberInputs const*, std::string> kept;
    for (std::size_t n = 0; n < members.size(); ++n) {
        auto& inputs = kept[members[n].inputs.get()];
        if (inputs.empty()) inputs = io::study::keep_inputs(folder, *members[n].inputs);
        rows.push_back(member_json(study, members[n], n));
        io::study::MemberFolder const member(folder, members[n].id);
        member.describe(member_order(study, members[n], inputs));
        if (auto const wrong = member.recheck(io::study::Reading::changed))
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
        StudySettings found{settings.at("title"), settings.at("title_vi"), settings.at("rank"), settings.at("threads")};
        found.slots = settings.value("slots", found.slots);  // folders of an earlier version have neither
        found.share_warm_up = settings.value("share_warm_up", found.share_warm_up);
        read_merge(settings, found);
        return found;
    } catch (nlohmann::json::exception const&) {
        throw InputError(file.string(), "is damaged", "prepare the study again: `hacthanh study STUDY.toml`");
    }
}

}  // namespace hacthanh::app
