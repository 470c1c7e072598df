#include "io/crs.hpp"

#include "sim/core/error.hpp"
#include "sim/core/log.hpp"

#include <proj.h>

#include <cmath>
#include <memory>
#include <string_view>

namespace hacthanh::io {
namespace {

struct Destroy {
    void operator()(PJ* object) const { proj_destroy(object); }
    void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
    void operator()(PJ_OBJ_LIST* list) const { proj_list_destroy(list); }
};
using Context = std::unique_ptr<PJ_CONTEXT, Destroy>;
using Object = std::unique_ptr<PJ, Destroy>;

/// Least trust in a match of the register: "equivalent, but for the name" is 70 in PROJ's scale.
constexpr int least_confidence = 70;

/// The register's own entry for this projection, or nothing.
Object identify(PJ_CONTEXT* context, PJ const* crs) {
    int* confidence = nullptr;
    std::unique_ptr<PJ_OBJ_LIST, Destroy> const matches(proj_identify(context, crs, "EPSG", nullptr, &confidence));
    Object best;
    if (matches && proj_list_get_count(matches.get()) > 0 && confidence[0] >= least_confidence)
        best.reset(proj_list_get(context, matches.get(), 0));
    proj_int_list_destroy(confidence);
    return best;
}

std::string text_or_empty(char const* text) { return text == nullptr ? "" : text; }

std::string cf_parameter_name(std::string_view proj_name) {
    if (proj_name == "Latitude of natural origin") return "latitude_of_projection_origin";
    if (proj_name == "Longitude of natural origin") return "longitude_of_central_meridian";
    if (proj_name == "Scale factor at natural origin") return "scale_factor_at_central_meridian";
    if (proj_name == "False easting") return "false_easting";
    if (proj_name == "False northing") return "false_northing";
    return "";
}

void add_ellipsoid(PJ_CONTEXT* context, PJ const* crs, CoordinateReference& reference) {
    Object const ellipsoid(proj_get_ellipsoid(context, crs));
    double semi_major = 0;
    double inverse_flattening = 0;
    if (!ellipsoid || proj_ellipsoid_get_parameters(context, ellipsoid.get(), &semi_major, nullptr, nullptr,
                                                    &inverse_flattening) == 0)
        return;
    reference.cf_parameters.emplace_back("semi_major_axis", semi_major);
    reference.cf_parameters.emplace_back("inverse_flattening", inverse_flattening);
    reference.cf_parameters.emplace_back("longitude_of_prime_meridian", 0.0);
}

void add_method(PJ_CONTEXT* context, PJ const* crs, CoordinateReference& reference) {
    Object const conversion(proj_crs_get_coordoperation(context, crs));
    char const* method = nullptr;
    if (!conversion || proj_coordoperation_get_method_info(context, conversion.get(), &method, nullptr, nullptr) == 0 ||
        text_or_empty(method) != "Transverse Mercator")
        return;
    reference.cf_name = "transverse_mercator";
    add_ellipsoid(context, crs, reference);
    for (int i = 0; i < proj_coordoperation_get_param_count(context, conversion.get()); ++i) {
        char const* name = nullptr;
        double value = 0;
        if (proj_coordoperation_get_param(context, conversion.get(), i, &name, nullptr, nullptr, &value, nullptr,
                                          nullptr, nullptr, nullptr, nullptr, nullptr) == 0)
            continue;
        if (auto cf = cf_parameter_name(text_or_empty(name)); !cf.empty())
            reference.cf_parameters.emplace_back(std::move(cf), value);
    }
}

}  // namespace

std::optional<CoordinateReference> describe_projection(city::Projection const& projection) {
    if (!projection.known()) return std::nullopt;
    Context const context(proj_context_create());
    proj_log_level(context.get(), PJ_LOG_NONE);
    std::string definition = projection.proj_string;
    if (definition.starts_with("+") && definition.find("+type=crs") == std::string::npos) definition += " +type=crs";
    Object crs(proj_create(context.get(), definition.c_str()));
    validate(crs != nullptr, "projection of the road network",
             "PROJ does not understand \"" + projection.proj_string + "\"",
             "correct projParameter in the network file");
    CoordinateReference reference;
    if (Object known = identify(context.get(), crs.get())) {
        crs = std::move(known);
        reference.code =
            text_or_empty(proj_get_id_auth_name(crs.get(), 0)) + ":" + text_or_empty(proj_get_id_code(crs.get(), 0));
    } else {
        log::warning("no EPSG code known for the projection \"{}\"", projection.proj_string);
    }
    reference.name = text_or_empty(proj_get_name(crs.get()));
    char const* const options[] = {"MULTILINE=NO", nullptr};
    reference.wkt = text_or_empty(proj_as_wkt(context.get(), crs.get(), PJ_WKT1_GDAL, options));
    add_method(context.get(), crs.get(), reference);
    return reference;
}

std::optional<GeographicPlace> place_on_earth(city::Projection const& projection, city::Point point) {
    if (!projection.known()) return std::nullopt;
    Context const context(proj_context_create());
    proj_log_level(context.get(), PJ_LOG_NONE);
    std::string definition = projection.proj_string;
    if (definition.starts_with("+") && definition.find("+type=crs") == std::string::npos) definition += " +type=crs";
    Object const made(proj_create_crs_to_crs(context.get(), definition.c_str(), "EPSG:4326", nullptr));
    if (!made) return std::nullopt;
    Object const operation(proj_normalize_for_visualization(context.get(), made.get()));
    if (!operation) return std::nullopt;
    PJ_COORD const projected =
        proj_coord(projection.projected_x(point.x), projection.projected_y(point.y), 0, HUGE_VAL);
    PJ_COORD const place = proj_trans(operation.get(), PJ_FWD, projected);
    if (!std::isfinite(place.lp.lam) || !std::isfinite(place.lp.phi)) return std::nullopt;
    return GeographicPlace{place.lp.phi, place.lp.lam};
}

}  // namespace hacthanh::io
