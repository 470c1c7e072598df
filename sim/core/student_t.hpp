#pragma once

#include <cstddef>

namespace hacthanh {

/// The two-sided 95 % quantile of Student's t: to 0.001 up to 30 degrees of freedom (tables), above by the first term
/// of the expansion in 1/n (Abramowitz & Stegun 1964, 26.7.5). Infinite for 0.
double student_t_95(std::size_t degrees_of_freedom);

}  // namespace hacthanh
