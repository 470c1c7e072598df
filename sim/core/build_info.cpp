#include "sim/core/build_info.hpp"

#include <hacthanh_build_info.inc>

namespace hacthanh {

BuildInfo const& build_info() {
    static BuildInfo const info{HACTHANH_BUILD_VERSION,  HACTHANH_BUILD_COMMIT, HACTHANH_BUILD_DIRTY,
                                HACTHANH_BUILD_COMPILER, HACTHANH_BUILD_TYPE,   HACTHANH_BUILD_FLAGS,
                                HACTHANH_BUILD_LIBRARIES};
    return info;
}

}  // namespace hacthanh
