#pragma once

#include "sim/state/vehicle_states.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace hacthanh::traffic {

/// Where one slot's arrays lie, for the writer. Every array has room for the capacity of the slot.
struct VehicleArrays {
    std::uint32_t* vehicle;
    std::uint32_t* edge;  ///< index into StartedMessage::edges, or Id::unset
    std::uint32_t* type;
    double* x_from;
    double* y_from;
    double* x;
    double* y;
    double* z;
    double* speed;
    double* acceleration;
    std::array<double*, n_reported> emission_rate;  ///< [kg/s]
};

/// Memory that the program and its traffic worker share: a ring of slots, each with the vehicles of one step as
/// arrays of a fixed capacity. The file behind it is anonymous and sparse: only pages that were written cost memory.
class SharedSnapshots {
public:
    /// Makes the memory. Throws RunError when the system refuses.
    SharedSnapshots(std::uint32_t n_slots, std::uint32_t capacity);
    /// Maps memory made by another process. Takes over the file descriptor.
    SharedSnapshots(int file_descriptor, std::uint32_t n_slots, std::uint32_t capacity);
    SharedSnapshots(SharedSnapshots const&) = delete;
    SharedSnapshots& operator=(SharedSnapshots const&) = delete;
    ~SharedSnapshots();

    int file_descriptor() const { return fd_; }
    std::uint32_t n_slots() const { return n_slots_; }
    std::uint32_t capacity() const { return capacity_; }

    VehicleArrays arrays(std::uint32_t slot) const;
    /// The first n vehicles of a slot; the caller adds times.
    state::VehicleStates states(std::uint32_t slot, std::size_t n) const;

private:
    void map();
    std::size_t slot_bytes() const;

    int fd_ = -1;
    std::uint32_t n_slots_;
    std::uint32_t capacity_;
    std::byte* memory_ = nullptr;
};

}  // namespace hacthanh::traffic
