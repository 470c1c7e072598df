#include "io/wind_reader.hpp"

#include "io/detail/netcdf.hpp"
#include "io/hdf5.hpp"
#include "io/schema.hpp"
#include "sim/core/error.hpp"

#include <unistd.h>

#include <limits>

namespace hacthanh::io {
namespace {

std::vector<float> speeds(hid_t root, char const* name, std::size_t n) {
    auto values = hdf5::read<float>(hdf5::open_dataset(root, name).get());
    if (values.size() != n) throw RunError(std::string(name) + " has not one value per cell");
    for (float& value : values)
        if (value == detail::fill_value) value = std::numeric_limits<float>::quiet_NaN();
    return values;
}

}  // namespace

StoredWind read_wind(std::string const& path) {
    constexpr char const* remedy = "name a file that `hacthanh wind` wrote";
    validate(access(path.c_str(), R_OK) == 0, path, "no such file, or it may not be read", remedy);
    try {
        auto const file = hdf5::File::open(path);
        hid_t const root = file.id();
        validate(
            hdf5::has_attribute(root, "file_type") && hdf5::read_text_attribute(root, "file_type") == "hacthanh wind",
            path, "is no wind of this program", remedy);
        require_schema(path, "wind", hdf5::read_text_attribute(root, "schema"), wind_schema);
        auto const axis = [root](char const* name) { return hdf5::read<double>(hdf5::open_dataset(root, name).get()); };
        StoredWind wind{axis("x"), axis("y"), axis("z"), {}, {}, {}};
        std::size_t const n = wind.x_centre.size() * wind.y_centre.size() * wind.z_centre.size();
        wind.east = speeds(root, "u", n);
        wind.north = speeds(root, "v", n);
        wind.up = speeds(root, "w", n);
        return wind;
    } catch (InputError const&) {
        throw;
    } catch (std::exception const& error) {
        throw InputError(path, std::string("is damaged or no wind file (") + error.what() + ")", remedy);
    }
}

}  // namespace hacthanh::io
