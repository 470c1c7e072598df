#include "io/detail/field_form.hpp"

#include "sim/core/error.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace hacthanh::io::detail {
namespace {

constexpr std::string_view no_variable = "This is a netCDF dimension but not a netCDF variable";
constexpr auto borders_axis = "nv";

hdf5::Handle type_of(hid_t dataset) { return hdf5::checked(H5Dget_type(dataset), H5Tclose, "type"); }

/// The texts among the attributes, but for those that netCDF-4 keeps for itself.
TextAttributes texts_of(hid_t object) {
    TextAttributes texts;
    auto const take = [](hid_t from, char const* name, H5A_info_t const*, void* into) -> herr_t {
        hdf5::Handle const attribute(H5Aopen(from, name, H5P_DEFAULT), H5Aclose);
        hdf5::Handle const type(H5Aget_type(attribute.get()), H5Tclose);
        std::string_view const key = name;
        if (H5Tget_class(type.get()) == H5T_STRING && H5Tis_variable_str(type.get()) == 0 && key != "CLASS" &&
            key != "NAME")
            static_cast<std::vector<std::string>*>(into)->emplace_back(name);
        return 0;
    };
    std::vector<std::string> names;
    hdf5::check(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, nullptr, take, &names), "attributes");
    for (auto const& name : names) texts.emplace_back(name, hdf5::read_text_attribute(object, name));
    return texts;
}

std::string take(TextAttributes& attributes, std::string const& key) {
    auto const found = std::ranges::find(attributes, key, &TextAttributes::value_type::first);
    if (found == attributes.end()) return {};
    std::string text = found->second;
    attributes.erase(found);
    return text;
}

AxisForm axis_of(hdf5::File const& file, std::string const& name, hsize_t size) {
    AxisForm axis{name, size, {}, {}, {}, {}};
    hdf5::Handle const scale = hdf5::open_dataset(file.id(), name);
    std::array<char, no_variable.size() + 1> mark{};
    H5DSget_scale_name(scale.get(), mark.data(), mark.size());
    auto const kind = H5Tget_class(type_of(scale.get()).get());
    if (mark.data() == no_variable || (kind != H5T_FLOAT && kind != H5T_INTEGER)) return axis;
    axis.values = hdf5::read<double>(scale.get());
    axis.attributes = texts_of(scale.get());
    axis.bounds = take(axis.attributes, "bounds");
    if (axis.bounds.empty()) return axis;
    axis.borders = hdf5::read<double>(hdf5::open_dataset(file.id(), axis.bounds).get());
    validate(axis.borders.size() == 2 * size, file.path(), axis.bounds + " does not hold two borders for every " + name,
             "the file is damaged: copy it again, or repeat the run");
    return axis;
}

std::string scale_name(hid_t dataset, unsigned axis) {
    std::string name;
    auto const take = [](hid_t, unsigned, hid_t scale, void* into) -> herr_t {
        std::array<char, 1024> text{};
        H5Iget_name(scale, text.data(), text.size());
        *static_cast<std::string*>(into) = text.data();
        return 1;
    };
    if (H5DSiterate_scales(dataset, axis, nullptr, take, &name) < 0) name.clear();
    return name.empty() ? name : name.substr(1);  // after the root's "/"
}

}  // namespace

hdf5::Extent FieldForm::dims() const {
    hdf5::Extent dims;
    for (auto const& axis : axes) dims.push_back(axis.size);
    return dims;
}

std::string FieldForm::attribute(std::string const& key) const {
    auto const found = std::ranges::find(attributes, key, &TextAttributes::value_type::first);
    return found == attributes.end() ? std::string{} : found->second;
}

FieldForm form_of(hdf5::File const& file, std::string const& field) {
    auto const remedy = "ask for variables that every member's output holds (merge.fields)";
    validate(hdf5::exists(file.id(), field), file.path(), "has no variable " + field, remedy);
    hdf5::Handle const variable = hdf5::open_dataset(file.id(), field);
    auto const dims = hdf5::dims_of(variable.get());
    validate(H5Tget_class(type_of(variable.get()).get()) == H5T_FLOAT && !dims.empty(), file.path(),
             field + " is no floating-point field", "ask for a concentration");
    FieldForm form{field, {}, texts_of(variable.get())};
    for (unsigned a = 0; a < dims.size(); ++a) {
        auto const name = scale_name(variable.get(), a);
        validate(!name.empty(), file.path(), field + " has an axis without a name", remedy);
        form.axes.push_back(axis_of(file, name, dims[a]));
    }
    return form;
}

void FormWriter::copy_head(hdf5::File const& from) {
    for (std::string const key : {"Conventions", "title", "title_vi", "comment", "note_vi", "coordinate_system"})
        if (hdf5::has_attribute(from.id(), key))
            hdf5::set_attribute(root_, key, hdf5::read_text_attribute(from.id(), key));
    if (hdf5::has_attribute(from.id(), "schematic"))
        hdf5::set_attribute(root_, "schematic", hdf5::read_attribute<std::int32_t>(from.id(), "schematic").at(0));
    for (std::string const key : {"network_offset_x_m", "network_offset_y_m"})
        if (hdf5::has_attribute(from.id(), key))
            hdf5::set_attribute(root_, key, hdf5::read_attribute<double>(from.id(), key).at(0));
    if (hdf5::exists(from.id(), "crs"))
        hdf5::check(H5Ocopy(from.id(), "crs", root_, "crs", H5P_DEFAULT, H5P_DEFAULT), from.path() + ": crs");
}

std::vector<Dimension const*> FormWriter::axes(FieldForm const& form, std::vector<Dimension const*> leading) {
    for (auto const& one : form.axes) leading.push_back(&axis(one));
    return leading;
}

Dimension const& FormWriter::axis(AxisForm const& form) {
    if (auto const found = made_.find(form.name); found != made_.end()) return found->second;
    auto attributes = form.attributes;
    if (!form.bounds.empty()) attributes.emplace_back("bounds", form.bounds);
    auto& made = made_[form.name] = form.values.empty() ? bare_dimension(root_, form.name, form.size)
                                                        : coordinate(root_, form.name, form.values, false, attributes);
    if (form.bounds.empty()) return made;
    if (!made_.contains(borders_axis)) made_[borders_axis] = bare_dimension(root_, borders_axis, 2);
    define_with<double>(root_, form.bounds, {&made, &made_[borders_axis]}, {}, form.borders);
    return made;
}

}  // namespace hacthanh::io::detail
