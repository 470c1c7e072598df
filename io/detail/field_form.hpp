#pragma once
/// The shape of a variable of results as netCDF-4 knows it, taken from one file and given to another.

#include "io/detail/netcdf.hpp"
#include "io/hdf5.hpp"

#include <map>
#include <string>
#include <vector>

namespace hacthanh::io::detail {

/// A dimension, and its variable if it has one.
struct AxisForm {
    std::string name;
    hsize_t size = 0;
    std::vector<double> values;   ///< empty: it has no variable of numbers
    TextAttributes attributes;    ///< units, standard_name …
    std::string bounds;           ///< the variable of its cells' borders; empty: none
    std::vector<double> borders;  ///< size x 2

    bool operator==(AxisForm const&) const = default;
};

/// A floating-point variable.
struct FieldForm {
    std::string name;
    std::vector<AxisForm> axes;
    TextAttributes attributes;  ///< units, long_name, grid_mapping …

    hdf5::Extent dims() const;
    /// Text of an attribute; empty when there is none.
    std::string attribute(std::string const& key) const;
};

/// Throws InputError when the file has no such floating-point variable on named axes.
FieldForm form_of(hdf5::File const& file, std::string const& field);

/// Gives the axes of several fields to one new file, each once. Close it (destroy it) before the file.
class FormWriter {
public:
    explicit FormWriter(hid_t root) : root_(root) {}

    /// What the file says of itself and of its coordinates as a whole, from a member.
    void copy_head(hdf5::File const& from);
    /// Axes of the field, after those of `leading`.
    std::vector<Dimension const*> axes(FieldForm const& form, std::vector<Dimension const*> leading);

private:
    Dimension const& axis(AxisForm const& form);

    hid_t root_;
    std::map<std::string, Dimension> made_;
};

}  // namespace hacthanh::io::detail
