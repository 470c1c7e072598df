#include "io/detail/run_means.hpp"

#include "io/detail/netcdf.hpp"
#include "io/detail/result_terms.hpp"

#include <cmath>

namespace hacthanh::io::detail {
namespace {

bool counts(float value) { return value != fill_value && !std::isnan(value); }

}  // namespace

void RunMean::add(std::span<float const> values, double duration_s) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!counts(values[i])) continue;
        sum_[i] += static_cast<double>(values[i]) * duration_s;
        weight_[i] += duration_s;
    }
}

void RunMean::add(std::span<float const> values, std::span<float const> weights, double duration_s) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!counts(values[i]) || !counts(weights[i])) continue;
        double const weight = static_cast<double>(weights[i]) * duration_s;
        sum_[i] += static_cast<double>(values[i]) * weight;
        weight_[i] += weight;
    }
}

std::vector<float> RunMean::value() const {
    std::vector<float> means(sum_.size(), fill_value);
    for (std::size_t i = 0; i < sum_.size(); ++i)
        if (weight_[i] > 0) means[i] = static_cast<float>(sum_[i] / weight_[i]);
    return means;
}

RunMeans::RunMeans(std::vector<std::string> species, std::size_t n_surface_cells, std::size_t n_roads)
    : species_(std::move(species)),
      surface_(species_.size(), RunMean(n_surface_cells)),
      emission_(species_.size(), RunMean(n_roads)),
      vehicles_(n_roads),
      speed_(n_roads),
      flow_(n_roads),
      has_roads_(n_roads > 0) {}

void RunMeans::add_roads(RoadRows const& rows, double duration_s) {
    vehicles_.add(rows.vehicles, duration_s);
    speed_.add(rows.speed, rows.vehicles, duration_s);
    flow_.add(rows.flow, duration_s);
    for (std::size_t s = 0; s < species_.size(); ++s) emission_[s].add(rows.emission[s], duration_s);
}

void RunMeans::write(SeriesTable& series) const {
    auto const put = [&](std::string const& variable, RunMean const& mean) {
        std::vector<float> const values = mean.value();
        hdf5::write<float>(series.at(variable), values);
    };
    for (std::size_t s = 0; s < species_.size(); ++s) put(surface_mean_name(species_[s]), surface_[s]);
    if (!has_roads_) return;
    put(mean_name(vehicles_name), vehicles_);
    put(mean_name(speed_name), speed_);
    put(mean_name(flow_name), flow_);
    for (std::size_t s = 0; s < species_.size(); ++s) put(mean_name(emission_name(species_[s])), emission_[s]);
}

}  // namespace hacthanh::io::detail
