#include "viz/difference_scene.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"
#include "sim/core/student_t.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

namespace hacthanh::viz {
namespace {

constexpr std::size_t least_pairs = 5;  // fewer show nothing beyond the luck of their seeds

ResultMap map_of(std::filesystem::path const& file, MapRequest const& request) {
    ResultMap map;
    io::read_result(file.string(), [&](io::ResultReader const& result) { map = make_result_map(result, request); });
    return map;
}

/// Sums over pairs, cell by cell.
struct Sums {
    std::vector<double> base;
    std::vector<double> change;
    std::vector<double> square;

    void add(MapField const& variant, MapField const& baseline) {
        std::size_t const n = variant.values.size();
        if (base.empty()) base = change = square = std::vector<double>(n);
        for (std::size_t i = 0; i < n; ++i) {
            double const before = baseline.values[i];
            double const difference = static_cast<double>(variant.values[i]) - before;
            base[i] += before;
            change[i] += difference;
            square[i] += difference * difference;
        }
    }

    /// The mean change of a cell; 0 where it cannot be told from none, NaN without air.
    double told(std::size_t i, std::size_t pairs) const {
        auto const n = static_cast<double>(pairs);
        double const mean = change[i] / n;
        if (!std::isfinite(mean)) return std::numeric_limits<double>::quiet_NaN();
        if (std::abs(mean) < least_told_share * base[i] / n) return 0;
        if (pairs < least_pairs) return mean;
        double const variance = std::max(0.0, square[i] - n * mean * mean) / (n - 1);
        return std::abs(mean) > student_t_95(pairs - 1) * std::sqrt(variance / n) ? mean : 0;
    }
};

Text with_unit(double value, Text const& unit) {
    auto const in = [&](Language language) { return format_signed(value, language) + " " + unit.in(language); };
    return {in(Language::english), in(Language::vietnamese)};
}

std::vector<Text> notes(std::vector<DifferencePair> const& pairs) {
    std::size_t const n = pairs.size();
    bool const few = n < least_pairs;
    Text const luck =
        few ? Text{fmt::format("{} pair(s) of runs: the luck of the seeds is not separated.", n),
                   fmt::format("{} cặp lượt chạy: chưa tách được phần ngẫu nhiên.", n)}
            : Text{fmt::format("Mean of {} pairs of runs.", n), fmt::format("Trung bình của {} cặp lượt chạy.", n)};
    return {
        {"Uncoloured: not distinguishable (below 5 % of the value there" +
             std::string(few ? "). " : " or a 95 % interval that holds zero). ") + luck.english,
         "Không tô màu: chưa phân biệt được (dưới 5 % giá trị tại chỗ" +
             std::string(few ? "). " : " hoặc khoảng tin cậy 95 % chứa số 0). ") + luck.vietnamese},
        {"Minus " + pairs.front().second.filename().string(), "Trừ đi " + pairs.front().second.filename().string()}};
}

void label(ResultMap& map, std::vector<DifferencePair> const& pairs, std::string const& species) {
    auto& scene = map.scene;
    scene.colours.quantity = {species + ": change against the baseline", species + ": chênh lệch so với hiện trạng"};
    double sum = 0;
    std::size_t n = 0;
    map.summary.min = map.summary.max = 0;
    for (float const value : scene.field->values) {
        if (!std::isfinite(value)) continue;
        map.summary.min = std::min(map.summary.min, static_cast<double>(value));
        map.summary.max = std::max(map.summary.max, static_cast<double>(value));
        sum += static_cast<double>(value);
        ++n;
    }
    map.summary.mean = n > 0 ? sum / static_cast<double>(n) : 0;
    scene.facts = {{{"Greatest fall", "Giảm nhiều nhất"}, with_unit(map.summary.min, scene.colours.unit)},
                   {{"Greatest rise", "Tăng nhiều nhất"}, with_unit(map.summary.max, scene.colours.unit)}};
    auto const more = notes(pairs);
    scene.source.insert(scene.source.begin() + 1, more.begin(), more.end());
}

}  // namespace

ResultMap make_difference_map(std::vector<DifferencePair> const& pairs, MapRequest request) {
    HACTHANH_EXPECT(!pairs.empty());
    validate(request.roads == "plain" || request.roads == "none", "--minus", "shows the air, not quantities of roads",
             "leave out --roads");
    auto const range = request.range;
    request.range = ValueRange{0, 1};  // keeps the unit of both maps; the range of the difference is chosen below
    request.scale = ScaleKind::linear;
    Sums sums;
    ResultMap map;
    for (auto const& [variant, baseline] : pairs) {
        ResultMap const with = map_of(variant, request);
        ResultMap const without = map_of(baseline, request);
        auto const& a = *with.scene.field;
        auto const& b = *without.scene.field;
        validate(a.nx == b.nx && a.ny == b.ny && a.extent.x_min == b.extent.x_min && a.extent.y_min == b.extent.y_min,
                 variant.string(), fmt::format("has another mesh than {}", baseline.string()),
                 "run both with the same [mesh]");
        validate(sums.base.empty() || sums.base.size() == a.values.size(), variant.string(),
                 "has another mesh than the results before it", "run all with the same [mesh]");
        if (sums.base.empty()) map = with;
        sums.add(a, b);
    }
    std::vector<float> sizes;
    for (std::size_t i = 0; i < map.scene.field->values.size(); ++i) {
        map.scene.field->values[i] = static_cast<float>(sums.told(i, pairs.size()));
        sizes.push_back(std::abs(map.scene.field->values[i]));
    }
    double const high = linear_range(sizes).high;
    map.scene.colours.range = range.value_or(ValueRange{-high, high});
    map.scene.colours.map = ColourMap::blue_orange;
    map.summary.range = *map.scene.colours.range;
    label(map, pairs, request.field);
    return map;
}

}  // namespace hacthanh::viz
