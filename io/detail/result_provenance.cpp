#include "io/detail/result_provenance.hpp"

#include "io/detail/netcdf.hpp"
#include "io/detail/result_terms.hpp"

namespace hacthanh::io::detail {
namespace {

using Texts = std::vector<std::string>;

void one_text(hid_t group, std::string const& name, std::string const& long_name, std::string const& text) {
    define_text(group, name, {}, {{"long_name", long_name}}, {text});
}

/// A list of texts along a new axis; nothing is made for an empty list.
void text_list(hid_t group, std::string const& axis, std::vector<std::pair<std::string, Texts>> const& columns) {
    if (columns.front().second.empty()) return;
    Dimension const dimension = bare_dimension(group, axis, columns.front().second.size());
    for (auto const& [name, texts] : columns) define_text(group, name, {&dimension}, {}, texts);
}

Texts texts_of(hid_t group, std::string const& name) {
    return hdf5::exists(group, name) ? hdf5::read_strings(hdf5::open_dataset(group, name).get()) : Texts{};
}

std::string text_of(hid_t group, std::string const& name) {
    Texts const texts = texts_of(group, name);
    return texts.empty() ? "" : texts.front();
}

}  // namespace

void write_provenance(hid_t root, state::Provenance const& provenance) {
    hdf5::Handle const made = hdf5::create_group(root, provenance_group);
    hid_t const group = made.get();
    BuildInfo const& program = build_info();
    hdf5::set_attribute(group, "program_version", program.version);
    hdf5::set_attribute(group, "commit", program.commit);
    hdf5::set_attribute(group, "dirty", std::int32_t(program.dirty ? 1 : 0));
    hdf5::set_attribute(group, "compiler", program.compiler);
    hdf5::set_attribute(group, "build_type", program.build_type);
    hdf5::set_attribute(group, "flags", program.flags);
    hdf5::set_attribute(group, "start_time_utc", provenance.start_time_utc);
    hdf5::set_attribute(group, "host", provenance.host);
    hdf5::set_attribute(group, "n_threads", std::int32_t(provenance.n_threads));
    hdf5::set_attribute(group, "seed", provenance.seed);
    one_text(group, "scenario_path", "scenario file", provenance.scenario_path);
    one_text(group, "scenario_text", "scenario file as it was read", provenance.scenario_text);
    one_text(group, "resolved_scenario", "every option with its value, defaults included",
             provenance.resolved_scenario);
    text_list(group, "override", {{"overrides", provenance.overrides}});
    Texts names, versions, paths, roles, hashes;
    for (auto const& [name, version] : program.libraries) {
        names.push_back(name);
        versions.push_back(version);
    }
    text_list(group, "library", {{"library_name", names}, {"library_version", versions}});
    if (provenance.inputs.empty()) return;
    std::vector<std::int64_t> bytes;
    for (auto const& input : provenance.inputs) {
        paths.push_back(input.path);
        roles.push_back(input.role);
        hashes.push_back(input.sha256);
        bytes.push_back(static_cast<std::int64_t>(input.bytes));
    }
    Dimension const axis = bare_dimension(group, "input", paths.size());
    define_text(group, "input_path", {&axis}, {{"long_name", "input file"}}, paths);
    define_text(group, "input_role", {&axis}, {{"long_name", "what the file is"}}, roles);
    define_text(group, "input_sha256", {&axis}, {{"long_name", "SHA-256 of the file"}}, hashes);
    define_with<std::int64_t>(group, "input_bytes", {&axis}, {{"long_name", "size of the file"}, {"units", "byte"}},
                              bytes);
}

state::Provenance read_provenance(hid_t root) {
    hdf5::Handle const opened = hdf5::open_group(root, provenance_group);
    hid_t const group = opened.get();
    state::Provenance provenance;
    provenance.scenario_path = text_of(group, "scenario_path");
    provenance.scenario_text = text_of(group, "scenario_text");
    provenance.resolved_scenario = text_of(group, "resolved_scenario");
    provenance.overrides = texts_of(group, "overrides");
    provenance.start_time_utc = hdf5::read_text_attribute(group, "start_time_utc");
    provenance.host = hdf5::read_text_attribute(group, "host");
    provenance.n_threads = hdf5::read_attribute<int>(group, "n_threads").at(0);
    provenance.seed = hdf5::read_attribute<std::int64_t>(group, "seed").at(0);
    Texts const paths = texts_of(group, "input_path");
    if (paths.empty()) return provenance;
    Texts const roles = texts_of(group, "input_role");
    Texts const hashes = texts_of(group, "input_sha256");
    auto const bytes = hdf5::read<std::int64_t>(hdf5::open_dataset(group, "input_bytes").get());
    for (std::size_t i = 0; i < paths.size(); ++i)
        provenance.inputs.push_back({paths[i], roles.at(i), static_cast<std::uint64_t>(bytes.at(i)), hashes.at(i)});
    return provenance;
}

BuildInfo read_program(hid_t root) {
    hdf5::Handle const opened = hdf5::open_group(root, provenance_group);
    hid_t const group = opened.get();
    BuildInfo program;
    program.version = hdf5::read_text_attribute(group, "program_version");
    program.commit = hdf5::read_text_attribute(group, "commit");
    program.dirty = hdf5::read_attribute<int>(group, "dirty").at(0) != 0;
    program.compiler = hdf5::read_text_attribute(group, "compiler");
    program.build_type = hdf5::read_text_attribute(group, "build_type");
    program.flags = hdf5::read_text_attribute(group, "flags");
    Texts const names = texts_of(group, "library_name");
    Texts const versions = texts_of(group, "library_version");
    for (std::size_t i = 0; i < names.size(); ++i) program.libraries.emplace_back(names[i], versions.at(i));
    return program;
}

}  // namespace hacthanh::io::detail
