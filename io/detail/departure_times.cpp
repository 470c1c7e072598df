#include "io/detail/departure_times.hpp"

#include "io/detail/numbers.hpp"
#include "io/sumo_config.hpp"
#include "sim/core/error.hpp"
#include "sim/demand/draw.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

namespace hacthanh::io::detail {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
/// More than any city's flow: a broken number must not fill the memory.
constexpr std::uint64_t most_departures = 10'000'000;

struct FlowReader {
    XmlElement const& flow;
    std::filesystem::path const& file;
    std::int64_t seed;

    [[noreturn]] void refuse(std::string const& what, char const* remedy) const {
        throw InputError(at_line(file, flow.line()), fmt::format("flow \"{}\": {}", flow.get("id"), what), remedy);
    }

    std::optional<double> number(char const* key) const {
        auto const text = flow.find(key);
        if (!text) return std::nullopt;
        auto const value = parse_number(*text);
        if (!value || *value < 0) refuse(fmt::format("{} = \"{}\" (must be a number >= 0)", key, *text), "correct it");
        return value;
    }

    std::optional<double> time(char const* key) const {
        auto const text = flow.find(key);
        if (!text) return std::nullopt;
        auto const value = parse_sumo_time(*text);
        if (!value) refuse(fmt::format("{} = \"{}\" (must be a time)", key, *text), "write seconds");
        return value;
    }

    /// Gap between departures [s]; nothing when the flow gives no rate.
    std::optional<double> gap() const {
        for (char const* key : {"vehsPerHour", "perHour"})
            if (auto const per_hour = number(key)) return *per_hour > 0 ? 3600.0 / *per_hour : infinity;
        if (flow.get("period").starts_with("exp(")) return std::nullopt;
        auto const period = time("period");
        if (period && *period <= 0) refuse("period (must be > 0)", "correct it");
        return period;
    }

    /// Refuses to go on for ever.
    void count(std::uint64_t n) const {
        if (n >= most_departures)
            refuse(fmt::format("has {} departures or more (too many for one flow)", most_departures),
                   "correct number, rate, begin and end");
    }

    double lot(std::uint64_t n) const { return demand::draw(seed, flow.get("id"), n); }
};

}  // namespace

std::vector<double> departure_times(XmlElement const& flow, double begin_s, double end_s, std::int64_t seed,
                                    std::filesystem::path const& file) {
    FlowReader const reader{flow, file, seed};
    double const begin = reader.time("begin").value_or(0);
    double const end = reader.time("end").value_or(std::max(end_s, begin));
    auto const most = reader.number("number");
    double const last = std::min(end, end_s);
    std::vector<double> times;
    auto const full = [&] { return most && static_cast<double>(times.size()) >= *most; };
    std::string_view const period = flow.get("period");
    if (auto const probability = reader.number("probability")) {
        for (std::uint64_t n = 0; begin + static_cast<double>(n) < last && !full(); ++n) {
            reader.count(n);
            if (reader.lot(n) < *probability) times.push_back(begin + static_cast<double>(n));
        }
    } else if (period.starts_with("exp(") && period.ends_with(")")) {
        auto const rate = parse_number(period.substr(4, period.size() - 5));
        if (!rate || *rate <= 0) reader.refuse(fmt::format("period = \"{}\" (rate must be > 0)", period), "correct it");
        double at = begin;
        for (std::uint64_t n = 0; !full(); ++n) {
            reader.count(n);
            at += -std::log1p(-reader.lot(n)) / *rate;
            if (at >= last) break;
            times.push_back(std::round(100 * at) / 100);
        }
    } else {
        auto gap = reader.gap();
        if (!gap && most) gap = *most > 0 ? (end - begin) / *most : infinity;
        if (!gap) reader.refuse("has no rate", "give number, period, vehsPerHour or probability");
        for (std::uint64_t n = 0; begin + static_cast<double>(n) * *gap < last && !full(); ++n) {
            reader.count(n);
            times.push_back(begin + static_cast<double>(n) * *gap);
        }
    }
    std::erase_if(times, [&](double t) { return t < begin_s || t >= end_s; });
    return times;
}

}  // namespace hacthanh::io::detail
