#include "io/transfer_file.hpp"

#include "io/hash.hpp"
#include "io/hdf5.hpp"
#include "io/schema.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace hacthanh::io {
namespace {

constexpr char const* file_type = "hacthanh transfer functions";

template <class T>
void store(hid_t root, char const* name, std::vector<T> const& values, char const* units) {
    hdf5::Handle const dataset = hdf5::create_with<T>(root, name, values);
    hdf5::set_attribute(dataset.get(), "units", units);
}

template <class T>
void fetch(hid_t root, char const* name, std::vector<T>& values) {
    values = hdf5::read<T>(hdf5::open_dataset(root, name).get());
}

template <class T>
std::string part(std::vector<T> const& values) {
    return sha256_of_text({reinterpret_cast<char const*>(values.data()), values.size() * sizeof(T)});
}

/// Hash of every number that a product needs.
std::string checksum(state::TransferTable const& table) {
    auto const& rows = table.rows;
    return sha256_of_text(part(table.x) + part(table.y) + part(table.cell) +
                          (table.emission.empty() ? "" : part(table.emission)) + part(rows.reference) +
                          part(rows.begin) + part(rows.source) + part(rows.part) + part(rows.scale) +
                          part(rows.left_out_mass) + part(rows.left_out));
}

double number(hid_t object, std::string const& name) { return hdf5::read_attribute<double>(object, name).at(0); }

void store(hid_t root, std::string const& of, state::Agreement const& agreement) {
    hdf5::set_attribute(root, of + "_receptors", static_cast<double>(agreement.receptors));
    hdf5::set_attribute(root, of + "_fractional_bias", agreement.fractional_bias);
    hdf5::set_attribute(root, of + "_within_10_percent", agreement.within_10_percent);
    hdf5::set_attribute(root, of + "_factor_of_two", agreement.factor_of_two);
}

std::optional<state::Agreement> agreement(hid_t root, std::string const& of) {
    if (!hdf5::has_attribute(root, of + "_receptors")) return {};
    return state::Agreement{static_cast<std::size_t>(number(root, of + "_receptors")),
                            number(root, of + "_fractional_bias"), number(root, of + "_within_10_percent"),
                            number(root, of + "_factor_of_two")};
}

void write_all(std::string const& file, state::TransferTable const& table) {
    hdf5::File out = hdf5::File::create(file);
    hid_t const root = out.id();
    hdf5::set_attribute(root, "file_type", file_type);
    hdf5::set_attribute(root, "schema", transfer_schema.text());
    hdf5::set_attribute(root, "wind_class", table.wind_class);
    hdf5::set_attribute(root, "key", table.key);
    hdf5::set_attribute(root, "wind_from_deg", table.wind_from_deg);
    hdf5::set_attribute(root, "wind_speed_m_s", table.wind_speed_m_s);
    hdf5::set_attribute(root, "inverse_obukhov_length", table.inverse_obukhov_length);
    hdf5::set_attribute(root, "species", table.species);
    hdf5::set_attribute(root, "left_out_share", table.rows.left_out_share);
    if (table.check) {
        store(root, "check", table.check->all);
        if (table.check->with_air) store(root, "check_with_air", *table.check->with_air);
    }
    hdf5::set_attribute(root, "checksum", checksum(table));
    {
        auto const names =
            hdf5::create_dataset(root, "sources", hdf5::string_type().get(), {.dims = {table.sources.size()}});
        hdf5::write_strings(names.get(), table.sources);
        auto const& rows = table.rows;
        store(root, "x", table.x, "m");
        store(root, "y", table.y, "m");
        store(root, "cell", table.cell, "1");
        if (!table.emitted.empty()) {
            auto const emitted =
                hdf5::create_dataset(root, "emitted", hdf5::string_type().get(), {.dims = {table.emitted.size()}});
            hdf5::write_strings(emitted.get(), table.emitted);
            store(root, "emission", table.emission, "kg s-1");
        }
        store(root, "reference_emission", rows.reference, "kg s-1");
        store(root, "begin", rows.begin, "1");
        store(root, "source", rows.source, "1");
        store(root, "part", rows.part, "1");
        store(root, "scale", rows.scale, "s m-3");
        store(root, "left_out_mass", rows.left_out_mass, "kg m-3");
        store(root, "left_out_most", rows.left_out_most, "kg m-3");
        store(root, "left_out", rows.left_out, "1");
    }
    out.close();
}

/// Whether the pairs of every row are there and of known sources: a product looks at nothing any more.
bool rows_are_sound(state::TransferTable const& table) {
    auto const& rows = table.rows;
    return rows.begin.size() == table.x.size() + 1 && rows.begin.front() == 0 && std::ranges::is_sorted(rows.begin) &&
           rows.begin.back() == rows.source.size() && rows.source.size() == rows.part.size() &&
           std::ranges::all_of(rows.source, [&](auto source) { return source < table.sources.size(); }) &&
           rows.left_out_mass.size() == table.x.size() && rows.left_out_most.size() == table.x.size() &&
           rows.left_out.size() == table.x.size();
}

state::TransferTable read_all(std::string const& path) {
    hdf5::File const in = hdf5::File::open(path);
    hid_t const root = in.id();
    validate(hdf5::has_attribute(root, "file_type") && hdf5::read_text_attribute(root, "file_type") == file_type, path,
             "it holds no transfer functions", "name a folder of `hacthanh transfer`");
    require_schema(path, "file of transfer functions", hdf5::read_text_attribute(root, "schema"), transfer_schema);
    state::TransferTable table;
    table.wind_class = hdf5::read_text_attribute(root, "wind_class");
    table.key = hdf5::read_text_attribute(root, "key");
    table.wind_from_deg = number(root, "wind_from_deg");
    table.wind_speed_m_s = number(root, "wind_speed_m_s");
    table.inverse_obukhov_length = number(root, "inverse_obukhov_length");
    table.species = hdf5::read_text_attribute(root, "species");
    if (auto const all = agreement(root, "check"))
        table.check = state::TransferCheck{*all, agreement(root, "check_with_air")};
    table.sources = hdf5::read_strings(hdf5::open_dataset(root, "sources").get());
    if (hdf5::exists(root, "emitted")) {
        table.emitted = hdf5::read_strings(hdf5::open_dataset(root, "emitted").get());
        fetch(root, "emission", table.emission);
    }
    auto& rows = table.rows;
    rows.left_out_share = number(root, "left_out_share");
    fetch(root, "x", table.x);
    fetch(root, "y", table.y);
    fetch(root, "cell", table.cell);
    fetch(root, "reference_emission", rows.reference);
    fetch(root, "begin", rows.begin);
    fetch(root, "source", rows.source);
    fetch(root, "part", rows.part);
    fetch(root, "scale", rows.scale);
    fetch(root, "left_out_mass", rows.left_out_mass);
    fetch(root, "left_out", rows.left_out);
    if (hdf5::exists(root, "left_out_most"))
        fetch(root, "left_out_most", rows.left_out_most);
    else
        rows.left_out_most = rows.left_out_mass;  // schema 1.0: no single one is greater than their sum
    if (checksum(table) != hdf5::read_text_attribute(root, "checksum")) throw RunError("the checksum does not match");
    validate(table.sources.size() == rows.reference.size() && table.x.size() == rows.scale.size() &&
                 table.emission.size() == table.emitted.size() * table.sources.size() &&
                 table.y.size() == table.x.size() && table.cell.size() == table.x.size() && rows_are_sound(table),
             path, "its arrays do not belong together", "build it again");
    return table;
}

}  // namespace

void write_transfer(std::filesystem::path const& file, state::TransferTable const& table) {
    std::filesystem::path const fresh = fmt::format("{}.{}.new", file.string(), getpid());
    write_all(fresh.string(), table);
    std::filesystem::rename(fresh, file);
}

state::TransferTable read_transfer(std::filesystem::path const& file) {
    std::string const path = file.string();
    validate(std::filesystem::exists(file), path, "there is no such file", "build it: hacthanh transfer RESULT");
    try {
        return read_all(path);
    } catch (InputError const&) {
        throw;
    } catch (std::exception const& error) {
        throw InputError(path, fmt::format("is damaged or no file of transfer functions ({})", error.what()),
                         "delete it and build it again: hacthanh transfer RESULT");
    }
}

std::string transfer_key(std::filesystem::path const& file) {
    if (!std::filesystem::exists(file)) return {};
    try {
        return read_transfer(file).key;
    } catch (std::runtime_error const&) {
        return {};
    }
}

}  // namespace hacthanh::io
