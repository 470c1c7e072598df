#include "sim/traffic/shared_snapshots.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/error.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <type_traits>

namespace hacthanh::traffic {

static_assert(sizeof(EdgeId) == sizeof(std::uint32_t) && std::is_trivially_copyable_v<EdgeId>);
static_assert(sizeof(VehicleTypeId) == sizeof(std::uint32_t) && std::is_trivially_copyable_v<VehicleTypeId>);

namespace {

constexpr std::size_t n_integer_arrays = 3;
constexpr std::size_t n_double_arrays = 7 + n_reported;
constexpr std::size_t page = 4096;

/// Room for one array: whole pages, then three cache lines so that the arrays' first elements do not all fall into
/// one set of the level-1 cache (sixteen are written side by side).
std::size_t room(std::size_t bytes) { return (bytes + page - 1) / page * page + 192; }

[[noreturn]] void refuse(char const* what) {
    throw RunError(std::string("cannot share memory with the traffic worker: ") + what + ": " + std::strerror(errno));
}

}  // namespace

SharedSnapshots::SharedSnapshots(std::uint32_t n_slots, std::uint32_t capacity)
    : n_slots_(n_slots), capacity_(capacity) {
    fd_ = memfd_create("hacthanh-traffic", MFD_CLOEXEC);
    if (fd_ < 0) refuse("memfd_create");
    if (ftruncate(fd_, static_cast<off_t>(slot_bytes() * n_slots_)) != 0) refuse("ftruncate");
    map();
}

SharedSnapshots::SharedSnapshots(int file_descriptor, std::uint32_t n_slots, std::uint32_t capacity)
    : fd_(file_descriptor), n_slots_(n_slots), capacity_(capacity) {
    map();
}

SharedSnapshots::~SharedSnapshots() {
    if (memory_ != nullptr) munmap(memory_, slot_bytes() * n_slots_);
    if (fd_ >= 0) ::close(fd_);
}

void SharedSnapshots::map() {
    void* memory = mmap(nullptr, slot_bytes() * n_slots_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd_, 0);
    if (memory == MAP_FAILED) refuse("mmap");
    memory_ = static_cast<std::byte*>(memory);
}

std::size_t SharedSnapshots::slot_bytes() const {
    std::size_t const bytes =
        n_integer_arrays * room(capacity_ * sizeof(std::uint32_t)) + n_double_arrays * room(capacity_ * sizeof(double));
    return (bytes + page - 1) / page * page;
}

VehicleArrays SharedSnapshots::arrays(std::uint32_t slot) const {
    HACTHANH_EXPECT(slot < n_slots_);
    std::byte* next = memory_ + slot * slot_bytes();
    auto const integers = [&] {
        auto* array = reinterpret_cast<std::uint32_t*>(next);
        next += room(capacity_ * sizeof(std::uint32_t));
        return array;
    };
    auto const doubles = [&] {
        auto* array = reinterpret_cast<double*>(next);
        next += room(capacity_ * sizeof(double));
        return array;
    };
    VehicleArrays arrays{};
    for (auto* array : {&arrays.vehicle, &arrays.edge, &arrays.type}) *array = integers();
    for (auto* array :
         {&arrays.x_from, &arrays.y_from, &arrays.x, &arrays.y, &arrays.z, &arrays.speed, &arrays.acceleration})
        *array = doubles();
    for (auto& array : arrays.emission_rate) array = doubles();
    return arrays;
}

state::VehicleStates SharedSnapshots::states(std::uint32_t slot, std::size_t n) const {
    HACTHANH_EXPECT(n <= capacity_);
    VehicleArrays const a = arrays(slot);
    state::VehicleStates states;
    states.vehicle = {a.vehicle, n};
    states.edge = {reinterpret_cast<EdgeId const*>(a.edge), n};
    states.type = {reinterpret_cast<VehicleTypeId const*>(a.type), n};
    states.x_from = {a.x_from, n};
    states.y_from = {a.y_from, n};
    states.x = {a.x, n};
    states.y = {a.y, n};
    states.z = {a.z, n};
    states.speed = {a.speed, n};
    states.acceleration = {a.acceleration, n};
    for (std::size_t p = 0; p < n_reported; ++p) states.emission_rate[p] = {a.emission_rate[p], n};
    return states;
}

}  // namespace hacthanh::traffic
