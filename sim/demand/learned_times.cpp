#include "sim/demand/learned_times.hpp"

#include "sim/core/contracts.hpp"

namespace hacthanh::demand {

LearnedTimes::LearnedTimes(Intervals intervals, std::map<std::string, double> const& free_flow_s)
    : intervals_(intervals) {
    HACTHANH_EXPECT(intervals.count > 0 && intervals.length_s > 0);
    for (auto const& [edge, time] : free_flow_s) {
        row_.emplace(edge, free_flow_s_.size());
        free_flow_s_.push_back(time);
    }
    sums_.resize(free_flow_s_.size() * intervals_.count);
    totals_.resize(free_flow_s_.size());
}

void LearnedTimes::add_day(std::span<RoadSample const> samples, double keep) {
    HACTHANH_EXPECT(keep >= 0 && keep <= 1);
    // Where a day shows nothing there is nothing to forget for: what was learned of a road stays.
    std::vector<bool> seen(sums_.size(), false);
    for (RoadSample const& sample : samples) {
        auto const found = row_.find(sample.edge);
        if (found == row_.end() || sample.interval >= intervals_.count || sample.vehicles <= 0) continue;
        std::size_t const cell = found->second * intervals_.count + sample.interval;
        Sum& sum = sums_[cell];
        Sum& total = totals_[found->second];
        double const kept = seen[cell] ? 1 : keep;
        seen[cell] = true;
        total.vehicles += sample.vehicles - (1 - kept) * sum.vehicles;
        total.vehicle_s += sample.vehicle_s - (1 - kept) * sum.vehicle_s;
        sum.vehicles = kept * sum.vehicles + sample.vehicles;
        sum.vehicle_s = kept * sum.vehicle_s + sample.vehicle_s;
    }
}

LearnedTimes LearnedTimes::carried_to(std::map<std::string, double> const& free_flow_s, bool internal_too) const {
    LearnedTimes other(intervals_, free_flow_s);
    for (auto const& [edge, to] : other.row_) {
        auto const from = row_.find(edge);
        if (from == row_.end() || (edge.starts_with(':') && !internal_too)) continue;
        other.totals_[to] = totals_[from->second];
        for (std::size_t i = 0; i < intervals_.count; ++i)
            other.sums_[to * intervals_.count + i] = sums_[from->second * intervals_.count + i];
    }
    return other;
}

double LearnedTimes::time_in(std::size_t row, std::size_t interval) const {
    Sum const& sum = sums_[row * intervals_.count + interval];
    if (sum.vehicles > least) return sum.vehicle_s / sum.vehicles;
    Sum const& total = totals_[row];
    return total.vehicles > least ? total.vehicle_s / total.vehicles : free_flow_s_[row];
}

double LearnedTimes::time_s(std::string const& edge, double at_s) const {
    auto const found = row_.find(edge);
    return found == row_.end() ? 0 : time_in(found->second, intervals_.at(at_s));
}

}  // namespace hacthanh::demand
