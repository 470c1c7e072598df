#include "app/hacthanh/linear_air.hpp"

#include "sim/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hacthanh::app {
namespace {

constexpr double clock_tolerance_s = 1e-6;

}  // namespace

void require_linear_air(Session const& session, std::string const& file, std::string const& model) {
    auto const& s = session.scenario();
    validate(s.dispersion.model == resolved_tier || (s.dispersion.model == fast_tier && model == fast_tier), file,
             fmt::format("its dispersion.model is {} (must be finite_volume{})", s.dispersion.model,
                         model == fast_tier ? " or line_source" : ""),
             "run the scenario with the finite-volume transport");
    validate(!s.dispersion.flux_memory, file, "its dispersion.flux_memory is true",
             "run the scenario without it: the linear transport has no memory");
    validate(session.weather().n_intervals() == 1, file, "its weather changes during the run",
             "apportion a run with one weather: contributions are found for one wind");
    validate(!session.outer_air(), file, "it is nested in another run, whose air has no streets here",
             "apportion the outer run");
    validate(session.stage().sources.empty(), file, "it has sources beside the traffic",
             "run the scenario without them: they cannot be told apart yet");
}

double settled_from_s(Session const& session) {
    auto const& s = session.scenario();
    double const spin_up = session.spin_up().length_s, interval = s.output.interval_s;
    double const whole = s.traffic.begin_s + std::ceil(spin_up / interval - 1e-9) * interval;
    return whole < s.traffic.end_s - clock_tolerance_s ? whole : s.traffic.begin_s + spin_up;
}

run::EmissionByRoad replay_emission(Session const& session, scenario::MeasureFile const* measures,
                                    std::optional<std::int64_t> seed) {
    if (measures == nullptr && session.measures()) measures = &*session.measures();
    TrafficOrder order;
    order.seed = seed;
    if (measures != nullptr)
        order.interventions = session.resolve(*measures, seed.value_or(session.seed())).interventions;
    auto const traffic = session.start_traffic(order);
    return run::emission_by_road(session.stage(), *traffic.source, settled_from_s(session));
}

std::size_t species_index(run::EmissionByRoad const& emission, Pollutant pollutant) {
    auto const found = std::ranges::find(emission.species, pollutant);
    validate(found != emission.species.end(), "output.species", fmt::format("holds no {}", name(pollutant)),
             "run the scenario with it");
    return static_cast<std::size_t>(found - emission.species.begin());
}

std::optional<std::vector<float>> settled_mean(io::ResultReader const& result, std::size_t species, double from_s) {
    auto const& times = result.times();
    std::vector<double> sum(result.grid().nx() * result.grid().ny(), 0.0);
    double length = 0;
    for (std::size_t step = 0; step < result.n_steps(); ++step) {
        if (times.begin_s[step] < from_s - clock_tolerance_s) continue;
        double const seconds = times.end_s[step] - times.begin_s[step];
        auto const layer = result.concentration_layer(species, step, 0);
        for (std::size_t n = 0; n < sum.size(); ++n) sum[n] += seconds * static_cast<double>(layer[n]);
        length += seconds;
    }
    if (!(length > 0)) return std::nullopt;
    std::vector<float> mean;
    for (double const value : sum) mean.push_back(static_cast<float>(value / length));
    return mean;
}

std::optional<double> run_mean(io::ResultGrid const& grid, std::vector<float> const& surface, std::size_t cell,
                               mesh::CityMesh const& mesh) {
    if (cell >= mesh.nx() * mesh.ny() || grid.nx() == 0 || grid.ny() == 0) return {};
    double const x = mesh.x_centre(cell % mesh.nx()) - grid.network_offset_x;
    double const y = mesh.y_centre(cell / mesh.nx()) - grid.network_offset_y;
    double const i = std::round((x - grid.x_centre.front()) / grid.cell_size);
    double const j = std::round((y - grid.y_centre.front()) / grid.cell_size);
    if (i < 0 || j < 0 || i >= static_cast<double>(grid.nx()) || j >= static_cast<double>(grid.ny())) return {};
    float const mean = surface[static_cast<std::size_t>(j) * grid.nx() + static_cast<std::size_t>(i)];
    return std::isfinite(mean) ? std::optional(static_cast<double>(mean)) : std::nullopt;
}

}  // namespace hacthanh::app
