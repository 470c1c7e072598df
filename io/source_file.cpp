#include "io/source_file.hpp"

#include "io/detail/numbers.hpp"
#include "io/detail/source_places.hpp"
#include "io/detail/source_register.hpp"
#include "sim/core/error.hpp"
#include "sim/scenario/option_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <sstream>

namespace hacthanh::io {
namespace {

using detail::RegisterRow;

constexpr double seconds_per_year = 365.25 * 86400;
constexpr double highest_m = 500;  ///< the tallest chimneys

std::vector<std::string> const& item_names() {
    static std::vector<std::string> const names = {"name_vi", "sector",   "point", "lonlat",  "area", "grid",
                                                   "height",  "emission", "month", "weekday", "hour", "no2_share"};
    return names;
}

/// A register row by row, into sources in order of appearance.
class SourceReader {
public:
    SourceReader(std::filesystem::path const& file, mesh::CityMesh const& mesh, city::Projection const& projection)
        : file_(file), mesh_(mesh), projection_(projection) {}

    LoadedSources read() {
        loaded_.files.push_back(file_);
        for (auto const& row : detail::read_register(file_, mesh_, projection_)) take(row);
        validate(!drafts_.empty(), file_.string(), "names no source", "add rows, or leave out sources.file");
        for (auto& draft : drafts_) loaded_.sources.push_back(finish(draft));
        return std::move(loaded_);
    }

private:
    /// A source in the making.
    struct Draft {
        state::OtherSource source;
        std::string at;  ///< where it is first spoken of
        bool placed = false;
        bool high = false;
        bool emits = false;
        std::set<std::string> said;  ///< items and pollutants
    };

    Draft& draft_of(RegisterRow const& row) {
        std::string const& name = row.source;
        validate(!name.empty(), row.at, "source is empty", "give every row the name of its source");
        auto const known = std::ranges::find(drafts_, name, [](Draft const& draft) { return draft.source.name; });
        if (known != drafts_.end()) return *known;
        Draft& draft = drafts_.emplace_back();
        draft.at = row.at;
        draft.source.name = draft.source.name_vi = name;
        draft.source.month.fill(1);
        draft.source.weekday.fill(1);
        draft.source.hour.fill(1);
        return draft;
    }

    void take(RegisterRow const& row) {
        std::string const& at = row.at;
        std::string const& item = row.item;
        std::string const& pollutant = row.pollutant;
        Draft& draft = draft_of(row);
        if (row.place) {
            place(draft, *row.place, at);
            return;
        }
        validate(std::ranges::find(item_names(), item) != item_names().end(), at,
                 fmt::format("item \"{}\" is not known", item),
                 fmt::format("the closest is \"{}\"; items are {}", scenario::closest_word(item, item_names()),
                             fmt::join(item_names(), ", ")));
        validate(!row.reference.empty(), at, "reference is empty", "say where the value is from");
        std::string const& evidence = row.evidence;
        validate(evidence == "S" || evidence == "C" || evidence == "D" || evidence == "M", at,
                 fmt::format("evidence is \"{}\"", evidence), "S sourced, C computed, D derived, M from memory");
        validate(
            draft.said.insert(item + pollutant).second, at,
            fmt::format("{} {}of {} is said twice", item, pollutant.empty() ? "" : pollutant + " ", draft.source.name),
            "keep one of the rows");
        validate(pollutant.empty() == (item != "emission"), at,
                 item == "emission" ? "the pollutant is missing" : fmt::format("{} takes no pollutant", item));
        set(draft, item, pollutant, row.value, at);
    }

    void set(Draft& draft, std::string const& item, std::string const& pollutant, std::string const& value,
             std::string const& at) {
        auto& source = draft.source;
        if (item == "name_vi") {
            source.name_vi = value;
        } else if (item == "sector") {
            source.sector = value;
        } else if (item == "height") {
            auto const heights = numbers(value, 2, at, item);
            validate(heights[0] >= 0 && heights[1] > heights[0] && heights[1] <= highest_m, at,
                     fmt::format("height = {} (must be bottom and top over ground, 0 <= bottom < top <= {})", value,
                                 highest_m));
            source.bottom_m = heights[0], source.top_m = heights[1];
            draft.high = true;
        } else if (item == "emission") {
            emission(draft, pollutant, value, at);
        } else if (item == "month") {
            factors(source.month, value, at, item);
        } else if (item == "weekday") {
            factors(source.weekday, value, at, item);
        } else if (item == "hour") {
            factors(source.hour, value, at, item);
        } else if (item == "no2_share") {
            source.no2_share = numbers(value, 1, at, item)[0];
            validate(source.no2_share >= 0 && source.no2_share <= 1, at,
                     fmt::format("no2_share = {} (must be 0 to 1)", value));
        } else {
            place(draft, item, value, at);
        }
    }

    void emission(Draft& draft, std::string const& pollutant, std::string const& value, std::string const& at) {
        auto const known = find_pollutant(pollutant);
        validate(known && !is_reactive(*known), at, fmt::format("pollutant \"{}\" is not known here", pollutant),
                 "NOx (counted as NO2), CO, HC, PM, PM10, PM25, BC, CO2, …; NO2 is no2_share of NOx");
        double const kg_year = numbers(value, 1, at, "emission")[0];
        validate(kg_year >= 0, at, fmt::format("emission = {} kg per year (must be >= 0)", value));
        draft.source.rate_kg_s[index(*known)] = kg_year / seconds_per_year;
        draft.emits = true;
    }

    static void expect_no_place(Draft const& draft, std::string const& at) {
        validate(!draft.placed, at, fmt::format("{} has a place already", draft.source.name),
                 "one of point, lonlat, area, grid, one object of a layer; make two sources of it");
    }

    static void place(Draft& draft, detail::SourcePlace given, std::string const& at) {
        expect_no_place(draft, at);
        draft.placed = true;
        draft.source.columns = std::move(given.columns);
        draft.source.point = given.point;
    }

    void place(Draft& draft, std::string const& item, std::string const& value, std::string const& at) {
        expect_no_place(draft, at);
        if (item == "point") {
            auto const p = numbers(value, 2, at, item);
            city::Point const point = projection_.known()
                                          ? city::Point{p[0] + projection_.offset_x_m, p[1] + projection_.offset_y_m}
                                          : city::Point{p[0], p[1]};
            place(draft, detail::place_of_point(point, mesh_), at);
            return;
        }
        if (item == "lonlat") {
            auto const p = numbers(value, 2, at, item);
            place(draft, detail::place_of_point(detail::network_point(p[0], p[1], projection_, at), mesh_), at);
            return;
        }
        auto const path = file_.parent_path() / value;
        validate(std::filesystem::is_regular_file(path), at, fmt::format("no such file: {}", path.string()),
                 "paths are relative to the register");
        place(draft,
              {item == "area" ? detail::columns_of_areas(path, mesh_, projection_, at)
                              : detail::columns_of_grid(path, mesh_, projection_).columns},
              at);
        loaded_.files.push_back(path);
    }

    /// `count` numbers between blanks.
    static std::vector<double> numbers(std::string const& text, std::size_t count, std::string const& at,
                                       std::string_view item) {
        std::vector<double> values;
        std::istringstream words(text);
        for (std::string word; words >> word;) {
            auto const value = detail::parse_number(word);
            validate(value.has_value(), at, fmt::format("{}: \"{}\" is no number", item, word),
                     "a point for decimals, blanks between numbers");
            values.push_back(*value);
        }
        validate(values.size() == count, at,
                 fmt::format("{} = \"{}\" (must be {} number{})", item, text, count, count == 1 ? "" : "s"));
        return values;
    }

    template <std::size_t N>
    static void factors(std::array<double, N>& target, std::string const& value, std::string const& at,
                        std::string const& item) {
        auto const given = numbers(value, N, at, item);
        double const mean = std::accumulate(given.begin(), given.end(), 0.0) / N;
        validate(std::ranges::all_of(given, [](double factor) { return factor >= 0; }) && mean > 0, at,
                 fmt::format("{}: factors must be >= 0 and not all 0", item));
        std::ranges::transform(given, target.begin(), [mean](double factor) { return factor / mean; });
    }

    state::OtherSource finish(Draft& draft) {
        auto const demand = [&](bool there, std::string_view what) {
            validate(there, draft.at, fmt::format("{} has no {}", draft.source.name, what),
                     "docs/formats/sources.md lists what a source needs");
        };
        demand(draft.placed, "place (point, lonlat, area or grid)");
        demand(draft.high, "height");
        demand(draft.emits, "emission");
        demand(!draft.source.sector.empty(), "sector");
        double inside = 0;
        for (auto const& [column, share] : draft.source.columns) inside += share;
        if (inside < 0.999)
            loaded_.notes.push_back(fmt::format("source {}: {:.0f} % of it lie outside the mesh and are left out",
                                                draft.source.name, 100 * (1 - inside)));
        return std::move(draft.source);
    }

    std::filesystem::path file_;
    mesh::CityMesh const& mesh_;
    city::Projection const& projection_;
    std::vector<Draft> drafts_;
    LoadedSources loaded_;
};

}  // namespace

LoadedSources read_sources(std::filesystem::path const& register_file, mesh::CityMesh const& mesh,
                           city::Projection const& projection) {
    return SourceReader(register_file, mesh, projection).read();
}

}  // namespace hacthanh::io
