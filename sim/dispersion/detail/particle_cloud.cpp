#include "sim/dispersion/detail/particle_cloud.hpp"

#include <algorithm>

namespace hacthanh::dispersion::detail {

void ParticleCloud::resize(std::size_t n) {
    std::size_t const padded = (n + particle_lanes - 1) / particle_lanes * particle_lanes;
    for (auto* words : {&cell_, &id_, &draws_, &gone_, &released_}) words->resize(padded, 0);
    for (auto* numbers :
         {&place_[0], &place_[1], &place_[2], &speed_[0], &speed_[1], &speed_[2], &time_left_, &wait_, &contact_})
        numbers->resize(padded, 0.0F);
    for (auto& mass : mass_) mass.resize(padded, 0.0F);
    for (std::size_t pad = n; pad < padded; ++pad) {
        time_left_[pad] = wait_[pad] = 0.0F;
        released_[pad] = 0;
    }
    size_ = n;
}

void ParticleCloud::add(std::uint32_t cell, std::span<float const, 3> place, std::span<float const, 3> speed,
                        float wait_s, std::span<float const> masses) {
    std::size_t const n = size_;
    resize(n + 1);
    cell_[n] = cell;
    id_[n] = next_id_++;
    draws_[n] = gone_[n] = released_[n] = 0;
    contact_[n] = time_left_[n] = 0.0F;
    wait_[n] = wait_s;
    for (std::size_t a = 0; a < 3; ++a) {
        place_[a][n] = place[a];
        speed_[a][n] = speed[a];
    }
    for (std::size_t s = 0; s < mass_.size(); ++s) mass_[s][n] = masses[s];
}

void ParticleCloud::begin_step(float step_s) {
    for (std::size_t n = 0; n < size_; ++n) {
        time_left_[n] = std::max(step_s - wait_[n], 0.0F);
        released_[n] |= wait_[n] < step_s ? 1U : 0U;
        wait_[n] = std::max(wait_[n] - step_s, 0.0F);
    }
}

ParticleArrays ParticleCloud::arrays() {
    return {cell_.data(),
            {place_[0].data(), place_[1].data(), place_[2].data()},
            {speed_[0].data(), speed_[1].data(), speed_[2].data()},
            time_left_.data(),
            id_.data(),
            draws_.data(),
            contact_.data(),
            gone_.data()};
}

void ParticleCloud::remove_gone() {
    std::size_t kept = 0;
    for (std::size_t n = 0; n < size_; ++n) {
        if (gone_[n] != 0) continue;
        if (kept != n) {
            for (auto* words : {&cell_, &id_, &draws_, &gone_, &released_}) (*words)[kept] = (*words)[n];
            for (auto* numbers : {&place_[0], &place_[1], &place_[2], &speed_[0], &speed_[1], &speed_[2], &time_left_,
                                  &wait_, &contact_})
                (*numbers)[kept] = (*numbers)[n];
            for (auto& mass : mass_) mass[kept] = mass[n];
        }
        ++kept;
    }
    resize(kept);
}

}  // namespace hacthanh::dispersion::detail
