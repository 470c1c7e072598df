#include "sim/dispersion/particle_transport.hpp"

#include "sim/core/aligned_array.hpp"
#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"
#include "sim/core/random.hpp"
#include "sim/dispersion/detail/move_particles.hpp"
#include "sim/dispersion/detail/particle_cells.hpp"
#include "sim/dispersion/detail/particle_cloud.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numbers>
#include <utility>

namespace hacthanh::dispersion {
namespace {

constexpr double sigma_w_over_friction = 1.3;  ///< [1] Panofsky et al. 1977, doi:10.1007/BF02186086
constexpr std::uint32_t release_key = 0x72656c65;

}  // namespace

double structure_constant(double schmidt_number) { return 2 * std::pow(sigma_w_over_friction, 4) * schmidt_number; }

class ParticleTransport::Engine {
public:
    Engine(ParticleOptions const& options, mesh::CityMesh const& mesh, std::vector<Removal> removal,
           Parallel const& parallel)
        : options_(options), mesh_(mesh), removal_(std::move(removal)), parallel_(parallel), cloud_(removal_.size()) {}

    void set_removal(std::vector<Removal> removal) { removal_ = std::move(removal); }

    void set_flow(state::WindField const& wind, state::ParticleTurbulence const& turbulence, double wind_from_deg) {
        double const angle = wind_from_deg * std::numbers::pi / 180;
        cells_ = detail::particle_cells(wind, turbulence, -std::sin(angle), -std::cos(angle),
                                        options_.structure_constant, mesh_, parallel_);
    }

    TransportReport advance(state::ConcentrationField& concentration, state::EmissionField const& emission,
                            state::InflowConcentration const& inflow, double duration_s) {
        std::size_t const n_species = removal_.size();
        TransportReport report;
        report.species.resize(n_species);
        release(emission, duration_s, report);
        auto const samples = static_cast<std::size_t>(std::max(1.0, std::ceil(duration_s / options_.sample_s - 1e-9)));
        Counts counts(n_species, mesh_.n_cells());
        std::vector<double> quantum(n_species);
        for (std::size_t s = 0; s < n_species; ++s) {
            double total = 0;
            for (std::size_t n = 0; n < cloud_.size(); ++n) total += static_cast<double>(cloud_.mass(s)[n]);
            quantum[s] = std::max(total, 1e-300) * static_cast<double>(samples) * 0x1p-60;
        }
        for (std::size_t k = 0; k < samples; ++k) {
            report.steps += detail::move_particles(cloud_, cells_, mesh_, options_.time_step, options_.seed,
                                                   duration_s / static_cast<double>(samples), parallel_);
            if (std::ranges::any_of(removal_, [](Removal const& r) { return r.deposition_velocity > 0; }))
                deposit(report);
            decay(duration_s / static_cast<double>(samples), report);
            book_gone(report);
            sample(quantum, counts);
        }
        for (std::size_t s = 0; s < n_species; ++s) {
            auto const background = static_cast<float>(inflow[s]);
            float* const values = concentration.species[s].data();
            double const weight = quantum[s] / static_cast<double>(samples);
            std::size_t const layer = mesh_.nx() * mesh_.ny();
            parallel_.for_blocks(mesh_.n_cells(), 1 << 16, [&](std::size_t begin, std::size_t end) {
                for (std::size_t c = begin; c < end; ++c)
                    values[c] = mesh_.is_open(c)
                                    ? background + static_cast<float>(static_cast<double>(counts.of(s)[c]) * weight /
                                                                      mesh_.layer_cell_volume(c / layer))
                                    : 0.0F;
            });
            double in_air = 0;
            for (std::size_t n = 0; n < cloud_.size(); ++n) in_air += static_cast<double>(cloud_.mass(s)[n]);
            report.species[s].in_domain = in_air;
        }
        ++calls_;
        return report;
    }

    std::size_t n_particles() const { return cloud_.size(); }

private:
    /// Whole numbers: their sum does not depend on the order of threads.
    struct Counts {
        Counts(std::size_t n_species, std::size_t n_cells) : species(n_species, AlignedArray<std::int64_t>(n_cells)) {}
        AlignedArray<std::int64_t>& of(std::size_t s) { return species[s]; }
        std::vector<AlignedArray<std::int64_t>> species;
    };

    void release(state::EmissionField const& emission, double duration_s, TransportReport& report) {
        std::size_t const n_species = removal_.size();
        std::vector<double> total(n_species, 0.0);
        for (std::size_t s = 0; s < n_species; ++s)
            for (std::size_t c = 0; c < emission.species(s).size(); ++c) {
                double const mass = emission.species(s)[c];
                if (!(mass >= 0) || !std::isfinite(mass) || (mass > 0 && !mesh_.is_open(c)))
                    throw SolverError(fmt::format("emission of {} kg in cell {} cannot be released", mass, c));
                total[s] += mass;
            }
        double const wanted = options_.particles_per_s * duration_s;
        double const active = static_cast<double>(std::ranges::count_if(total, [](double t) { return t > 0; }));
        std::vector<float> masses(n_species);
        for (std::size_t c = 0; c < emission.species(0).size(); ++c) {
            double share = 0;
            for (std::size_t s = 0; s < n_species; ++s)
                if (total[s] > 0) share += emission.species(s)[c] / total[s] / active;
            if (share <= 0) continue;
            auto const cell = static_cast<std::uint32_t>(c);
            double const chance = static_cast<double>(uniform(words(cell, 0, 0)[0]));
            auto const count = static_cast<std::uint32_t>(std::max(1.0, std::floor(share * wanted + chance)));
            for (std::size_t s = 0; s < n_species; ++s)
                masses[s] = static_cast<float>(emission.species(s)[c] / static_cast<double>(count));
            for (std::uint32_t n = 0; n < count; ++n) release_one(cell, n, count, masses, duration_s);
            for (std::size_t s = 0; s < n_species; ++s)
                report.species[s].emitted += static_cast<double>(masses[s]) * static_cast<double>(count);
        }
    }

    std::array<std::uint32_t, 4> words(std::uint32_t cell, std::uint32_t n, std::uint32_t set) const {
        return philox({cell, n, calls_, set}, {options_.seed, release_key});
    }

    void release_one(std::uint32_t cell, std::uint32_t n, std::uint32_t count, std::span<float const> masses,
                     double duration_s) {
        auto const places = words(cell, n, 1);
        auto const normals = words(cell, n, 2);
        float const place[3] = {uniform(places[0]), uniform(places[1]), uniform(places[2])};
        auto const radius = [&](int k) {
            return std::sqrt(-2 * std::log(static_cast<double>(uniform(normals[static_cast<std::size_t>(k)]))));
        };
        auto const angle = [&](int k) {
            return 2 * std::numbers::pi * static_cast<double>(uniform(normals[static_cast<std::size_t>(k)]));
        };
        float const speed[3] = {static_cast<float>(radius(0) * std::cos(angle(1))),
                                static_cast<float>(radius(0) * std::sin(angle(1))),
                                static_cast<float>(radius(2) * std::cos(angle(3)))};
        double const moment = (n + static_cast<double>(uniform(places[3]))) / count;
        cloud_.add(cell, place, speed, static_cast<float>(moment * duration_s), masses);
    }

    void deposit(TransportReport& report) {
        auto& contact = cloud_.contact();
        for (std::size_t s = 0; s < removal_.size(); ++s) {
            double const factor = 2 * removal_[s].deposition_velocity * std::sqrt(std::numbers::pi / 2);
            auto& mass = cloud_.mass(s);
            for (std::size_t n = 0; n < cloud_.size(); ++n) {
                if (contact[n] <= 0) continue;
                auto const kept = static_cast<float>(static_cast<double>(mass[n]) *
                                                     std::exp(-factor * static_cast<double>(contact[n])));
                report.species[s].deposited += static_cast<double>(mass[n]) - static_cast<double>(kept);
                mass[n] = kept;
            }
        }
        std::ranges::fill(contact, 0.0F);
    }

    /// First-order loss of what is in the air; a particle released in this span counts as old as the others, an error
    /// of rate x span / 2 of its mass.
    void decay(double span_s, TransportReport& report) {
        for (std::size_t s = 0; s < removal_.size(); ++s) {
            if (!(removal_[s].loss_rate > 0)) continue;
            double const kept_share = std::exp(-removal_[s].loss_rate * span_s);
            auto& mass = cloud_.mass(s);
            for (std::size_t n = 0; n < cloud_.size(); ++n) {
                if (!cloud_.is_released(n)) continue;
                auto const kept = static_cast<float>(static_cast<double>(mass[n]) * kept_share);
                report.species[s].lost += static_cast<double>(mass[n]) - static_cast<double>(kept);
                mass[n] = kept;
            }
        }
    }

    void book_gone(TransportReport& report) {
        bool any = false;
        for (std::size_t n = 0; n < cloud_.size(); ++n) {
            if (!cloud_.is_gone(n)) continue;
            any = true;
            for (std::size_t s = 0; s < removal_.size(); ++s)
                report.species[s].outflow += static_cast<double>(cloud_.mass(s)[n]);
        }
        if (any) cloud_.remove_gone();
    }

    void sample(std::vector<double> const& quantum, Counts& counts) {
        parallel_.for_blocks(cloud_.size(), 8192, [&](std::size_t begin, std::size_t end) {
            for (std::size_t n = begin; n < end; ++n) {
                if (!cloud_.is_released(n)) continue;
                std::uint32_t const cell = cloud_.cell(n);
                for (std::size_t s = 0; s < quantum.size(); ++s) {
                    auto const parts = std::llround(static_cast<double>(cloud_.mass(s)[n]) / quantum[s]);
                    std::atomic_ref(counts.of(s)[cell]).fetch_add(parts, std::memory_order_relaxed);
                }
            }
        });
    }

    ParticleOptions options_;
    mesh::CityMesh const& mesh_;
    std::vector<Removal> removal_;
    Parallel const& parallel_;
    AlignedArray<detail::CellRecord> cells_;
    detail::ParticleCloud cloud_;
    std::uint32_t calls_ = 0;
};

ParticleTransport::ParticleTransport(ParticleOptions const& options, state::WindField const& wind,
                                     state::ParticleTurbulence const& turbulence, double wind_from_deg,
                                     mesh::CityMesh const& mesh, std::vector<Removal> removal, Parallel const& parallel)
    : engine_(std::make_unique<Engine>(options, mesh, std::move(removal), parallel)) {
    HACTHANH_EXPECT(options.particles_per_s > 0 && options.time_step > 0 && options.time_step <= 0.5);
    HACTHANH_EXPECT(options.sample_s > 0 && options.structure_constant > 0);
    engine_->set_flow(wind, turbulence, wind_from_deg);
}
ParticleTransport::ParticleTransport(ParticleTransport&&) noexcept = default;
ParticleTransport::~ParticleTransport() = default;

void ParticleTransport::set_flow(state::WindField const& wind, state::ParticleTurbulence const& turbulence,
                                 double wind_from_deg) {
    engine_->set_flow(wind, turbulence, wind_from_deg);
}

void ParticleTransport::set_removal(std::vector<Removal> removal) { engine_->set_removal(std::move(removal)); }

TransportReport ParticleTransport::advance(state::ConcentrationField& concentration,
                                           state::EmissionField const& emission,
                                           state::InflowConcentration const& inflow, double duration_s) {
    return engine_->advance(concentration, emission, inflow, duration_s);
}

std::size_t ParticleTransport::n_particles() const { return engine_->n_particles(); }

char const* ParticleTransport::kernel_name() const { return detail::best_particle_kernels().name; }

}  // namespace hacthanh::dispersion
