/// `hacthanh-wind-probe`: the wind at given points around given buildings, for validation against measurements.
///
/// Reads one JSON document on standard input and writes one on standard output (tools/validation/wind.py):
///   extent [x_min, y_min, x_max, y_max], cell_size_m, first_layer_m, levels, top_m, wind_from_deg, roughness_length_m,
///   friction_velocity_m_s, profile {z_m [..], speed_m_s [..]}, buildings [{footprint [[x, y]..], height_m, base_m}],
///   points [[x, y, z]..], threads
/// -> u, v, w [m/s] (null in walls) and zone at the points; report. Lengths in metres, x to the east.

#include "sim/core/constants.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/mesh/block_buildings.hpp"
#include "sim/wind/mass_consistent_wind.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>

namespace {

using namespace hacthanh;  // NOLINT: short names for the whole program
using nlohmann::json;

/// Speed between measured heights: straight in the logarithm of height; the law of the wall below and above them.
class MeasuredProfile {
public:
    explicit MeasuredProfile(json const& input)
        : z_(input.at("profile").at("z_m").get<std::vector<double>>()),
          speed_(input.at("profile").at("speed_m_s").get<std::vector<double>>()),
          roughness_(input.at("roughness_length_m")),
          friction_(input.at("friction_velocity_m_s")) {
        validate(!z_.empty() && z_.size() == speed_.size() && std::ranges::is_sorted(z_) && z_[0] > roughness_,
                 "profile", "needs heights that rise, above the roughness length, with one speed each");
    }

    double at(double z) const {
        if (z <= roughness_) return 0;
        if (z <= z_.front()) return speed_.front() * std::log(z / roughness_) / std::log(z_.front() / roughness_);
        if (z >= z_.back()) return speed_.back() + friction_ / constants::von_karman * std::log(z / z_.back());
        auto const n = static_cast<std::size_t>(std::ranges::upper_bound(z_, z) - z_.begin());
        double const part = std::log(z / z_[n - 1]) / std::log(z_[n] / z_[n - 1]);
        return speed_[n - 1] + part * (speed_[n] - speed_[n - 1]);
    }

    double mean(double low, double high) const {
        constexpr int pieces = 32;
        double sum = 0;
        for (int n = 0; n < pieces; ++n) sum += at(low + (high - low) * (n + 0.5) / pieces);
        return sum / pieces;
    }

private:
    std::vector<double> z_;
    std::vector<double> speed_;
    double roughness_;
    double friction_;
};

state::InflowProfile inflow(json const& input, mesh::CityMesh const& mesh) {
    MeasuredProfile const measured(input);
    state::InflowProfile profile;
    profile.wind_from_deg = input.at("wind_from_deg");
    profile.friction_velocity = input.at("friction_velocity_m_s");
    profile.roughness_length = input.at("roughness_length_m");
    profile.mixing_height = 10 * mesh.z_faces().back();
    auto const& faces = mesh.z_faces();
    profile.vertical_diffusivity.assign(mesh.nz() + 1, 0);
    for (std::size_t k = 0; k < mesh.nz(); ++k) {
        profile.speed.push_back(measured.mean(faces[k], faces[k + 1]));
        if (k > 0) profile.vertical_diffusivity[k] = constants::von_karman * profile.friction_velocity * faces[k];
        profile.horizontal_diffusivity.push_back(constants::von_karman * profile.friction_velocity * mesh.z_centre(k));
    }
    return profile;
}

std::vector<city::Building> buildings(json const& input) {
    std::vector<city::Building> found;
    for (auto const& given : input.at("buildings")) {
        city::Building building;
        building.id = std::to_string(found.size());
        for (auto const& corner : given.at("footprint")) building.footprint.outer.push_back({corner[0], corner[1]});
        building.base_m = given.value("base_m", 0.0);
        building.height_m = given.at("height_m");
        found.push_back(building);
    }
    return found;
}

/// The corner cells around a point with air, and their weights.
class Probe {
public:
    explicit Probe(state::WindField const& wind) : wind_(wind), mesh_(wind.mesh()) {}

    /// Linear between the middles of cells with air; nothing where there is none.
    std::optional<std::array<double, 3>> at(double x, double y, double z) const {
        auto const extent = mesh_.extent();
        auto const [i, fx] = split((x - extent.x_min) / mesh_.cell_size() - 0.5, mesh_.nx());
        auto const [j, fy] = split((y - extent.y_min) / mesh_.cell_size() - 0.5, mesh_.ny());
        std::size_t k = 0;
        while (k + 2 < mesh_.nz() && mesh_.z_centre(k + 1) <= z) ++k;
        double const fz = std::clamp((z - mesh_.z_centre(k)) / (mesh_.z_centre(k + 1) - mesh_.z_centre(k)), 0.0, 1.0);
        std::array<double, 3> sum{};
        double weights = 0;
        for (std::size_t corner = 0; corner < 8; ++corner) {
            mesh::CellIndex const c{i + corner % 2, j + corner / 2 % 2, k + corner / 4};
            double const weight =
                (corner % 2 ? fx : 1 - fx) * (corner / 2 % 2 ? fy : 1 - fy) * (corner / 4 ? fz : 1 - fz);
            if (weight <= 0 || !mesh_.is_open(mesh_.cell(c))) continue;
            weights += weight;
            sum[0] +=
                weight * 0.5 * (wind_.x()[wind_.x_face(c.i, c.j, c.k)] + wind_.x()[wind_.x_face(c.i + 1, c.j, c.k)]);
            sum[1] +=
                weight * 0.5 * (wind_.y()[wind_.y_face(c.i, c.j, c.k)] + wind_.y()[wind_.y_face(c.i, c.j + 1, c.k)]);
            sum[2] +=
                weight * 0.5 * (wind_.z()[wind_.z_face(c.i, c.j, c.k)] + wind_.z()[wind_.z_face(c.i, c.j, c.k + 1)]);
        }
        if (weights < 1e-9) return std::nullopt;
        return std::array{sum[0] / weights, sum[1] / weights, sum[2] / weights};
    }

private:
    static std::pair<std::size_t, double> split(double position, std::size_t count) {
        double const inside = std::clamp(position, 0.0, static_cast<double>(count - 1));
        auto const n = std::min(static_cast<std::size_t>(inside), count - 2);
        return {n, inside - static_cast<double>(n)};
    }

    state::WindField const& wind_;
    mesh::CityMesh const& mesh_;
};

json solve(json const& input) {
    Parallel const parallel(input.value("threads", 0));
    auto const& box = input.at("extent");
    mesh::MeshOptions options;
    options.cell_size_m = input.at("cell_size_m");
    options.first_layer_m = input.at("first_layer_m");
    options.levels = input.at("levels");
    options.top_m = input.at("top_m");
    auto const city = buildings(input);
    auto const blocked =
        mesh::block_buildings(mesh::CityMesh({box[0], box[1], box[2], box[3]}, options), city, {}, parallel);
    auto const profile = inflow(input, blocked.mesh);
    Stopwatch watch;
    wind::MassConsistentWind const solver(blocked.mesh, city, {}, 0.8, parallel);
    double const setup_s = watch.seconds();
    auto const solution = solver.solve_with_zones(profile);
    double const solve_s = watch.seconds() - setup_s;
    Probe const probe(solution.flow.wind);
    json output = {{"u", json::array()}, {"v", json::array()}, {"w", json::array()}};
    for (auto const& point : input.at("points")) {
        auto const speed = probe.at(point[0], point[1], point[2]);
        std::size_t n = 0;
        for (char const* name : {"u", "v", "w"}) output[name].push_back(speed ? json((*speed)[n]) : json()), ++n;
    }
    output["report"] = {{"cells", blocked.mesh.n_cells()},
                        {"iterations", solution.report.iterations},
                        {"relative_residual", solution.report.relative_residual},
                        {"cell_imbalance", solution.report.cell_imbalance},
                        {"setup_s", setup_s},
                        {"solve_s", solve_s}};
    return output;
}

}  // namespace

int main() {
    hacthanh::flush_denormals_to_zero();
    try {
        std::cout << solve(json::parse(std::cin)).dump() << "\n";
        return 0;
    } catch (hacthanh::InputError const& error) {
        hacthanh::log::error("{}", error.what());
        return 2;
    } catch (json::exception const& error) {
        hacthanh::log::error("standard input: {}", error.what());
        return 2;
    } catch (std::exception const& error) {
        hacthanh::log::error("{}", error.what());
        return 1;
    }
}
