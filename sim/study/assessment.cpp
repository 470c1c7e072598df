#include "sim/study/assessment.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/student_t.hpp"
#include "sim/study/assessed_indicators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace hacthanh::study {
namespace {

using impact::ErrorDraw;
using impact::Interval;
using impact::RunFacts;
using impact::SpeciesFacts;

/// No traffic measure cuts city-wide PM2.5 with its background by more (lockdown of Hanoi 2020: 7-10 %; Le et al.
/// 2021).
constexpr double most_plausible_cut = 0.15;

constexpr std::array distribution_shares = {0.05, 0.25, 0.5, 0.75, 0.95};
constexpr std::array<char const*, 2> main_pollutants = {"PM25", "NO2"};

template <class Value>
std::vector<double> over(std::vector<RunFacts> const& runs, Value const& value) {
    std::vector<double> numbers;
    for (auto const& run : runs) numbers.push_back(value(run));
    return numbers;
}

double mean_of(std::vector<double> const& numbers) {
    double sum = 0;
    for (double const number : numbers) sum += number;
    return numbers.empty() ? 0.0 : sum / static_cast<double>(numbers.size());
}

double half_width_of(std::vector<double> const& numbers) {
    if (numbers.size() < 2) return std::numeric_limits<double>::infinity();
    double const mean = mean_of(numbers);
    double squares = 0;
    for (double const number : numbers) squares += (number - mean) * (number - mean);
    auto const n = static_cast<double>(numbers.size());
    return student_t_95(numbers.size() - 1) * std::sqrt(squares / (n - 1) / n);
}

Verdict judged(Change const& change, bool concentration) {
    auto const verdict = change.random.verdict;
    if (!is_claim(verdict)) return verdict;
    bool const known_sign = verdict == Verdict::less ? change.systematic.second < 0 : change.systematic.first > 0;
    if (!known_sign) return Verdict::within_systematic;
    bool const large = !concentration || std::abs(change.random.relative()) >= least_concentration_share;
    return large ? verdict : Verdict::below_least_share;
}

/// Compares one option after the other.
class Assessor {
public:
    Assessor(AssessmentInputs const& inputs, std::vector<RunFacts> const& base, std::vector<OptionRuns> const& options)
        : inputs_(inputs),
          base_(base),
          options_(options),
          errors_(inputs.rules, inputs.marks),
          base_mean_(impact::mean_of_runs(base)) {
        for (auto const& option : options_) {
            HACTHANH_EXPECT(!option.base.empty() && option.base.size() == option.option.size());
            base_means_.push_back(impact::mean_of_runs(option.base));
            option_means_.push_back(impact::mean_of_runs(option.option));
        }
    }

    Assessment assess() {
        auto const& first = base_.front();
        Assessment found;
        found.rules = inputs_.rules;
        found.places = inputs_.places;
        found.day = first.day;
        found.compared_s = first.compared_s;
        found.is_year = first.is_year;
        for (auto const& option : options_) {
            found.options.push_back(option.name);
            found.titles.push_back(option.title);
            found.pairs.push_back(option.base.size());
        }
        for (auto const& indicator : indicators_of(first, inputs_)) found.rows.push_back(row_of(indicator));
        std::ranges::stable_sort(found.rows, {}, &AssessedRow::pillar);
        add_limits(found);
        add_wards(found);
        add_distribution(found);
        add_health(found);
        add_warnings(found);
        return found;
    }

private:
    AssessedRow row_of(Indicator const& indicator) const {
        AssessedRow row = indicator.row;
        ErrorDraw const neutral = ErrorDraw::neutral();
        row.missing = indicator.missing.empty() ? indicator.value_missing : indicator.missing;
        if (row.missing.empty()) {
            auto const base = over(base_, [&](RunFacts const& run) { return indicator.of(run, neutral); });
            row.base = mean_of(base);
            row.base_half_width = half_width_of(base);
            row.base_systematic = errors_.interval([&](ErrorDraw const& d) { return indicator.of(base_mean_, d); });
        }
        for (std::size_t n = 0; n < options_.size(); ++n) {
            Change change;
            change.missing = indicator.missing;
            if (change.missing.empty()) change = change_of(n, indicator);
            row.changes.push_back(change);
        }
        return row;
    }

    Change change_of(std::size_t n, Indicator const& indicator) const {
        auto const& option = options_[n];
        ErrorDraw const neutral = ErrorDraw::neutral();
        auto const value = [&](RunFacts const& run) { return indicator.of(run, neutral); };
        Change change;
        change.random = paired_difference(over(option.base, value), over(option.option, value), option.valid());
        change.systematic = errors_.interval(
            [&](ErrorDraw const& d) { return indicator.of(option_means_[n], d) - indicator.of(base_means_[n], d); });
        change.verdict = judged(change, indicator.concentration);
        return change;
    }

    LimitCell limit_cell(impact::Limit const& limit, std::vector<RunFacts> const& runs, RunFacts const& mean) const {
        LimitCell cell;
        auto const* const species = mean.of_pollutant(limit.pollutant);
        if (species == nullptr) {
            cell.missing = no_data();
            return cell;
        }
        if (species->places.of(limit.averaging).empty()) {
            cell.missing = period_too_short();
            return cell;
        }
        if (!species->background) {
            cell.missing = {"background: no data", "nồng độ nền: chưa có số liệu"};
            return cell;
        }
        auto const& people = inputs_.places.people;
        auto const above = [&](RunFacts const& run) {
            return impact::people_above(people, run.of_pollutant(limit.pollutant)->places.of(limit.averaging),
                                        limit.ug_m3);
        };
        cell.people_above = mean_of(over(runs, above));
        cell.highest = mean_of(over(runs, [&](RunFacts const& run) {
            auto const& values = run.of_pollutant(limit.pollutant)->places.of(limit.averaging);
            return static_cast<double>(*std::ranges::max_element(values));
        }));
        auto const& values = species->places.of(limit.averaging);
        cell.systematic = errors_.interval([&](ErrorDraw const& draw) {
            double sum = 0;
            double const slope =
                total_under(*species, 1 + *species->background, draw) - *species->background * draw.background;
            double const shift = *species->background * draw.background - slope * *species->background;
            for (std::size_t i = 0; i < people.size(); ++i)
                if (shift + slope * static_cast<double>(values[i]) > limit.ug_m3) sum += people[i];
            return sum;
        });
        // Of a limit that some days or hours a year may lie above, the highest one alone is no breach.
        bool const some_may_lie_above = limit.exceedances_per_year.value_or(0) > 0;
        if (cell.systematic.second <= 0)
            cell.compliance = Compliance::met;
        else
            cell.compliance =
                cell.systematic.first > 0 && !some_may_lie_above ? Compliance::exceeded : Compliance::uncertain;
        return cell;
    }

    void add_limits(Assessment& found) const {
        for (auto const& limit : inputs_.rules.limits) {
            if (base_mean_.of_pollutant(limit.pollutant) == nullptr) continue;
            LimitRow row{limit, limit_cell(limit, base_, base_mean_), {}};
            for (std::size_t n = 0; n < options_.size(); ++n)
                row.options.push_back(limit_cell(limit, options_[n].option, option_means_[n]));
            found.limits.push_back(std::move(row));
        }
    }

    void add_wards(Assessment& found) const {
        if (inputs_.places.wards.empty()) return;
        for (char const* pollutant : main_pollutants) {
            auto const* const species = base_mean_.of_pollutant(pollutant);
            if (species == nullptr || species->places.mean.empty()) continue;
            for (auto const& ward : impact::by_ward(inputs_.places, species->places.mean)) {
                if (ward.people <= 0) continue;
                std::string const name =
                    ward.ward < 0 ? "–" : inputs_.places.wards[static_cast<std::size_t>(ward.ward)];
                WardRow row{pollutant, name, ward.people, ward.mean, {}};
                for (std::size_t n = 0; n < options_.size(); ++n)
                    row.changes.push_back(change_of(n, in_ward(pollutant, ward.ward)));
                found.wards.push_back(std::move(row));
            }
        }
    }

    Indicator in_ward(std::string const& pollutant, int ward) const {
        Indicator one;
        one.concentration = true;
        one.of = [&places = inputs_.places, pollutant, ward](RunFacts const& run, ErrorDraw const& draw) {
            auto const& species = *run.of_pollutant(pollutant);
            double sum = 0;
            double people = 0;
            for (std::size_t i = 0; i < places.size(); ++i) {
                if (places.ward[i] != ward) continue;
                sum += places.people[i] * static_cast<double>(species.places.mean[i]);
                people += places.people[i];
            }
            return total_under(species, people > 0 ? sum / people : 0.0, draw);
        };
        return one;
    }

    void add_distribution(Assessment& found) const {
        for (char const* pollutant : main_pollutants) {
            auto const* const species = base_mean_.of_pollutant(pollutant);
            if (species == nullptr || species->places.mean.empty() || inputs_.places.size() == 0) continue;
            for (double const share : distribution_shares) {
                auto const at = [&](RunFacts const& run) {
                    return impact::weighted_quantile(inputs_.places.people, run.of_pollutant(pollutant)->places.mean,
                                                     share);
                };
                DistributionRow row{pollutant, share, at(base_mean_), {}};
                for (auto const& option : option_means_) row.options.push_back(at(option));
                found.distribution.push_back(std::move(row));
            }
        }
    }

    Text why_no_health(impact::ResponseFunction const& response) const {
        auto const* const species = base_mean_.of_pollutant(response.pollutant);
        if (species == nullptr) return no_data();
        if (!inputs_.places.has_population) return {"population: no data", "dân cư: chưa có số liệu"};
        if (!species->background) return {"background: no data", "nồng độ nền: chưa có số liệu"};
        if (species->places.of(response.averaging).empty()) return period_too_short();
        return {};
    }

    void add_health(Assessment& found) const {
        for (auto const& response : inputs_.rules.responses) {
            auto const* const share = inputs_.rules.value("people_share." + response.people);
            auto const* const rate = inputs_.rules.value("yearly_deaths." + response.people);
            bool const deaths = response.outcome.english == "deaths, all causes" ||
                                response.outcome.english == "deaths, natural causes";
            if (share == nullptr || rate == nullptr || !deaths || response.averaging != impact::Averaging::year)
                continue;
            HealthRow row{response, why_no_health(response), {}, {}};
            for (std::size_t n = 0; n < options_.size() && row.missing.empty(); ++n)
                row.options.push_back(impact::avoided_cases(
                    response, {share->central, rate->central}, inputs_.places.people,
                    base_means_[n].of_pollutant(response.pollutant)->places.of(response.averaging),
                    option_means_[n].of_pollutant(response.pollutant)->places.of(response.averaging)));
            if (auto const* const years = inputs_.rules.value("life_years_per_death"); years != nullptr)
                for (auto const& cases : row.options) row.life_years.push_back(impact::life_years(cases, *years));
            found.health.push_back(std::move(row));
        }
    }

    void add_warnings(Assessment& found) const {
        for (auto const* id : {"people_mean.PM25", "ground_ug_m3.PM25", "ground_ug_m3.PM"}) {
            auto const* const row = found.row(id);
            if (row == nullptr) continue;
            for (std::size_t n = 0; n < row->changes.size(); ++n) {
                double const share = row->changes[n].missing.empty() ? row->changes[n].random.relative() : 0;
                if (share >= -most_plausible_cut) continue;
                found.warnings.push_back(
                    {fmt::format(
                         "Check before use: \"{}\" cuts {} by {:.1f} %; no traffic measure cuts city-wide PM2.5 with "
                         "its background by more than 15 %: the background may be missing or too low",
                         options_[n].title.english, row->name.english, -100 * share),
                     fmt::format("Cần kiểm tra: phương án “{}” giảm {} {:.1f} %; không giải pháp giao thông nào giảm "
                                 "PM2,5 toàn "
                                 "thành phố (gồm nồng độ nền) quá 15 %: nồng độ nền có thể thiếu hoặc quá thấp",
                                 options_[n].title.vietnamese, row->name.vietnamese, -100 * share)});
            }
        }
        for (auto const& option : options_) {
            if (option.valid()) continue;
            found.warnings.push_back(
                {fmt::format("\"{}\" is not valid, nothing is ranked on it", option.title.english),
                 fmt::format("Phương án “{}” không hợp lệ, không dùng để xếp hạng", option.title.vietnamese)});
        }
    }

    AssessmentInputs const& inputs_;
    std::vector<RunFacts> const& base_;
    std::vector<OptionRuns> const& options_;
    impact::SystematicErrors errors_;
    RunFacts base_mean_;
    std::vector<RunFacts> base_means_;  ///< by option: of the same seeds
    std::vector<RunFacts> option_means_;
};

}  // namespace

Text name(Pillar pillar) {
    switch (pillar) {
        case Pillar::governance: return {"Governance", "Quản trị"};
        case Pillar::life: return {"Life", "Đời sống"};
        case Pillar::environment: return {"Environment", "Môi trường"};
        case Pillar::economy: return {"Economy", "Kinh tế"};
    }
    return {};
}

Text name(Compliance compliance) {
    switch (compliance) {
        case Compliance::met: return {"met", "đạt"};
        case Compliance::exceeded: return {"exceeded", "vượt"};
        case Compliance::uncertain: return {"cannot be told", "chưa kết luận được"};
        case Compliance::unknown: return no_data();
    }
    return {};
}

bool OptionRuns::valid() const {
    auto const sound = [](RunFacts const& run) { return run.invalid.empty(); };
    return std::ranges::all_of(base, sound) && std::ranges::all_of(option, sound);
}

Interval Change::both() const {
    double const low = std::hypot(random.half_width, random.mean - std::min(systematic.first, random.mean));
    double const high = std::hypot(random.half_width, std::max(systematic.second, random.mean) - random.mean);
    return {random.mean - low, random.mean + high};
}

AssessedRow const* Assessment::row(std::string_view id) const {
    auto const found = std::ranges::find(rows, id, &AssessedRow::id);
    return found == rows.end() ? nullptr : &*found;
}

Assessment assess(AssessmentInputs const& inputs, std::vector<RunFacts> const& base,
                  std::vector<OptionRuns> const& options) {
    HACTHANH_EXPECT(!base.empty());
    return Assessor(inputs, base, options).assess();
}

}  // namespace hacthanh::study
