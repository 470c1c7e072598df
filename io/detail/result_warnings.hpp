#pragma once

#include "io/result_reader.hpp"

#include <string>
#include <vector>

namespace hacthanh::io::detail {

inline constexpr char const* not_valid = "không hợp lệ / not valid";

/// The greatest of a number over the species.
double worst(state::RunSummary const& summary, double state::SpeciesSummary::*member);

/// Whether the run lies in another run's air.
bool is_nest(state::Provenance const& provenance);

/// What the reader of the numbers must know.
std::vector<std::string> warnings_of(ResultReader const& result, state::RunSummary const& summary);

}  // namespace hacthanh::io::detail
