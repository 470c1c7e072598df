#include "io/result_export.hpp"

#include "io/detail/export_table.hpp"
#include "io/detail/gis_output.hpp"
#include "io/detail/vector_layers.hpp"
#include "io/detail/vtkhdf_file.hpp"
#include "io/gis.hpp"
#include "io/result_raster.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace hacthanh::io {
namespace {

using detail::driver;
using detail::ExportTable;
using detail::fail;
using detail::reference_of;

bool is_raster(std::string const& format) { return format == "geotiff" || format == "cog"; }

char const* driver_of(std::string const& format) {
    if (format == "gpkg") return "GPKG";
    if (format == "geojson") return "GeoJSON";
    if (format == "kml") return "KML";
    if (format == "csv") return "CSV";
    return format == "cog" ? "COG" : "GTiff";
}

/// A style per species. Shown when the layer is opened is the one that concerns the people beside the street most.
void add_styles(std::vector<detail::LayerStyle>& styles, std::string const& layer, ExportTable const& table,
                std::vector<std::string> const& species, bool lines) {
    std::string shown = species.front();
    for (std::string const name : {"PM", "PM10", "NOx", "NO2", "PM25"})  // the last one present
        if (std::ranges::find(species, name) != species.end()) shown = name;
    for (auto const& name : species)
        styles.push_back(
            {layer, name + ": trung bình / mean", detail::qgis_style(table, name + "_mean", lines), name == shown});
}

void export_vector(ResultReader const& result, std::filesystem::path const& file, ExportOptions const& options) {
    bool const both = options.format == "gpkg";
    std::string const layer = options.layer.empty() ? "edges" : options.layer;
    bool const edges = both ? !result.roads().empty() : layer == "edges";
    bool const receptors = both ? !result.receptors().empty() : layer == "receptors";
    validate(edges || receptors || both, "--layer", fmt::format("\"{}\" is no layer", layer),
             "take edges or receptors");
    validate(edges || receptors, result.path(), "holds neither roads nor receptors", "take geotiff or cog");
    validate(!edges || !result.roads().empty(), result.path(), "holds no roads",
             "run it with output.keep_roads = true");
    validate(!receptors || !result.receptors().empty(), result.path(), "holds no receptors",
             "run it with output.receptors");
    bool const on_earth = options.format == "geojson" || options.format == "kml";
    validate(!on_earth || !result.grid().crs_wkt.empty(), result.path(),
             "has no map projection, and " + options.format + " needs longitude and latitude", "take gpkg or csv");
    GisMessages const messages;
    GisDataset dataset(driver(driver_of(options.format)).Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!dataset) fail(file, messages);
    OGRSpatialReference const plane = reference_of(result.grid());
    OGRSpatialReference const earth = make_reference("EPSG:4326", "WGS 84");
    std::unique_ptr<OGRCoordinateTransformation> to_earth;
    if (on_earth) to_earth.reset(OGRCreateCoordinateTransformation(&plane, &earth));
    OGRSpatialReference const* const reference = on_earth ? &earth : result.grid().crs_wkt.empty() ? nullptr : &plane;
    std::vector<detail::LayerStyle> styles;
    auto const write = [&](char const* name, ExportTable const& table, bool lines) {
        detail::write_layer(*dataset, file, name, table, reference, to_earth.get(), lines, messages);
        if (both) add_styles(styles, name, table, result.facts().species, lines);
    };
    if (edges) write("edges", detail::edge_table(result, options.limits), true);
    if (receptors) write("receptors", detail::receptor_table(result, options.limits), false);
    if (both) detail::write_styles(*dataset, file, styles, messages);
    auto const& facts = result.facts();
    dataset->SetMetadataItem("title", facts.title.c_str());
    dataset->SetMetadataItem("note", facts.note.c_str());
    dataset->SetMetadataItem("note_vi", facts.note_vi.c_str());
    dataset.reset();
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) fail(file, messages);
}

void export_raster(ResultReader const& result, std::filesystem::path const& file, ExportOptions const& options) {
    auto const& grid = result.grid();
    auto const& species = result.facts().species;
    validate(options.level < grid.nz() && (options.step || options.level == 0), "--level",
             options.step ? fmt::format("the result holds {} layers", grid.nz())
                          : std::string("the mean over the run is kept for the lowest layer only"),
             "count from 0, or give --step");
    std::vector<RasterBand> bands;
    for (std::size_t n = 0; n < species.size(); ++n)
        bands.push_back(
            {species[n], "ug m-3",
             options.step ? result.concentration_layer(n, *options.step, options.level) : result.mean_surface(n)});
    auto const& facts = result.facts();
    write_raster(result, bands, file, options.format,
                 {{"TITLE", facts.title},
                  {"NOTE", facts.note},
                  {"NOTE_VI", facts.note_vi},
                  {"TIME", options.step ? fmt::format("{:g} s since {} UTC", result.times().end_s[*options.step],
                                                      facts.epoch_utc)
                                        : "mean over the run after spin-up"},
                  {"HEIGHT_M", fmt::format("{:g}", grid.z_centre[options.level])}});
}

}  // namespace

namespace {

/// Refuses what the format would not heed.
void require_fitting(ExportOptions const& options) {
    bool const one_layer = options.format == "geojson" || options.format == "kml" || options.format == "csv";
    bool const has_steps = is_raster(options.format) || options.format == "vtkhdf";
    validate(options.layer.empty() || one_layer, "--layer", fmt::format("means nothing to {}", options.format),
             "leave it out; it is for geojson, kml and csv");
    validate(!options.step || has_steps, "--step",
             fmt::format("means nothing to {}, which holds means, peaks and percentiles of all steps", options.format),
             "leave it out; it is for geotiff, cog and vtkhdf");
    validate(options.level == 0 || is_raster(options.format), "--level",
             fmt::format("means nothing to {}", options.format), "leave it out; it is for geotiff and cog");
    validate(options.limits.empty() || !has_steps, "--above", fmt::format("means nothing to {}", options.format),
             "leave it out; hours above a limit are in gpkg, geojson, kml and csv");
}

}  // namespace

std::string export_ending(std::string const& format) { return is_raster(format) ? ".tif" : "." + format; }

void export_result(ResultReader const& result, std::filesystem::path const& file, ExportOptions const& options) {
    validate(std::ranges::find(export_formats, options.format) != export_formats.end(), "--to",
             fmt::format("\"{}\" is no known format", options.format),
             fmt::format("take one of {}", fmt::join(export_formats, ", ")));
    require_fitting(options);
    validate(!std::filesystem::exists(file), file.string(), "exists already", "give another name with -o");
    auto const folder = std::filesystem::absolute(file).parent_path();
    validate(std::filesystem::is_directory(folder), folder.string(), "no such folder",
             "make it, or give another one with -o");
    for (auto const& [species, limit] : options.limits)
        validate(std::ranges::find(result.facts().species, species) != result.facts().species.end() && limit >= 0,
                 "--above", fmt::format("the result holds no {}", species),
                 fmt::format("it holds {}", fmt::join(result.facts().species, ", ")));
    validate(result.n_steps() > 0, result.path(), "holds no output step yet", "wait for the run");
    validate(!options.step || *options.step < result.n_steps(), "--step",
             fmt::format("the result holds {} output steps", result.n_steps()), "count from 0");
    if (options.format == "vtkhdf")
        detail::write_vtkhdf(result, file, options.step);
    else if (is_raster(options.format))
        export_raster(result, file, options);
    else
        export_vector(result, file, options);
}

}  // namespace hacthanh::io
