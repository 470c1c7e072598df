#pragma once

#include "sim/dispersion/detail/particle_kernels.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hacthanh::dispersion::detail {

/// Particles of a run. The order is that of their release.
class ParticleCloud {
public:
    explicit ParticleCloud(std::size_t n_species) : mass_(n_species) {}

    std::size_t size() const { return size_; }
    std::size_t n_species() const { return mass_.size(); }

    /// Adds a particle. @param wait_s  until it is released [s]  @param masses  one per species [kg]
    void add(std::uint32_t cell, std::span<float const, 3> place, std::span<float const, 3> speed, float wait_s,
             std::span<float const> masses);

    /// Gives everyone the time of a step, less what it waits for; the arrays are padded to whole groups.
    void begin_step(float step_s);
    bool is_released(std::size_t n) const { return released_[n] != 0; }

    ParticleArrays arrays();
    std::uint32_t cell(std::size_t n) const { return cell_[n]; }
    bool is_gone(std::size_t n) const { return gone_[n] != 0; }
    std::vector<float>& mass(std::size_t species) { return mass_[species]; }
    std::vector<float> const& mass(std::size_t species) const { return mass_[species]; }
    std::vector<float>& contact() { return contact_; }

    /// Takes out those that left the mesh, the others keep their order.
    void remove_gone();

private:
    void resize(std::size_t n);

    std::size_t size_ = 0;
    std::uint32_t next_id_ = 0;
    std::vector<std::uint32_t> cell_, id_, draws_, gone_, released_;
    std::vector<float> place_[3], speed_[3], time_left_, wait_, contact_;
    std::vector<std::vector<float>> mass_;
};

}  // namespace hacthanh::dispersion::detail
