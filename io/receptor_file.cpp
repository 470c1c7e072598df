#include "io/receptor_file.hpp"

#include "io/detail/csv.hpp"
#include "io/gis.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace hacthanh::io {
namespace {

/// Turns longitude and latitude into coordinates of the network.
class ToNetwork {
public:
    explicit ToNetwork(city::Projection const& projection) : projection_(projection) {
        OGRSpatialReference const earth = make_reference("EPSG:4326", "WGS 84");
        OGRSpatialReference const plane = make_reference(projection.proj_string, "the network's projection");
        transformation_.reset(OGRCreateCoordinateTransformation(&earth, &plane));
    }

    bool apply(double lon, double lat, double& x, double& y) const {
        x = lon;
        y = lat;
        if (!transformation_ || transformation_->Transform(1, &x, &y) == FALSE) return false;
        x -= projection_.projected_x(0);
        y -= projection_.projected_y(0);
        return std::isfinite(x) && std::isfinite(y);
    }

private:
    city::Projection const& projection_;
    std::unique_ptr<OGRCoordinateTransformation> transformation_;
};

class ReceptorRows {
public:
    explicit ReceptorRows(std::filesystem::path const& file)
        : file_(file.string()),
          table_(detail::read_csv(file, {"name"}, {"name_vi", "kind", "x_m", "y_m", "lon", "lat", "height_m"})) {}

    bool has(std::string const& column) const { return table_.has(column); }

    std::vector<detail::CsvRow> const& rows() const { return table_.rows; }

    std::string text(detail::CsvRow const& row, std::string const& column, std::string fallback) const {
        if (!has(column)) return fallback;
        std::string const& field = row.fields[table_.column(column)];
        return field.empty() ? fallback : field;
    }

    double number(detail::CsvRow const& row, std::string const& column) const {
        std::string const& field = row.fields[table_.column(column)];
        double value = 0;
        auto const [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
        validate(error == std::errc() && end == field.data() + field.size() && std::isfinite(value), where(row),
                 fmt::format("{} must be a number, found \"{}\"", column, field), "write it with a decimal point");
        return value;
    }

    std::string where(detail::CsvRow const& row) const { return fmt::format("{}:{}", file_, row.line); }

private:
    std::string file_;
    detail::CsvTable table_;
};

}  // namespace

std::vector<state::Receptor> read_receptors(std::filesystem::path const& file, city::Projection const& projection) {
    ReceptorRows const table(file);
    bool const on_earth = table.has("lon") && table.has("lat");
    bool const in_network = table.has("x_m") && table.has("y_m");
    validate(on_earth != in_network, file.string(), "needs either the columns lon and lat or the columns x_m and y_m",
             "docs/formats/receptors.md");
    validate(!on_earth || projection.known(), file.string(),
             "gives longitude and latitude, but the network names no map projection", "give x_m and y_m instead");
    std::optional<ToNetwork> to_network;
    if (on_earth) to_network.emplace(projection);
    std::vector<state::Receptor> receptors;
    std::set<std::string> names;
    for (auto const& row : table.rows()) {
        state::Receptor receptor;
        receptor.name = table.text(row, "name", "");
        validate(!receptor.name.empty(), table.where(row), "name must not be empty");
        validate(names.insert(receptor.name).second, table.where(row), "\"" + receptor.name + "\" is there twice",
                 "give every point a name of its own");
        receptor.name_vi = table.text(row, "name_vi", receptor.name);
        receptor.kind = table.text(row, "kind", "point");
        if (table.has("height_m")) receptor.height = table.number(row, "height_m");
        validate(receptor.height >= 0 && receptor.height <= 1000, table.where(row),
                 fmt::format("height_m must be from 0 to 1000 m over ground, found {:g}", receptor.height));
        if (to_network) {
            double const lon = table.number(row, "lon");
            double const lat = table.number(row, "lat");
            validate(std::abs(lon) <= 180 && std::abs(lat) <= 90 && to_network->apply(lon, lat, receptor.x, receptor.y),
                     table.where(row), fmt::format("({:g}, {:g}) is no place in the network's projection", lon, lat),
                     "longitude and latitude are in degrees, WGS 84");
        } else {
            receptor.x = table.number(row, "x_m");
            receptor.y = table.number(row, "y_m");
        }
        receptors.push_back(std::move(receptor));
    }
    validate(!receptors.empty(), file.string(), "holds no point", "docs/formats/receptors.md");
    return receptors;
}

}  // namespace hacthanh::io
