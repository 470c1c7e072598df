#include "app/hacthanh/study_plan.hpp"

#include "app/hacthanh/session.hpp"
#include "app/hacthanh/study_design.hpp"
#include "io/hash.hpp"
#include "io/measure_file.hpp"
#include "io/scenario_file.hpp"
#include "sim/core/build_info.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <hacthanh_engine_hash.inc>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using io::study::StudyFile;

/// The scenario and all that it reads.
std::vector<state::InputFile> inputs_of(StudyFile const& study, Session const& session) {
    std::vector<state::InputFile> files = {input_file(study.scenario, "scenario")};
    for (auto const& input : session.inputs()) {
        files.push_back(input);
        files.back().path = fs::absolute(input.path).lexically_normal().string();
    }
    return files;
}

std::shared_ptr<io::study::MemberInputs const> with_measures(std::vector<state::InputFile> files,
                                                             StudyVariant const& variant, std::string const& program) {
    files.insert(files.end(), variant.inputs.begin(), variant.inputs.end());
    return std::make_shared<io::study::MemberInputs const>(io::study::MemberInputs{program, std::move(files)});
}

/// Files that the members of some settings read, beside their measures.
struct SettingsFiles {
    std::string hashes;  ///< of those that the settings name: a changed file makes another member
    std::vector<state::InputFile> files;
    bool are_the_base_s = true;
};

/// Weather and background are one file each; other inputs may name more, so all that the scenario then reads is hashed.
SettingsFiles files_of(StudyFile const& study, std::vector<std::string> const& changed, StudyMember const& member,
                       fs::path const& folder, std::vector<state::InputFile> const& of_base) {
    SettingsFiles found{{}, of_base};
    for (auto const& text : changed) {
        auto const equals = text.find('=');
        auto const key = text.substr(0, equals);
        auto const file = folder / text.substr(equals + 1);
        std::error_code ignored;
        if (equals + 1 >= text.size() || !fs::exists(file, ignored)) continue;
        found.are_the_base_s = false;
        if (key != "weather.file" && key != "background.file") {
            Session const session({study.scenario, {}, member.overrides, {}});
            return {session.run_key() + "\n", inputs_of(study, session), false};
        }
        std::string const role = key.substr(0, key.find('.'));
        std::erase_if(found.files, [&role](state::InputFile const& input) { return input.role == role; });
        found.files.push_back(input_file(file, role));
        found.hashes += found.files.back().sha256 + "\n";
    }
    return found;
}

std::vector<StudyVariant> variants_of(StudyFile const& study, Session const& base) {
    std::vector<StudyVariant> variants{{study_baseline, {}, {}}};
    double const spun_up_s = first_border(base.scenario(), base.spin_up().length_s);
    for (auto const& variant : study.variants) {
        StudyVariant known{variant.name, {}, {}};
        for (auto const& file : variant.measures) {
            auto const measures = io::read_measures(file);
            validate(measures.mode() == scenario::MeasureMode::operational, file.string(),
                     "is of planning mode: its routes are made anew by `hacthanh whatif`",
                     "studies run measures of operational mode");
            auto resolved = base.resolve(measures, base.seed());
            validate(resolved.answered, file.string(), "is beyond the model", "`hacthanh check --measure` says why");
            known.measures.push_back(file.string());
            known.inputs.push_back(input_file(file, measure_role));
            known.first_s = std::min(known.first_s, resolved.first_s);
            std::ranges::move(resolved.interventions.list, std::back_inserter(known.interventions.list));
        }
        known.after_spin_up = known.first_s == spun_up_s;
        variants.push_back(std::move(known));
    }
    return variants;
}

}  // namespace

std::vector<StudyMember> plan_members(StudyFile const& study, SettingsVisitor const& visit) {
    Session const base({study.scenario, {}, study.overrides, {}});
    validate(base.scenario().traffic.recording.empty(), study.scenario.string(), "runs a recording, which has one seed",
             "studies want a traffic.sumo_config");
    auto const variants = variants_of(study, base);
    std::int64_t const first_seed = study.first_seed.value_or(base.seed());
    std::string const program = program_hash();
    std::string const common = fmt::format("{}\n{}\n", base.run_key(), program);
    auto const base_files = inputs_of(study, base);
    std::vector<std::shared_ptr<io::study::MemberInputs const>> base_inputs;
    for (auto const& variant : variants) base_inputs.push_back(with_measures(base_files, variant, program));
    std::vector<StudyMember> members;
    std::map<std::string, std::string> ids;  // id -> what it stands for
    auto const points = design_of(study).points;
    for (std::size_t p = 0; p < points.size(); ++p)
        for (auto const& weather : study.weathers) {
            StudyMember member;
            member.point = p;
            member.levels = points[p];
            member.weather = weather.name;
            std::vector<std::string> changed = weather.overrides;
            for (std::size_t f = 0; f < study.factors.size(); ++f)
                changed.push_back(study.factors[f].key + "=" + points[p][f]);
            member.overrides = study.overrides;
            member.overrides.insert(member.overrides.end(), changed.begin(), changed.end());
            auto const loaded = io::load_scenario(study.scenario, member.overrides);
            if (visit) visit({p, weather.name, points[p], member.overrides, loaded}, variants);
            auto const files = files_of(study, changed, member, loaded.folder, base_files);
            for (std::size_t v = 0; v < variants.size(); ++v) {
                auto const& variant = variants[v];
                member.inputs = files.are_the_base_s ? base_inputs[v] : with_measures(files.files, variant, program);
                std::string measure_hashes;
                for (auto const& input : variant.inputs) measure_hashes += input.sha256 + "\n";
                for (int n = 0; n < study.seeds; ++n) {
                    member.variant = variant.name;
                    member.measures = variant.measures;
                    member.seed = first_seed + n;
                    std::string const all = fmt::format("{}{}\n{}{}seed {}\n", common, loaded.resolved, files.hashes,
                                                        measure_hashes, member.seed);
                    member.id = io::sha256_of_text(all).substr(0, 16);
                    std::string const what = fmt::format("{}, {}, point {}", variant.name, weather.name, p);
                    auto const [known, is_new] = ids.emplace(member.id, what);
                    validate(is_new, study.file.string(),
                             fmt::format("asks for one run twice: {} and {}", known->second, what),
                             "leave one of the equal weathers, levels or measures out");
                    members.push_back(member);
                }
            }
        }
    return members;
}

nlohmann::ordered_json member_json(StudyFile const& study, StudyMember const& member, std::size_t number) {
    nlohmann::ordered_json levels = nlohmann::ordered_json::object();
    for (std::size_t f = 0; f < study.factors.size(); ++f) levels[study.factors[f].key] = member.levels[f];
    return {{"id", member.id},           {"number", number},        {"variant", member.variant},
            {"weather", member.weather}, {"point", member.point},   {"levels", levels},
            {"seed", member.seed},       {"set", member.overrides}, {"measures", member.measures}};
}

nlohmann::ordered_json member_order(StudyFile const& study, StudyMember const& member, std::string const& inputs) {
    auto set = member.overrides;
    set.push_back(fmt::format("traffic.seed={}", member.seed));
    return {{"id", member.id}, {"seed", member.seed},         {"scenario", study.scenario.string()},
            {"set", set},      {"measures", member.measures}, {"inputs", inputs}};
}

std::string program_hash() {
    auto const& build = build_info();
    std::string text = fmt::format("{}\n{}\n{}\n", engine_hash, build.compiler, build.flags);
    for (auto const& [name, version] : build.libraries) text += name + " " + version + "\n";
    return io::sha256_of_text(text);
}

}  // namespace hacthanh::app
