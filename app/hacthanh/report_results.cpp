#include "app/hacthanh/report_rows.hpp"
#include "app/hacthanh/result_indicators.hpp"
#include "sim/core/error.hpp"
#include "sim/state/run_validity.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;

/// What is needed of a result to pair it with another.
struct Member {
    fs::path file;
    std::string title;
    std::string title_vi;
    std::string note;
    std::string note_vi;
    std::string frame;  ///< mesh, period and schema: what must be equal
    std::int64_t seed = 0;
    study::Indicators indicators;
    std::vector<std::string> invalid;
};

/// Mesh, period and schema in words, which are compared and shown.
std::string frame_of(io::ResultReader const& result) {
    auto const& facts = result.facts();
    auto const& grid = result.grid();
    return fmt::format(
        "schema {}; {} x {} x {} cells of {:g} m from ({:.2f}, {:.2f}); seconds {:g} to {:g} from {} UTC, spin-up {:g} "
        "s",
        facts.schema, grid.nx(), grid.ny(), grid.nz(), grid.cell_size, grid.x_centre.front(), grid.y_centre.front(),
        facts.begin_s, facts.end_s, facts.epoch_utc, facts.spin_up_s);
}

Member read_member(fs::path const& file) {
    Member member;
    io::read_result(file.string(), [&](io::ResultReader const& result) {
        auto const& facts = result.facts();
        validate(facts.complete, file.string(), "its run has not reached its end", "compare finished runs");
        member = {file,
                  facts.title,
                  facts.title_vi,
                  facts.note,
                  facts.note_vi,
                  frame_of(result),
                  result.provenance().seed,
                  result_indicators(result),
                  {}};
        for (auto const& reason : state::validity_of(result.summary().traffic).reasons())
            member.invalid.push_back(fmt::format("{}: {}", file.filename().string(), reason));
    });
    return member;
}

/// A variant is titled "<title of its baseline>: <title of its measures>".
std::string without(std::string const& prefix, std::string const& title) {
    bool const begins = title.starts_with(prefix + ": ");
    return begins ? title.substr(prefix.size() + 2) : title;
}

double value_of(study::Indicators const& indicators, std::string const& name) {
    auto const known = std::ranges::find(indicators, name, &std::pair<std::string, double>::first);
    return known == indicators.end() ? 0.0 : known->second;
}

/// Runs of one title, one per seed.
using Group = std::vector<Member>;

Member const& baseline_of(Member const& variant, Group const& base) {
    auto const same = std::ranges::find(base, variant.seed, &Member::seed);
    validate(same != base.end(), variant.file.string(),
             fmt::format("has seed {}, and no result of the baseline has it", variant.seed),
             "give the baseline's result of the same seed too");
    validate(same->frame == variant.frame, variant.file.string(),
             fmt::format("has {}\nbut {} has {}", variant.frame, same->file.string(), same->frame),
             "only runs of the same mesh, period and schema can be compared");
    return *same;
}

ComparedOption compare_group(Group const& group, Group const& base) {
    ComparedOption compared;
    auto const& first = group.front();
    compared.option.name = first.file.stem().string();
    compared.option.title = {without(base.front().title, first.title), without(base.front().title_vi, first.title_vi)};
    compared.option.note = {first.note, first.note_vi};
    for (auto const& member : group) {
        auto const& before = baseline_of(member, base);
        for (auto const* list : {&before.invalid, &member.invalid})
            compared.option.invalid.insert(compared.option.invalid.end(), list->begin(), list->end());
    }
    for (auto const& [name, unused] : first.indicators) {
        std::vector<double> without_measure;
        std::vector<double> with_measure;
        for (auto const& member : group) {
            without_measure.push_back(value_of(baseline_of(member, base).indicators, name));
            with_measure.push_back(value_of(member.indicators, name));
        }
        compared.indicators.push_back(
            {name, study::paired_difference(without_measure, with_measure, compared.option.invalid.empty())});
    }
    return compared;
}

}  // namespace

ReportInputs add_results(io::report::Content& content, std::vector<fs::path> const& files) {
    std::vector<Group> groups;
    for (auto const& file : files) {
        Member member = read_member(file);
        auto group = std::ranges::find_if(groups, [&](Group const& g) { return g.front().title == member.title; });
        if (group == groups.end()) group = groups.insert(groups.end(), Group{});
        validate(std::ranges::find(*group, member.seed, &Member::seed) == group->end(), file.string(),
                 fmt::format("is a second run of \"{}\" with seed {}", member.title, member.seed),
                 "give every run once; runs of different measures need different titles");
        group->push_back(std::move(member));
    }
    ReportInputs inputs{files.front(), {}};
    std::vector<ComparedOption> compared;
    for (std::size_t g = 1; g < groups.size(); ++g) {
        compared.push_back(compare_group(groups[g], groups.front()));
        PairedResults pairs;
        for (auto const& member : groups[g]) {
            pairs.variants.push_back(member.file);
            pairs.baselines.push_back(baseline_of(member, groups.front()).file);
        }
        inputs.pairs.push_back(std::move(pairs));
    }
    add_options(content, std::move(compared));
    auto const n = number_text(static_cast<double>(groups.front().size()));
    content.facts.emplace_back(Text{"Compared", "Thời gian so sánh"},
                               Text{"after spin-up, " + n.english + " run(s) of the baseline",
                                    "sau khởi động, " + n.vietnamese + " lượt chạy hiện trạng"});
    return inputs;
}

}  // namespace hacthanh::app
