#include "io/member_index.hpp"

#include "io/hdf5.hpp"
#include "io/replace_file.hpp"
#include "sim/core/error.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;

constexpr float fill = 9.96921e36F;  // as in results
constexpr std::array axes = {"time", "z", "y", "x"};

/// What all members must share.
struct Frame {
    std::vector<std::vector<double>> axes;
    std::vector<hdf5::Extent> dims;  ///< of the fields

    bool operator==(Frame const&) const = default;
};

hdf5::Handle open_variable(hdf5::File const& file, std::string const& name) {
    validate(hdf5::exists(file.id(), name), file.path(), "has no variable " + name,
             "ask for variables that every member's output holds");
    return hdf5::open_dataset(file.id(), name);
}

Frame frame_of(fs::path const& path, std::vector<std::string> const& fields) {
    hdf5::File const file = hdf5::File::open(path.string());
    Frame frame;
    for (auto const* axis : axes) frame.axes.push_back(hdf5::read<double>(open_variable(file, axis).get()));
    for (std::string const& field : fields) {
        hdf5::Handle const variable = open_variable(file, field);
        hdf5::Handle const type = hdf5::checked(H5Dget_type(variable.get()), H5Tclose, field);
        frame.dims.push_back(hdf5::dims_of(variable.get()));
        validate(H5Tget_class(type.get()) == H5T_FLOAT && !frame.dims.back().empty(), path.string(),
                 field + " is no floating-point field", "ask for a concentration");
    }
    return frame;
}

/// The axes and shapes that every member with a result has.
Frame common_frame(fs::path const& folder, std::vector<IndexedMember> const& members,
                   std::vector<std::string> const& fields) {
    IndexedMember const* first = nullptr;
    Frame common;
    for (IndexedMember const& member : members) {
        if (!member.missing.empty()) continue;
        Frame const frame = frame_of(folder / member.result, fields);
        if (first == nullptr) {
            first = &member;
            common = frame;
        }
        for (std::size_t a = 0; a < axes.size(); ++a)
            validate(frame.axes[a] == common.axes[a], (folder / member.result).string(),
                     "member " + member.id + " has another axis " + axes[a] + " than member " + first->id +
                         " (cells and times must be the same)",
                     "give studies over meshes or hours a folder each");
        validate(frame == common, (folder / member.result).string(),
                 "member " + member.id + " has fields of another shape than member " + first->id);
    }
    validate(first != nullptr, folder.string(), "no member has a result", "run the study first");
    return common;
}

/// One array (member, ...) that reads from the members' files.
void add_field(hdf5::File const& file, std::string const& field, hdf5::Extent const& dims,
               std::vector<IndexedMember> const& members) {
    hdf5::Extent whole = {members.size()};
    whole.insert(whole.end(), dims.begin(), dims.end());
    auto const rank = static_cast<int>(whole.size());
    hdf5::Handle const space = hdf5::checked(H5Screate_simple(rank, whole.data(), nullptr), H5Sclose, field);
    hdf5::Handle const source = hdf5::checked(H5Screate_simple(rank - 1, dims.data(), nullptr), H5Sclose, field);
    hdf5::Handle const list = hdf5::checked(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, field);
    hdf5::check(H5Pset_obj_track_times(list.get(), false), "time stamps");
    hdf5::check(H5Pset_attr_creation_order(list.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
                "creation order");
    hdf5::check(H5Pset_fill_value(list.get(), H5T_NATIVE_FLOAT, &fill), "fill value");
    hdf5::Extent start(whole.size(), 0);
    hdf5::Extent count = whole;
    count[0] = 1;
    for (std::size_t m = 0; m < members.size(); ++m) {
        if (!members[m].missing.empty()) continue;
        start[0] = m;
        hdf5::check(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
                    field);
        hdf5::check(H5Pset_virtual(list.get(), space.get(), members[m].result.generic_string().c_str(),
                                   ("/" + field).c_str(), source.get()),
                    field);
    }
    hdf5::check(H5Sselect_all(space.get()), field);
    hdf5::Handle const made = hdf5::checked(
        H5Dcreate2(file.id(), field.c_str(), H5T_IEEE_F32LE, space.get(), H5P_DEFAULT, list.get(), H5P_DEFAULT),
        H5Dclose, field);
    hdf5::set_attribute(made.get(), "_FillValue", fill);
}

void add_strings(hdf5::File const& file, std::string const& name, std::vector<std::string> const& values) {
    hdf5::Handle const type = hdf5::string_type();
    hdf5::write_strings(hdf5::create_dataset(file.id(), name, type.get(), {.dims = {values.size()}}).get(), values);
}

void add_members(hdf5::File const& file, std::vector<IndexedMember> const& members) {
    std::vector<std::string> ids;
    std::vector<std::string> reasons;
    std::vector<std::int8_t> present;
    for (IndexedMember const& member : members) {
        ids.push_back(member.id);
        reasons.push_back(member.missing);
        present.push_back(member.missing.empty() ? 1 : 0);
    }
    add_strings(file, "member_id", ids);
    add_strings(file, "member_missing", reasons);
    hdf5::create_with(file.id(), "member_present", std::span<std::int8_t const>(present));
}

}  // namespace

void write_member_index(fs::path const& index, std::vector<IndexedMember> const& members,
                        std::vector<std::string> const& fields) {
    for (IndexedMember const& member : members)
        validate(!member.missing.empty() || member.result.is_relative(), member.result.string(),
                 "member " + member.id + " has an absolute path (it must be relative to the index)");
    Frame const frame = common_frame(index.parent_path(), members, fields);
    replace_file(index, [&](fs::path const& part) {
        hdf5::File file = hdf5::File::create(part.string());
        add_members(file, members);
        for (std::size_t a = 0; a < axes.size(); ++a)
            hdf5::create_with(file.id(), axes[a], std::span<double const>(frame.axes[a]));
        for (std::size_t f = 0; f < fields.size(); ++f) add_field(file, fields[f], frame.dims[f], members);
        file.close();
    });
}

}  // namespace hacthanh::io
