#include "io/wind_catalogue.hpp"

#include "io/detail/making_claim.hpp"
#include "io/hash.hpp"
#include "io/hdf5.hpp"
#include "io/replace_file.hpp"
#include "io/schema.hpp"
#include "sim/core/build_info.hpp"
#include "sim/core/error.hpp"
#include "sim/core/log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace hacthanh::io {
namespace {

namespace fs = std::filesystem;

constexpr char const* catalogue_type = "hacthanh catalogued wind";

/// The bytes of numbers, one after the other, for a hash.
class Bytes {
public:
    template <class T>
    void add(std::span<T const> values) {
        text_.append(reinterpret_cast<char const*>(values.data()), values.size_bytes());
    }
    void add(double value) { add(std::span<double const>(&value, 1)); }
    void add(std::string_view text) { text_.append(text).push_back('\0'); }
    std::string hash() const { return sha256_of_text(text_); }

private:
    std::string text_;
};

void add_ring(Bytes& bytes, city::Polyline const& ring) {
    bytes.add(static_cast<double>(ring.size()));
    for (auto const& point : ring) {
        bytes.add(point.x);
        bytes.add(point.y);
    }
}

std::string hash_of(mesh::CityMesh const& mesh, std::span<city::Building const> buildings,
                    std::string const& wind_model) {
    Bytes bytes;
    auto const& build = build_info();
    bytes.add(std::string_view(build.version));
    bytes.add(std::string_view(build.commit));
    bytes.add(std::string_view(wind_model));
    auto const extent = mesh.extent();
    for (double const value :
         {extent.x_min, extent.y_min, mesh.cell_size(), static_cast<double>(mesh.nx()), static_cast<double>(mesh.ny())})
        bytes.add(value);
    bytes.add(std::span<double const>(mesh.z_faces()));
    auto const& openness = mesh.openness();
    for (auto const* parts : {&openness.cell, &openness.x_face, &openness.y_face, &openness.z_face})
        bytes.add(std::span<std::uint8_t const>(*parts));
    for (auto const& building : buildings) {
        add_ring(bytes, building.footprint.outer);
        for (auto const& hole : building.footprint.holes) add_ring(bytes, hole);
        bytes.add(building.base_m);
        bytes.add(building.height_m);
    }
    return bytes.hash();
}

std::string hash_of(state::InflowProfile const& inflow) {
    Bytes bytes;
    for (double const value : {inflow.wind_from_deg, inflow.friction_velocity, inflow.roughness_length,
                               inflow.displacement_height, inflow.inverse_obukhov_length, inflow.mixing_height})
        bytes.add(value);
    bytes.add(std::span<double const>(inflow.speed));
    bytes.add(std::span<double const>(inflow.vertical_diffusivity));
    bytes.add(std::span<double const>(inflow.horizontal_diffusivity));
    return bytes.hash();
}

state::Flow empty_flow(mesh::CityMesh const& mesh) {
    return {state::WindField(mesh, "wind", "m s-1"),
            {mesh::FaceField<float>(mesh, "vertical_diffusivity", "m2 s-1"),
             mesh::CellField<float>(mesh, "horizontal_diffusivity", "m2 s-1")}};
}

/// Hash of everything that a flow consists of.
std::string checksum(state::Flow const& flow) {
    auto const part = [](auto values) {
        return sha256_of_text({reinterpret_cast<char const*>(values.data()), values.size_bytes()});
    };
    return sha256_of_text(part(flow.wind.x()) + part(flow.wind.y()) + part(flow.wind.z()) +
                          part(flow.turbulence.vertical_diffusivity.z()) +
                          part(flow.turbulence.horizontal_diffusivity.values()));
}

template <class T>
void store(hid_t root, char const* name, std::span<T const> values, char const* units) {
    hdf5::Handle const dataset = hdf5::create_with<T>(root, name, values);
    hdf5::set_attribute(dataset.get(), "units", units);
}

template <class T>
void fetch(hid_t root, char const* name, std::span<T> values) {
    hdf5::Handle const dataset = hdf5::open_dataset(root, name);
    if (hdf5::n_values(hdf5::dims_of(dataset.get())) != values.size())
        throw RunError(fmt::format("{} has another size", name));
    hdf5::read_raw(dataset.get(), hdf5::native_type<T>(), values.data());
}

void write_flow(std::string const& file, std::string const& name, std::string const& geometry,
                state::Flow const& flow) {
    hdf5::File out = hdf5::File::create(file);
    hid_t const root = out.id();
    hdf5::set_attribute(root, "file_type", catalogue_type);
    hdf5::set_attribute(root, "schema", wind_catalogue_schema.text());
    hdf5::set_attribute(root, "class", name);
    hdf5::set_attribute(root, "geometry", geometry);
    hdf5::set_attribute(root, "checksum", checksum(flow));
    store<double>(root, "wind_x", flow.wind.x(), "m s-1");
    store<double>(root, "wind_y", flow.wind.y(), "m s-1");
    store<double>(root, "wind_z", flow.wind.z(), "m s-1");
    store<float>(root, "vertical_diffusivity", flow.turbulence.vertical_diffusivity.z(), "m2 s-1");
    store<float>(root, "horizontal_diffusivity", flow.turbulence.horizontal_diffusivity.values(), "m2 s-1");
    out.close();
}

state::Flow read_flow(std::string const& file, mesh::CityMesh const& mesh) {
    hdf5::File const in = hdf5::File::open(file);
    hid_t const root = in.id();
    require_schema(file, "wind of a catalogue", hdf5::read_text_attribute(root, "schema"), wind_catalogue_schema);
    state::Flow flow = empty_flow(mesh);
    fetch<double>(root, "wind_x", flow.wind.x());
    fetch<double>(root, "wind_y", flow.wind.y());
    fetch<double>(root, "wind_z", flow.wind.z());
    fetch<float>(root, "vertical_diffusivity", flow.turbulence.vertical_diffusivity.z());
    fetch<float>(root, "horizontal_diffusivity", flow.turbulence.horizontal_diffusivity.values());
    if (checksum(flow) != hdf5::read_text_attribute(root, "checksum")) throw RunError("the checksum does not match");
    return flow;
}

/// When a file was written; nothing when it is not there.
std::optional<fs::file_time_type> written(fs::path const& file) {
    std::error_code gone;
    auto const time = fs::last_write_time(file, gone);
    return gone ? std::nullopt : std::optional(time);
}

}  // namespace

std::string wind_key(mesh::CityMesh const& mesh, std::span<city::Building const> buildings,
                     std::string const& wind_model, state::InflowProfile const& inflow) {
    return sha256_of_text(hash_of(mesh, buildings, wind_model) + hash_of(inflow));
}

WindCatalogueFolder::WindCatalogueFolder(fs::path folder, mesh::CityMesh const& mesh,
                                         std::span<city::Building const> buildings, std::string const& wind_model,
                                         std::uintmax_t limit_bytes, bool by_class)
    : folder_(std::move(folder)),
      geometry_(hash_of(mesh, buildings, wind_model)),
      limit_bytes_(limit_bytes),
      by_class_(by_class) {
    std::error_code error;
    fs::create_directories(folder_ / geometry_.substr(0, 16), error);
    validate(
        !error, "wind.catalogue",
        fmt::format("cannot make the folder {} ({})", (folder_ / geometry_.substr(0, 16)).string(), error.message()),
        "name a folder that may be written to, or leave wind.catalogue out");
}

WindCatalogueFolder::~WindCatalogueFolder() = default;

fs::path WindCatalogueFolder::file_of(std::string const& name, state::InflowProfile const& inflow) const {
    return folder_ / geometry_.substr(0, 16) / fmt::format("{}-{}.h5", name, hash_of(inflow).substr(0, 12));
}

std::optional<state::Flow> WindCatalogueFolder::read(fs::path const& file, mesh::CityMesh const& mesh) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return std::nullopt;
    try {
        state::Flow flow = read_flow(file.string(), mesh);
        fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);  // used: stays longer
        return flow;
    } catch (std::runtime_error const& error) {
        log::warning("{}: cannot be used ({}); this wind is solved again", file.string(), error.what());
        return std::nullopt;
    }
}

std::optional<state::Flow> WindCatalogueFolder::load(std::string const& name, state::InflowProfile const& inflow,
                                                     mesh::CityMesh const& mesh) {
    using detail::MakingClaim;
    claim_.reset();
    fs::path const file = file_of(name, inflow);
    auto const tell = [&file](Claimant const& who) {
        log::info("{}: process {} on {} solves this wind; it is waited for", file.filename().string(), who.pid,
                  who.host);
    };
    for (;;) {
        auto const before = written(file);
        if (auto known = read(file, mesh)) return known;
        try {
            auto const others = MakingClaim::wait(file, tell);
            if (others == MakingClaim::Others::none) claim_ = MakingClaim::make(file);
            bool const is_new = written(file) != before;  // it may have come since we looked
            if (!is_new && (claim_ || others == MakingClaim::Others::ended)) return std::nullopt;
            claim_.reset();
        } catch (RunError const& problem) {
            log::debug("{}: this wind cannot be claimed ({}), others may solve it too", file.string(), problem.what());
            return std::nullopt;
        }
    }
}

void WindCatalogueFolder::save(std::string const& name, state::InflowProfile const& inflow, state::Flow const& flow) {
    fs::path const file = file_of(name, inflow);
    try {
        replace_file(file, [&](fs::path const& part) { write_flow(part.string(), name, geometry_, flow); });
        keep_within_limit(file);
    } catch (std::runtime_error const& problem) {
        log::warning("{}: this wind cannot be kept ({}); the run goes on", file.string(), problem.what());
    }
    claim_.reset();
}

/// Removes the files that were not used for the longest time; another process may be doing the same.
void WindCatalogueFolder::keep_within_limit(fs::path const& newest) const {
    struct Entry {
        fs::file_time_type used;
        fs::path file;
        std::uintmax_t bytes;
    };
    std::vector<Entry> entries;
    std::uintmax_t total = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() != ".h5") continue;
        std::error_code gone;
        Entry entry{it->last_write_time(gone), it->path(), it->file_size(gone)};
        if (gone) continue;
        total += entry.bytes;
        entries.push_back(std::move(entry));
    }
    std::ranges::sort(entries, {}, &Entry::used);
    for (auto const& entry : entries) {
        if (total <= limit_bytes_) return;
        if (entry.file == newest) continue;
        total -= entry.bytes;
        fs::remove(entry.file, error);
    }
}

}  // namespace hacthanh::io
