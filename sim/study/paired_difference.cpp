#include "sim/study/paired_difference.hpp"

#include "sim/core/contracts.hpp"
#include "sim/core/student_t.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hacthanh::study {

std::string_view name(Verdict verdict) {
    switch (verdict) {
        case Verdict::no_change: return "no change";
        case Verdict::too_few_pairs: return "not distinguishable (fewer than 5 pairs)";
        case Verdict::not_distinguishable: return "not distinguishable (seeds)";
        case Verdict::within_systematic: return "not distinguishable (inputs)";
        case Verdict::below_least_share: return "not distinguishable (< 5 %)";
        case Verdict::less: return "less";
        case Verdict::more: return "more";
        case Verdict::not_valid: return "not valid";
    }
    return "";
}

std::string_view name_vi(Verdict verdict) {
    switch (verdict) {
        case Verdict::no_change: return "không đổi";
        case Verdict::too_few_pairs: return "chưa phân biệt được (chưa đủ 5 cặp)";
        case Verdict::not_distinguishable: return "chưa phân biệt được (ngẫu nhiên)";
        case Verdict::within_systematic: return "chưa phân biệt được (sai số đầu vào)";
        case Verdict::below_least_share: return "chưa phân biệt được (< 5 %)";
        case Verdict::less: return "giảm";
        case Verdict::more: return "tăng";
        case Verdict::not_valid: return "không hợp lệ";
    }
    return "";
}

PairedDifference paired_difference(std::span<double const> base, std::span<double const> variant, bool valid) {
    HACTHANH_EXPECT(base.size() == variant.size());
    PairedDifference result;
    result.pairs = base.size();
    if (base.empty()) return result;
    auto const n = static_cast<double>(base.size());
    bool equal = true;
    for (std::size_t i = 0; i < base.size(); ++i) {
        result.base += base[i] / n;
        result.mean += (variant[i] - base[i]) / n;
        equal = equal && variant[i] == base[i];
    }
    double squares = 0;
    for (std::size_t i = 0; i < base.size(); ++i) {
        double const off = variant[i] - base[i] - result.mean;
        squares += off * off;
    }
    result.half_width = std::numeric_limits<double>::infinity();
    if (base.size() > 1) result.half_width = student_t_95(base.size() - 1) * std::sqrt(squares / (n - 1) / n);
    if (!valid)
        result.verdict = Verdict::not_valid;
    else if (equal)
        result.verdict = Verdict::no_change;
    else if (base.size() < least_pairs)
        result.verdict = Verdict::too_few_pairs;
    else if (result.low() <= 0 && result.high() >= 0)
        result.verdict = Verdict::not_distinguishable;
    else
        result.verdict = result.mean < 0 ? Verdict::less : Verdict::more;
    return result;
}

}  // namespace hacthanh::study
