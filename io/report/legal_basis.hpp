#pragma once

#include "sim/core/language.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace hacthanh::io::report {

/// A document that a report rests on.
struct LegalReference {
    Text document;
    std::chrono::year_month_day issued;
    Text about;
    char evidence = 'M';  ///< S, C, D or M
};

/// Those of io/report/legal_basis.csv that were issued on or before `day`; references to one place only when
/// `title_vi` names it, whichever way it is spelt (Thanh Hoá, Thanh Hóa).
std::vector<LegalReference> legal_basis(std::chrono::year_month_day day, std::string_view title_vi);

}  // namespace hacthanh::io::report
