/// `hacthanh-dispersion-probe`: concentrations at given points around given buildings, for validation against
/// measurements.
///
/// Reads one JSON document on standard input and writes one on standard output (tools/validation/dispersion_fv.py and
/// dispersion_near.py): mesh, buildings and wind as in app/probe/case_input.hpp;
///   model           "finite_volume", "line_source" or "particles"
///   sources         [{box [x_min, y_min, z_min, x_max, y_max, z_max], kg_s}..], steady
///   points          [[x, y, z]..]
///   until_s         time simulated from clean air: long enough for a steady state
///   schmidt_number, deposition_velocity_m_s, threads
///   moments         true: also the plume's variance across the wind and its age, for the same wind everywhere and a
///   line
///                   source across it. With M = integral of y^2 c dy over y, M obeys the transport of c with the source
///                   2 K_h c, the age x c with the source c: two more species of the same run, from which a point
///                   source's plume follows
/// particles: particles_per_s, from_s (until_s: counted between), time_step, sample_s, arcs
///   [{x [low, high], z [low, high]}..] -> crosswind_integral, variance_m2 and age_s of each
/// line_source: similarity, sigma_v_m_s, source_height_m, receptor_height_m, distances_m -> crosswind_integral_s_m2 and
///   maximum_s_m3 over the release rate, no mesh
/// -> concentration_kg_m3 (null in walls) at the points; with moments crosswind_variance_m2, age_s, meander_time_s
/// (particles: always); report. Lengths in metres, x to the east.

#include "app/hacthanh-dispersion-probe/finite_volume.hpp"
#include "app/hacthanh-dispersion-probe/line_source.hpp"
#include "app/hacthanh-dispersion-probe/particles.hpp"
#include "app/probe/serve.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"

#include <string>

namespace {

nlohmann::json answer(nlohmann::json const& input) {
    std::string const model = input.at("model");
    if (model == "finite_volume") return hacthanh::probe::finite_volume(input);
    if (model == "line_source") return hacthanh::probe::line_source(input);
    if (model == "particles") return hacthanh::probe::particles(input);
    throw hacthanh::InputError("model", "\"" + model + "\" is not known",
                               "it is one of: finite_volume, line_source, particles");
}

}  // namespace

int main() {
    hacthanh::flush_denormals_to_zero();
    return hacthanh::probe::serve(answer);
}
