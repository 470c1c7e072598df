#include "app/hacthanh/study_fields.hpp"

#include "io/member_fields.hpp"
#include "io/member_index.hpp"
#include "io/replace_file.hpp"
#include "io/study/member_folder.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/study/column_statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <utility>

namespace hacthanh::app {
namespace {

namespace fs = std::filesystem;
using io::FieldStatistic;

fs::path result_of(StudyRow const& row) { return io::study::MemberFolder({}, row.row.at("id")).path() / "result.nc"; }

/// Members whose fields are taken together, and their results.
struct Pool {
    io::MemberGroup group;
    std::vector<fs::path> results{};
};

/// In the order of the manifest; those without a result stay as groups of none.
std::vector<Pool> pools_of(fs::path const& folder, StudyOutcome const& outcome,
                           std::vector<std::string> const& pooled) {
    auto const over = [&](char const* what) { return std::ranges::find(pooled, what) != pooled.end(); };
    std::vector<Pool> pools;
    for (auto const& row : outcome.rows) {
        io::MemberGroup group;
        group.variant = row.row.at("variant");
        if (!over("weather")) group.weather = row.row.at("weather");
        if (!over("point")) {
            group.point = row.row.at("point");
            group.levels = row.row.at("levels").dump();
        }
        auto pool = std::ranges::find_if(pools, [&](Pool const& known) {
            return std::tie(known.group.variant, known.group.weather, known.group.point) ==
                   std::tie(group.variant, group.weather, group.point);
        });
        if (pool == pools.end()) pool = pools.insert(pools.end(), Pool{std::move(group)});
        if (row.missing.empty()) pool->results.push_back(folder / result_of(row));
    }
    for (auto& pool : pools) pool.group.members = std::ssize(pool.results);
    return pools;
}

void write_slab(io::FieldStatisticsFile& file, std::size_t group, std::size_t begin,
                study::ColumnStatistics const& found) {
    std::vector<double> const n(found.n.begin(), found.n.end());
    file.write(FieldStatistic::n, group, 0, begin, n);
    file.write(FieldStatistic::mean, group, 0, begin, found.mean);
    file.write(FieldStatistic::variance, group, 0, begin, found.variance);
    for (std::size_t p = 0; p < found.quantiles.size(); ++p)
        file.write(FieldStatistic::quantile, group, p, begin, found.quantiles[p]);
    for (std::size_t l = 0; l < found.exceedance.size(); ++l)
        file.write(FieldStatistic::exceedance, group, l, begin, found.exceedance[l]);
}

}  // namespace

void write_study_index(fs::path const& folder, StudyOutcome const& outcome, std::vector<std::string> const& fields) {
    std::vector<io::IndexedMember> members;
    for (auto const& [row, missing] : outcome.rows)
        members.push_back({row.at("id"), missing.empty() ? result_of({row, missing}) : fs::path(), missing,
                           row.at("variant"), row.at("weather"), row.at("point"), row.at("seed")});
    io::write_member_index(folder / "index.nc", members, fields);
}

void write_study_fields(fs::path const& folder, StudyOutcome const& outcome, StudySettings const& settings) {
    auto const pools = pools_of(folder, outcome, settings.pooled);
    auto const first = std::ranges::find_if(pools, [](Pool const& pool) { return !pool.results.empty(); });
    validate(first != pools.end(), folder.string(), "no member has a result", "run the study first");
    auto const& like = first->results.front();
    std::vector<io::MemberGroup> groups;
    for (auto const& pool : pools) groups.push_back(pool.group);
    study::ColumnOptions options{settings.probabilities, settings.limits};
    options.memory_bytes = static_cast<std::size_t>(settings.merge_memory_mb) << 20;
    Parallel const parallel(settings.threads);
    io::remove_leftovers(folder / "fields.nc");
    io::replace_file(folder / "fields.nc", [&](fs::path const& part) {
        io::FieldStatisticsFile file(part, like, groups, settings.probabilities, settings.limits);
        for (auto const& name : settings.fields) {
            io::MemberField const field(name, like);
            file.begin(name);
            for (std::size_t g = 0; g < pools.size(); ++g)
                study::column_statistics(
                    pools[g].results.size(), field.n_cells(),
                    [&](std::size_t m, std::size_t begin, std::span<float> out) {
                        field.read(pools[g].results[m], begin, out);
                    },
                    options, parallel,
                    [&](std::size_t begin, study::ColumnStatistics const& found) {
                        write_slab(file, g, begin, found);
                    });
        }
        file.close();
    });
}

}  // namespace hacthanh::app
