#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace hacthanh::demand {

/// What one day showed of one road in one interval.
struct RoadSample {
    std::string edge;  ///< SUMO edge id, internal ones too
    std::size_t interval = 0;
    double vehicles = 0;   ///< that drove its whole length, as much as they did
    double vehicle_s = 0;  ///< time that they spent on it
};

/// Equal intervals of SUMO's clock that follow each other.
struct Intervals {
    double begin_s = 0;
    double length_s = 900;
    std::size_t count = 1;

    /// The interval that holds a time; times outside belong to the first or last.
    std::size_t at(double time_s) const {
        if (time_s < begin_s) return 0;
        auto const i = static_cast<std::size_t>((time_s - begin_s) / length_s);
        return i < count ? i : count - 1;
    }
};

/// Travel times of roads as drivers know them after several days: the mean over all vehicles of all days, older days
/// forgotten at a steady rate.
///
///     t_a = S_a / N_a,   S_a <- keep S_a + vehicle seconds of the day,   N_a <- keep N_a + vehicles of the day
///
/// A road that nobody drove in an interval has the mean of its other intervals, one that nobody ever drove its
/// free-flow time. A single day would not do: the time of a road with three vehicles is mostly the luck of its signal.
class LearnedTimes {
public:
    /// @param free_flow_s  of every road that may be asked for
    LearnedTimes(Intervals intervals, std::map<std::string, double> const& free_flow_s);

    /// The same knowledge of another network: of roads that both have. Internal roads, whose names change with their
    /// junctions, are left behind unless `internal_too`.
    LearnedTimes carried_to(std::map<std::string, double> const& free_flow_s, bool internal_too) const;

    /// Adds a day. @param keep  weight that the days before it keep, 0 to 1, on roads that this day shows. Roads that
    /// are not known are passed over.
    void add_day(std::span<RoadSample const> samples, double keep);

    /// [s]; of a road that is not known: 0.
    double time_s(std::string const& edge, double at_s) const;
    Intervals const& intervals() const { return intervals_; }

    /// Calls body(edge, interval, time) for every road, by name, with what was learned; roads that nobody drove are
    /// left out.
    template <class Body>
    void for_each(std::size_t interval, Body const& body) const {
        for (auto const& [edge, row] : row_)
            if (totals_[row].vehicles > least) body(edge, time_in(row, interval));
    }

private:
    struct Sum {
        double vehicles = 0;
        double vehicle_s = 0;
    };
    static constexpr double least = 1e-6;  ///< vehicles; less is nobody

    double time_in(std::size_t row, std::size_t interval) const;

    Intervals intervals_;
    std::map<std::string, std::size_t> row_;
    std::vector<double> free_flow_s_;
    std::vector<Sum> sums_;    ///< [row][interval]
    std::vector<Sum> totals_;  ///< [row]
};

}  // namespace hacthanh::demand
