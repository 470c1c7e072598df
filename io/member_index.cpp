#include "io/member_index.hpp"

#include "io/detail/field_form.hpp"
#include "io/hdf5.hpp"
#include "io/replace_file.hpp"
#include "io/schema.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <utility>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;
using detail::FieldForm;

std::vector<FieldForm> forms_of(hdf5::File const& file, std::vector<std::string> const& fields) {
    std::vector<FieldForm> forms;
    for (auto const& field : fields) forms.push_back(detail::form_of(file, field));
    return forms;
}

void require_same_axes(FieldForm const& form, FieldForm const& common, std::string const& where,
                       std::string const& member, std::string const& first) {
    validate(form.axes.size() == common.axes.size(), where,
             fmt::format("member {} has {} of another shape than member {}", member, form.name, first));
    for (std::size_t a = 0; a < form.axes.size(); ++a)
        validate(form.axes[a] == common.axes[a], where,
                 fmt::format("member {} has another axis {} than member {} (cells and times must be the same)", member,
                             form.axes[a].name, first),
                 "give studies over meshes or hours a folder each");
}

/// The first member that has a result, and the forms of the fields, which all members share.
std::pair<IndexedMember const*, std::vector<FieldForm>> common_forms(fs::path const& folder,
                                                                     std::vector<IndexedMember> const& members,
                                                                     std::vector<std::string> const& fields) {
    IndexedMember const* first = nullptr;
    std::vector<FieldForm> common;
    for (IndexedMember const& member : members) {
        if (!member.missing.empty()) continue;
        auto const file = hdf5::File::open((folder / member.result).string());
        auto const forms = forms_of(file, fields);
        if (first == nullptr) {
            first = &member;
            common = forms;
        }
        for (std::size_t f = 0; f < forms.size(); ++f)
            require_same_axes(forms[f], common[f], file.path(), member.id, first->id);
    }
    validate(first != nullptr, folder.string(), "no member has a result", "run the study first");
    return {first, common};
}

/// One array (member, ...) that reads from the members' files.
void add_field(hid_t root, FieldForm const& form, std::vector<detail::Dimension const*> const& axes,
               std::vector<IndexedMember> const& members) {
    auto const& field = form.name;
    auto const dims = form.dims();
    hdf5::Extent whole = {members.size()};
    whole.insert(whole.end(), dims.begin(), dims.end());
    auto const rank = static_cast<int>(whole.size());
    hdf5::Handle const space = hdf5::checked(H5Screate_simple(rank, whole.data(), nullptr), H5Sclose, field);
    hdf5::Handle const source = hdf5::checked(H5Screate_simple(rank - 1, dims.data(), nullptr), H5Sclose, field);
    hdf5::Handle const list = hdf5::checked(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, field);
    hdf5::check(H5Pset_obj_track_times(list.get(), false), "time stamps");
    hdf5::check(H5Pset_attr_creation_order(list.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
                "creation order");
    hdf5::check(H5Pset_fill_value(list.get(), H5T_NATIVE_FLOAT, &detail::fill_value), "fill value");
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
        H5Dcreate2(root, field.c_str(), H5T_IEEE_F32LE, space.get(), H5P_DEFAULT, list.get(), H5P_DEFAULT), H5Dclose,
        field);
    for (unsigned a = 0; a < axes.size(); ++a)
        hdf5::check(H5DSattach_scale(made.get(), axes[a]->scale.get(), a), field);
    hdf5::set_attribute(made.get(), "_FillValue", detail::fill_value);
    for (auto const& [key, text] : form.attributes) hdf5::set_attribute(made.get(), key, text);
}

void add_members(hid_t root, detail::Dimension const& axis, std::vector<IndexedMember> const& members) {
    auto const texts = [&](char const* name, char const* meaning, std::string IndexedMember::*what) {
        std::vector<std::string> values;
        for (auto const& member : members) values.push_back(member.*what);
        detail::define_text(root, name, {&axis}, {{"long_name", meaning}}, values);
    };
    auto const numbers = [&](char const* name, char const* meaning, auto const& value) {
        std::vector<std::int64_t> values;
        for (auto const& member : members) values.push_back(value(member));
        detail::define_with<std::int64_t>(root, name, {&axis}, {{"long_name", meaning}, {"units", "1"}}, values);
    };
    texts("member_id", "id in manifest.jsonl", &IndexedMember::id);
    texts("member_missing", "why the member has no values; empty: it has", &IndexedMember::missing);
    numbers("member_present", "1 where the member has values",
            [](auto const& member) { return member.missing.empty() ? 1 : 0; });
    texts("member_variant", "measures, or base", &IndexedMember::variant);
    texts("member_weather", "weather of the study", &IndexedMember::weather);
    numbers("member_point", "point of the design", [](auto const& member) { return member.point; });
    numbers("member_seed", "random seed", [](auto const& member) { return member.seed; });
}

}  // namespace

void write_member_index(fs::path const& index, std::vector<IndexedMember> const& members,
                        std::vector<std::string> const& fields) {
    for (IndexedMember const& member : members)
        validate(!member.missing.empty() || member.result.is_relative(), member.result.string(),
                 "member " + member.id + " has an absolute path (it must be relative to the index)");
    auto const [first, forms] = common_forms(index.parent_path(), members, fields);
    auto const like = hdf5::File::open((index.parent_path() / first->result).string());
    replace_file(index, [&, &common = forms](fs::path const& part) {
        hdf5::File file = hdf5::File::create(part.string());
        {
            detail::FormWriter writer(file.id());
            hdf5::set_attribute(file.id(), "file_type", "hacthanh study index");
            hdf5::set_attribute(file.id(), "schema", study_fields_schema.text());
            writer.copy_head(like);
            auto const member_axis = detail::bare_dimension(file.id(), "member", members.size());
            add_members(file.id(), member_axis, members);
            for (auto const& form : common) add_field(file.id(), form, writer.axes(form, {&member_axis}), members);
        }
        file.close();
    });
}

}  // namespace hacthanh::io
