#include "io/import/cityjson.hpp"

#include "io/geos.hpp"
#include "io/import/height_text.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

namespace hacthanh::io {
namespace {

using nlohmann::json;

constexpr std::uintmax_t max_file_bytes = std::uintmax_t(512) << 20;
constexpr double least_face_area_m2 = 0.01;  ///< seen from above; less is an upright wall
constexpr std::size_t max_depth = 64;        ///< of nested arrays; the format needs 6

struct Vertex {
    double x = 0;
    double y = 0;
    double z = 0;
};

/// Refuses documents that are nested too deeply, before they are built: deep nesting can exhaust the stack.
void check_depth(std::string_view text, std::string const& name) {
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            if (c == '"') in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            validate(++depth <= max_depth, name, fmt::format("nested deeper than {}", max_depth));
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
}

/// One document.
class CityJsonReader {
public:
    CityJsonReader(json const& document, std::string const& name, ImportLog& log)
        : document_(document), name_(name), log_(log) {}

    CityJsonContent read() {
        auto const type = document_.is_object() ? document_.find("type") : document_.end();
        validate(document_.is_object() && type != document_.end() && *type == "CityJSON", name_,
                 "is no CityJSON (\"type\" must be \"CityJSON\")");
        read_vertices();
        CityJsonContent content;
        content.crs = reference();
        auto const objects = document_.find("CityObjects");
        validate(objects != document_.end() && objects->is_object(), name_, "has no CityObjects");
        for (auto const& [id, object] : objects->items()) {
            if (!object.is_object()) refuse(id, "is no object");
            auto const kind = object.value("type", json());
            if (kind != "Building" && kind != "BuildingPart") continue;
            if (auto footprint = read_building(id, object, kind == "BuildingPart"))
                content.buildings.push_back(std::move(*footprint));
        }
        return content;
    }

private:
    [[noreturn]] void refuse(std::string const& id, std::string_view broken) const {
        throw InputError(fmt::format("{}, \"{}\"", name_, id), broken);
    }

    std::array<double, 3> triple(json const& value, std::string_view what) const {
        std::array<double, 3> numbers{};
        bool good = value.is_array() && value.size() >= 3;
        for (std::size_t i = 0; good && i < 3; ++i) {
            good = value[i].is_number();
            if (good) numbers[i] = value[i].get<double>();
        }
        validate(good, name_, fmt::format("{} must be three numbers", what));
        return numbers;
    }

    void read_vertices() {
        std::array<double, 3> scale = {1, 1, 1};
        std::array<double, 3> translate = {0, 0, 0};
        if (auto const transform = document_.find("transform"); transform != document_.end()) {
            validate(transform->is_object(), name_, "transform must be an object");
            scale = triple(transform->value("scale", json()), "transform.scale");
            translate = triple(transform->value("translate", json()), "transform.translate");
        }
        auto const vertices = document_.find("vertices");
        validate(vertices != document_.end() && vertices->is_array(), name_, "has no vertices");
        vertices_.reserve(vertices->size());
        for (auto const& vertex : *vertices) {
            auto const v = triple(vertex, "a vertex");
            vertices_.push_back(
                {v[0] * scale[0] + translate[0], v[1] * scale[1] + translate[1], v[2] * scale[2] + translate[2]});
        }
    }

    /// "EPSG:7415" of "urn:ogc:def:crs:EPSG::7415" or "https://www.opengis.net/def/crs/EPSG/0/7415".
    std::string reference() const {
        auto const metadata = document_.find("metadata");
        if (metadata == document_.end() || !metadata->is_object()) return {};
        auto const system = metadata->find("referenceSystem");
        if (system == metadata->end() || !system->is_string()) return {};
        auto const text = system->get<std::string>();
        auto const code = text.substr(text.find_last_of(":/") + 1);
        bool const epsg = text.find("EPSG") != std::string::npos && !code.empty() &&
                          std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
        validate(epsg, name_, fmt::format("referenceSystem \"{:.80}\" is not understood", text),
                 "give the system with --buildings-crs");
        return fmt::format("EPSG:{}", code);
    }

    Vertex const& vertex(std::string const& id, json const& index) const {
        if (!index.is_number_unsigned() || index.get<std::uint64_t>() >= vertices_.size())
            refuse(id, fmt::format("a face names vertex {:.20} of {}", index.dump(), vertices_.size()));
        return vertices_[index.get<std::size_t>()];
    }

    /// A face: rings of vertex numbers, the first one outside.
    struct Face {
        city::Polygon flat;  ///< seen from above
        bool ground = false;
    };

    void add_face(std::string const& id, json const& rings, bool ground, std::vector<Face>& faces, double& low,
                  double& high) const {
        Face face;
        face.ground = ground;
        for (std::size_t r = 0; r < rings.size(); ++r) {
            if (!rings[r].is_array()) refuse(id, "a ring must be a list of vertex numbers");
            city::Polyline ring;
            for (auto const& index : rings[r]) {
                Vertex const& v = vertex(id, index);
                ring.push_back({v.x, v.y});
                low = std::min(low, v.z);
                high = std::max(high, v.z);
            }
            if (r == 0)
                face.flat.outer = std::move(ring);
            else
                face.flat.holes.push_back(std::move(ring));
        }
        faces.push_back(std::move(face));
    }

    /// Walks boundaries and semantic values together: arrays of the same nesting down to the faces.
    void walk(std::string const& id, json const& boundaries, json const* values, json const& surfaces, int levels,
              std::vector<Face>& faces, double& low, double& high) const {
        if (!boundaries.is_array()) refuse(id, "boundaries must be nested lists");
        for (std::size_t i = 0; i < boundaries.size(); ++i) {
            json const* const value =
                values != nullptr && values->is_array() && i < values->size() ? &(*values)[i] : values;
            if (levels > 0) {
                walk(id, boundaries[i], value, surfaces, levels - 1, faces, low, high);
                continue;
            }
            if (!boundaries[i].is_array()) refuse(id, "a face must be a list of rings");
            bool ground = false;
            if (value != nullptr && value->is_number_unsigned() && surfaces.is_array() &&
                value->get<std::uint64_t>() < surfaces.size()) {
                auto const& surface = surfaces[value->get<std::size_t>()];
                ground = surface.is_object() && surface.value("type", json()) == "GroundSurface";
            }
            add_face(id, boundaries[i], ground, faces, low, high);
        }
    }

    static double level_of_detail(json const& geometry) {
        auto const lod = geometry.value("lod", json());
        if (lod.is_number()) return lod.get<double>();
        return lod.is_string() ? parse_length(lod.get<std::string>()).value_or(-1) : -1;
    }

    /// The most detailed geometry below LoD 3; nothing when there is none with faces.
    static json const* best_geometry(json const& object) {
        json const* best = nullptr;
        auto const list = object.find("geometry");
        if (list == object.end() || !list->is_array()) return nullptr;
        for (auto const& geometry : *list) {
            if (!geometry.is_object() || level_of_detail(geometry) >= 3) continue;
            auto const type = geometry.value("type", json());
            if (type != "MultiSurface" && type != "CompositeSurface" && type != "Solid" && type != "MultiSolid" &&
                type != "CompositeSolid")
                continue;
            if (best == nullptr || level_of_detail(geometry) > level_of_detail(*best)) best = &geometry;
        }
        return best;
    }

    std::optional<Footprint> read_building(std::string const& id, json const& object, bool is_part) {
        json const* const geometry = best_geometry(object);
        if (geometry == nullptr) {
            if (object.find("children") == object.end()) log_.count("buildings_without_polygon", id);
            return std::nullopt;
        }
        std::vector<Face> faces;
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        auto const type = geometry->at("type").is_string() ? geometry->at("type").get<std::string>() : "";
        int const levels = type == "Solid" ? 1 : type.ends_with("Solid") ? 2 : 0;
        json const semantics = geometry->value("semantics", json::object());
        json const surfaces = semantics.is_object() ? semantics.value("surfaces", json()) : json();
        auto const values = semantics.is_object() ? semantics.find("values") : semantics.end();
        bool const has_values = semantics.is_object() && values != semantics.end();
        auto const boundaries = geometry->find("boundaries");
        if (boundaries == geometry->end()) refuse(id, "a geometry has no boundaries");
        walk(id, *boundaries, has_values ? &*values : nullptr, surfaces, levels, faces, low, high);
        return footprint(id, object, faces, high - low, is_part);
    }

    std::optional<Footprint> footprint(std::string const& id, json const& object, std::vector<Face> const& faces,
                                       double extent_m, bool is_part) {
        Footprint f;
        f.id = id;
        f.is_part = is_part;
        bool const has_ground = std::any_of(faces.begin(), faces.end(), [](Face const& face) { return face.ground; });
        std::vector<city::Polygon> flat;
        for (Face const& face : faces)
            if (face.ground || !has_ground) flat.push_back(face.flat);
        f.parts = seen_from_above(flat);
        if (f.parts.empty()) {
            log_.count("buildings_without_polygon", id);
            return std::nullopt;
        }
        auto const attributes = object.value("attributes", json::object());
        if (attributes.is_object()) {
            auto const measured = attributes.value("measuredHeight", json());
            if (measured.is_number()) f.height_m = plausible_height(measured.get<double>());
            auto const storeys = attributes.value("storeysAboveGround", json());
            if (storeys.is_number()) f.levels = plausible_levels(storeys.get<double>());
            auto const use = attributes.value("function", json());
            if (use.is_string()) f.use = use.get<std::string>();
        }
        if (!f.height_m && !(extent_m <= 0)) f.height_m = plausible_height(extent_m);
        log_.count("buildings_read", "");
        return f;
    }

    std::vector<city::Polygon> seen_from_above(std::vector<city::Polygon> const& faces) const {
        std::vector<city::Polygon> good;
        for (auto const& face : faces) {
            bool finite = true;
            for (city::Point p : face.outer) finite = finite && std::abs(p.x) < 1e12 && std::abs(p.y) < 1e12;
            for (auto const& hole : face.holes)
                for (city::Point p : hole) finite = finite && std::abs(p.x) < 1e12 && std::abs(p.y) < 1e12;
            if (!finite) continue;
            auto shape = geos_.polygon(face);
            if (!geos_.valid(*shape)) shape = geos_.make_valid(*shape);
            for (auto& part : geos_.polygons(*shape))
                if (geos_.area(*geos_.polygon(part)) >= least_face_area_m2) good.push_back(std::move(part));
        }
        return geos_.polygons(*geos_.unite(*geos_.collection(good)));
    }

    json const& document_;
    std::string const& name_;
    ImportLog& log_;
    Geos geos_;
    std::vector<Vertex> vertices_;
};

}  // namespace

CityJsonContent parse_cityjson(std::string_view text, std::string const& name, ImportLog& log) {
    check_depth(text, name);
    json const document = json::parse(text.begin(), text.end(), nullptr, false);
    validate(!document.is_discarded(), name, "is no valid JSON", "was it copied completely?");
    return CityJsonReader(document, name, log).read();
}

CityJsonContent read_cityjson(std::filesystem::path const& file, ImportLog& log) {
    std::error_code error;
    auto const size = std::filesystem::file_size(file, error);
    validate(!error, file.string(), "cannot be read");
    validate(size > 0, file.string(), "is empty");
    validate(size <= max_file_bytes, file.string(), "is larger than 512 MB", "cut the city into smaller files");
    std::ifstream in(file, std::ios::binary);
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    return parse_cityjson(text, file.string(), log);
}

}  // namespace hacthanh::io
