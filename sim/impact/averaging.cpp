#include "sim/impact/averaging.hpp"

namespace hacthanh::impact {

Text name(Averaging averaging) {
    switch (averaging) {
        case Averaging::hour: return {"1-h mean", "trung bình 1 giờ"};
        case Averaging::hours_8: return {"8-h mean", "trung bình 8 giờ"};
        case Averaging::day: return {"24-h mean", "trung bình 24 giờ"};
        case Averaging::year: return {"annual mean", "trung bình năm"};
    }
    return {};
}

}  // namespace hacthanh::impact
