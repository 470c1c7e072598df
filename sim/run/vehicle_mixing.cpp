#include "sim/run/vehicle_mixing.hpp"

#include "sim/core/constants.hpp"
#include "sim/core/contracts.hpp"
#include "sim/dispersion/street_air.hpp"
#include "sim/run/street_model.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace hacthanh::run {
namespace {

constexpr double window_s = 300;          ///< of traffic that acts in the next; a few signal cycles; our choice
constexpr double sigma_up = 1.3;          ///< sigma_w over u* [1]; Panofsky & Dutton 1984
constexpr double reach_in_wakes = 10;     ///< above it the wind's own mixing rules; our choice
constexpr double clock_tolerance = 1e-6;  ///< [s]

}  // namespace

VehicleMixing::VehicleMixing(scenario::Scenario const& scenario, city::City const& city, mesh::CityMesh const& mesh,
                             std::vector<char> const& held)
    : mesh_(&mesh), schmidt_number_(scenario.dispersion.schmidt_number) {
    if (!scenario.dispersion.vehicle_mixing || scenario.dispersion.model != "finite_volume") return;
    std::map<std::size_t, std::size_t> places;
    for (std::size_t road = 0; road < city.roads.size(); ++road) {
        if (held[road] != 0) continue;
        Crossing crossing{road, {}};
        for (auto const& [column, share] : column_shares(city.roads[road].axis, mesh)) {
            auto const [place, is_new] = places.try_emplace(column, columns_.size());
            if (is_new) columns_.push_back(column);
            crossing.columns.emplace_back(place->second, share);
        }
        if (!crossing.columns.empty()) roads_.push_back(std::move(crossing));
    }
    sum_.assign(columns_.size(), 0.0);
    square_.assign(columns_.size(), 0.0);
}

void VehicleMixing::set_flow(state::Flow const& flow) {
    wind_ = &flow;
    stirred_.reset();
    stir();
}

bool VehicleMixing::add(state::RoadSeries const& roads, double duration_s) {
    if (!on()) return false;
    double const plan_area = mesh_->cell_size() * mesh_->cell_size();
    for (auto const& crossing : roads_) {
        std::array<double, state::n_vehicle_groups> driven{}, speed{};
        for (std::size_t g = 0; g < driven.size(); ++g) {
            double const metres = roads.groups[g].vehicle_metres[crossing.road];
            double const seconds = roads.groups[g].vehicle_seconds[crossing.road];
            driven[g] = metres / duration_s;
            speed[g] = seconds > 0 ? metres / seconds : 0;
        }
        double const sigma = dispersion::vehicle_turbulence(driven, speed, plan_area);
        for (auto const& [place, share] : crossing.columns) sum_[place] += share * sigma * sigma * duration_s;
    }
    counted_s_ += duration_s;
    if (counted_s_ < window_s - clock_tolerance) return false;
    bool const was_still = std::ranges::all_of(square_, [](double s) { return s == 0; });
    for (std::size_t place = 0; place < columns_.size(); ++place) square_[place] = sum_[place] / counted_s_;
    bool const is_still = std::ranges::all_of(square_, [](double s) { return s == 0; });
    std::ranges::fill(sum_, 0.0);
    counted_s_ = 0;
    if (was_still && is_still) return false;
    stir();
    return true;
}

void VehicleMixing::stir() {
    if (std::ranges::all_of(square_, [](double s) { return s == 0; })) {
        stirred_.reset();
        return;
    }
    if (!stirred_) stirred_ = *wind_;
    std::size_t const layer = mesh_->nx() * mesh_->ny();
    auto const& z = mesh_->z_faces();
    auto const calm_z = wind_->turbulence.vertical_diffusivity.z();
    auto const stirred_z = stirred_->turbulence.vertical_diffusivity.z();
    for (std::size_t place = 0; place < columns_.size(); ++place) {
        std::size_t ground = 0;
        while (ground < mesh_->nz() && !mesh_->is_open(ground * layer + columns_[place])) ++ground;
        double const factor = std::sqrt(square_[place]) * constants::von_karman / (sigma_up * schmidt_number_);
        auto const with_vehicles = [&](float calm, double height) {
            double const added = factor * std::min(height, dispersion::wake_height_m);
            return added > 0 ? static_cast<float>(std::hypot(static_cast<double>(calm), added)) : calm;
        };
        for (std::size_t k = ground + 1; k < mesh_->nz(); ++k) {
            std::size_t const face = k * layer + columns_[place];  // below that cell
            double const height = z[k] - z[ground];
            if (height > reach_in_wakes * dispersion::wake_height_m || mesh_->z_aperture(face) <= 0) break;
            stirred_z[face] = with_vehicles(calm_z[face], height);
        }
    }
}

std::vector<double> VehicleMixing::memory() const {
    if (!on()) return {};
    std::vector<double> all{counted_s_};
    all.insert(all.end(), sum_.begin(), sum_.end());
    all.insert(all.end(), square_.begin(), square_.end());
    return all;
}

void VehicleMixing::remember(std::span<double const> memory) {
    HACTHANH_EXPECT(memory.size() == memory_size());
    if (!on()) return;
    counted_s_ = memory[0];
    auto const half = memory.subspan(1, columns_.size());
    std::ranges::copy(half, sum_.begin());
    std::ranges::copy(memory.subspan(1 + columns_.size()), square_.begin());
}

}  // namespace hacthanh::run
