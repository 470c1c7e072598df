#include "io/checkpoint_file.hpp"

#include "io/detail/result_terms.hpp"
#include "io/detail/summary_texts.hpp"
#include "io/hdf5.hpp"
#include "io/replace_file.hpp"
#include "io/schema.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace hacthanh::io {
namespace {

constexpr char const* checkpoint_type = "hacthanh checkpoint";
constexpr char const* streets_name = "streets";
constexpr char const* fluxes_name = "fluxes";
constexpr char axes[] = {'x', 'y', 'z'};

void save_summary(hid_t group, state::RunSummary const& summary) {
    using namespace detail;
    for (auto const& term : summary_terms) hdf5::set_attribute(group, term.name, summary.*term.member);
    for (auto const& term : count_terms) hdf5::set_attribute(group, term.name, summary.*term.member);
    for (auto const& term : traffic_terms) hdf5::set_attribute(group, term.name, summary.traffic.*term.member);
    hdf5::set_attribute(group, vehicle_seconds_name, summary.traffic.vehicle_seconds);
    hdf5::set_attribute(group, traffic_cpu_name, summary.traffic.cpu_s);
    hdf5::set_attribute(group, "complete", std::int32_t(summary.complete ? 1 : 0));
    hdf5::Handle const texts = hdf5::create_dataset(group, texts_name, hdf5::string_type().get(), {});
    hdf5::write_strings(texts.get(), {texts_to_json(summary)});
}

template <class T>
T attribute(hid_t object, char const* name) {
    return hdf5::read_attribute<T>(object, name).at(0);
}

state::RunSummary load_summary(hid_t group) {
    using namespace detail;
    state::RunSummary summary;
    for (auto const& term : summary_terms)
        if (hdf5::has_attribute(group, term.name)) summary.*term.member = attribute<double>(group, term.name);
    for (auto const& term : count_terms) summary.*term.member = attribute<std::uint64_t>(group, term.name);
    for (auto const& term : traffic_terms)
        if (hdf5::has_attribute(group, term.name))
            summary.traffic.*term.member = attribute<std::uint64_t>(group, term.name);
    summary.traffic.vehicle_seconds = attribute<double>(group, vehicle_seconds_name);
    summary.traffic.cpu_s = attribute<double>(group, traffic_cpu_name);
    summary.complete = attribute<int>(group, "complete") != 0;
    texts_from_json(hdf5::read_strings(hdf5::open_dataset(group, texts_name).get()).at(0), summary);
    return summary;
}

void save_field(hid_t group, mesh::CellField<float> const& field, state::SpeciesSummary const* account) {
    auto const& mesh = field.mesh();
    hdf5::Handle const dataset =
        hdf5::create_dataset(group, field.name(), H5T_NATIVE_FLOAT, {.dims = {mesh.nz(), mesh.ny(), mesh.nx()}});
    hdf5::write<float>(dataset.get(), field.values());
    hdf5::set_attribute(dataset.get(), "units", field.unit());
    if (account == nullptr) return;
    hdf5::set_attribute(dataset.get(), "species", account->name);
    for (auto const& term : detail::budget_terms)
        hdf5::set_attribute(dataset.get(), term.name, account->budget.*term.member);
    for (auto const& term : detail::species_terms) hdf5::set_attribute(dataset.get(), term.name, account->*term.member);
}

state::SpeciesSummary load_account(hid_t dataset) {
    state::SpeciesSummary account;
    account.name = hdf5::read_text_attribute(dataset, "species");
    for (auto const& term : detail::budget_terms) account.budget.*term.member = attribute<double>(dataset, term.name);
    for (auto const& term : detail::species_terms)
        if (hdf5::has_attribute(dataset, term.name))  // an older minor has fewer
            account.*term.member = attribute<double>(dataset, term.name);
    return account;
}

void load_field(hid_t dataset, mesh::CellField<float>& field, std::string const& path) {
    auto const& mesh = field.mesh();
    validate(hdf5::dims_of(dataset) == hdf5::Extent{mesh.nz(), mesh.ny(), mesh.nx()}, path, "is of another mesh",
             "run from the start with --force");
    hdf5::read_raw(dataset, H5T_NATIVE_FLOAT, field.data());
}

/// The three kinds of faces, as `x_0`, `y_0`, `z_0`, `x_1`… by species.
void save_fluxes(hid_t group, std::vector<mesh::FaceField<float>> const& fluxes) {
    for (std::size_t s = 0; s < fluxes.size(); ++s) {
        std::span<float const> const parts[] = {fluxes[s].x(), fluxes[s].y(), fluxes[s].z()};
        for (std::size_t axis = 0; axis < std::size(parts); ++axis)
            hdf5::write<float>(hdf5::create_dataset(group, fmt::format("{}_{}", axes[axis], s), H5T_NATIVE_FLOAT,
                                                    {.dims = {parts[axis].size()}})
                                   .get(),
                               parts[axis]);
    }
}

std::vector<mesh::FaceField<float>> load_fluxes(hid_t group, mesh::CityMesh const& mesh, std::size_t n_species,
                                                std::string const& path) {
    std::vector<mesh::FaceField<float>> fluxes;
    for (std::size_t s = 0; s < n_species; ++s) {
        auto& species = fluxes.emplace_back(mesh, "carried_flux", "kg m-3");
        std::span<float> const parts[] = {species.x(), species.y(), species.z()};
        for (std::size_t axis = 0; axis < std::size(parts); ++axis) {
            auto const dataset = hdf5::open_dataset(group, fmt::format("{}_{}", axes[axis], s));
            validate(hdf5::dims_of(dataset.get()) == hdf5::Extent{parts[axis].size()}, path, "is of another mesh",
                     "run from the start with --force");
            hdf5::read_raw(dataset.get(), H5T_NATIVE_FLOAT, parts[axis].data());
        }
    }
    return fluxes;
}

void save_to(hdf5::File& file, state::Checkpoint const& checkpoint) {
    hid_t const root = file.id();
    hdf5::set_attribute(root, "file_type", checkpoint_type);
    hdf5::set_attribute(root, "schema", checkpoint_schema.text());
    hdf5::set_attribute(root, "run_key", checkpoint.run_key);
    hdf5::set_attribute(root, "time_s", checkpoint.time_s);
    save_summary(hdf5::create_group(root, "summary").get(), checkpoint.summary);
    auto const& fields = checkpoint.concentration.species;
    hdf5::Handle const group = hdf5::create_group(root, "concentration");
    for (std::size_t s = 0; s < fields.size(); ++s)
        save_field(group.get(), fields[s], &checkpoint.summary.species.at(s));
    if (!checkpoint.streets.empty()) {
        hdf5::Handle const streets =
            hdf5::create_dataset(root, streets_name, H5T_NATIVE_DOUBLE, {.dims = {checkpoint.streets.size()}});
        hdf5::write<double>(streets.get(), checkpoint.streets);
    }
    if (!checkpoint.fluxes.empty()) save_fluxes(hdf5::create_group(root, fluxes_name).get(), checkpoint.fluxes);
    if (!checkpoint.initial_air) return;
    hdf5::Handle const air = hdf5::create_group(root, "initial_air");
    for (auto const& field : checkpoint.initial_air->species) save_field(air.get(), field, nullptr);
}

state::ConcentrationField load_fields(hid_t root, char const* name, mesh::CityMesh const& mesh, std::string const& path,
                                      state::RunSummary* summary) {
    hdf5::Handle const group = hdf5::open_group(root, name);
    auto const names = hdf5::names_in(group.get());
    state::ConcentrationField fields(mesh, names);
    for (std::size_t s = 0; s < names.size(); ++s) {
        hdf5::Handle const dataset = hdf5::open_dataset(group.get(), names[s]);
        load_field(dataset.get(), fields.species[s], path);
        if (summary != nullptr) summary->species.push_back(load_account(dataset.get()));
    }
    return fields;
}

}  // namespace

void CheckpointFile::save(state::Checkpoint const& checkpoint) {
    replace_file(
        path_,
        [&](std::filesystem::path const& part) {
            hdf5::File file = hdf5::File::create(part.string());
            save_to(file, checkpoint);
            file.close();
        },
        Outlives::power_cut);
}

std::optional<state::Checkpoint> CheckpointFile::load(mesh::CityMesh const& mesh, std::string const& run_key) const {
    if (access(path_.c_str(), F_OK) != 0) return std::nullopt;
    std::string const remedy = "run from the start with --force";
    try {
        hdf5::File const file = hdf5::File::open(path_);
        hid_t const root = file.id();
        validate(
            hdf5::has_attribute(root, "file_type") && hdf5::read_text_attribute(root, "file_type") == checkpoint_type,
            path_, "is not a checkpoint", remedy);
        require_schema(path_, "checkpoint", hdf5::read_text_attribute(root, "schema"), checkpoint_schema);
        validate(hdf5::read_text_attribute(root, "run_key") == run_key, path_,
                 "belongs to a run with another scenario or other inputs", remedy);
        state::RunSummary summary = load_summary(hdf5::open_group(root, "summary").get());
        auto fields = load_fields(root, "concentration", mesh, path_, &summary);
        std::optional<state::ConcentrationField> air;
        if (hdf5::exists(root, "initial_air")) air = load_fields(root, "initial_air", mesh, path_, nullptr);
        std::vector<double> streets;
        if (hdf5::exists(root, streets_name))
            streets = hdf5::read<double>(hdf5::open_dataset(root, streets_name).get());
        std::vector<mesh::FaceField<float>> fluxes;
        if (hdf5::exists(root, fluxes_name))
            fluxes = load_fluxes(hdf5::open_group(root, fluxes_name).get(), mesh, fields.species.size(), path_);
        return state::Checkpoint{run_key,
                                 attribute<double>(root, "time_s"),
                                 std::move(summary),
                                 std::move(fields),
                                 std::move(air),
                                 std::move(streets),
                                 {},
                                 std::move(fluxes)};
    } catch (InputError const&) {
        throw;
    } catch (std::exception const& error) {
        throw InputError(path_, std::string("is damaged (") + error.what() + ")", remedy);
    }
}

void CheckpointFile::remove() { unlink(path_.c_str()); }

}  // namespace hacthanh::io
