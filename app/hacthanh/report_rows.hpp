#pragma once

#include "app/hacthanh/report_content.hpp"
#include "app/hacthanh/whatif_table.hpp"

#include <vector>

namespace hacthanh::app {

/// An option and what the pairs of runs say of every indicator (names of study::MemberIndicators).
struct ComparedOption {
    io::report::Option option;
    std::vector<ComparedIndicator> indicators;
};

/// Adds options with the rows and tables of their indicators: by pillar, those of the summary chosen.
void add_options(io::report::Content& content, std::vector<ComparedOption> compared);

}  // namespace hacthanh::app
