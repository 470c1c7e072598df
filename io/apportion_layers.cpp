#include "io/apportion_file.hpp"
#include "io/detail/gis_output.hpp"
#include "io/detail/vector_layers.hpp"
#include "sim/core/error.hpp"

#include <cmath>
#include <map>

namespace hacthanh::io {
namespace {

using detail::ExportTable;

constexpr char const* gives = "NOx_ug_m3";

/// Every place's streets: lines that give nothing are left out.
ExportTable streets_of(std::vector<Apportionment> const& places, ResultReader const& result) {
    std::map<std::string, ResultRoad const*> roads;
    for (auto const& road : result.roads()) roads.emplace(road.name, &road);
    ExportTable table{
        {"place", "edge", "street"}, {{gives, "ug/m3"}, {"share_percent", "%"}, {"NO2_pro_rata_ug_m3", "ug/m3"}}, {}};
    for (auto const& place : places)
        for (auto const& edge : place.edges) {
            auto const road = roads.find(edge.name);
            if (road == roads.end() || edge.gives == 0) continue;
            table.rows.push_back({road->second->axis,
                                  {place.name, edge.name, road->second->street_name},
                                  {edge.gives, place.traffic > 0 ? 100 * edge.gives / place.traffic : NAN,
                                   place.no2_of(edge.gives).value_or(NAN)}});
        }
    return table;
}

ExportTable points_of(std::vector<Apportionment> const& places, ResultGrid const& grid) {
    ExportTable table{{"place", "kind"},
                      {{"traffic", "ug/m3"}, {"background", "ug/m3"}, {"run_mean", "ug/m3"}, {"remainder", "ug/m3"}},
                      {}};
    for (auto const& place : places)
        table.rows.push_back({{{place.x - grid.network_offset_x, place.y - grid.network_offset_y}},
                              {place.name, place.kind},
                              {place.traffic, place.background.value_or(NAN), place.run.value_or(NAN),
                               place.remainder().value_or(NAN)}});
    return table;
}

}  // namespace

void write_apportion_layers(std::vector<Apportionment> const& places, ResultReader const& result,
                            std::filesystem::path const& file) {
    validate(!std::filesystem::exists(file), file.string(), "exists already", "give another name with -o");
    validate(!result.roads().empty(), result.path(), "holds no roads", "run it with output.keep_roads = true");
    GisMessages const messages;
    GisDataset dataset(detail::driver("GPKG").Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!dataset) detail::fail(file, messages);
    OGRSpatialReference const plane = detail::reference_of(result.grid());
    OGRSpatialReference const* const reference = result.grid().crs_wkt.empty() ? nullptr : &plane;
    auto const streets = streets_of(places, result);
    detail::write_layer(*dataset, file, "streets", streets, reference, nullptr, true, messages);
    detail::write_layer(*dataset, file, "places", points_of(places, result.grid()), reference, nullptr, false,
                        messages);
    detail::write_styles(*dataset, file,
                         {{"streets", "NOx: phần của mỗi đường / what each street gives",
                           detail::qgis_style(streets, gives, true), true}},
                         messages);
    auto const& facts = result.facts();
    dataset->SetMetadataItem("title", facts.title.c_str());
    dataset->SetMetadataItem("note", facts.note.c_str());
    dataset->SetMetadataItem("note_vi", facts.note_vi.c_str());
    dataset.reset();
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) detail::fail(file, messages);
}

}  // namespace hacthanh::io
