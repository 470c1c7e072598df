#include "sim/study/slot_times.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <queue>
#include <vector>

namespace hacthanh::study {

double wall_on_slots(std::span<double const> work_s, int slots) {
    std::priority_queue<double, std::vector<double>, std::greater<>> free_at;
    for (std::size_t n = 0; n < std::min(work_s.size(), static_cast<std::size_t>(slots)); ++n) free_at.push(0);
    double last = 0;
    for (double const length : work_s) {
        double const end = free_at.top() + length;
        free_at.pop();
        free_at.push(end);
        last = std::max(last, end);
    }
    return last;
}

}  // namespace hacthanh::study
