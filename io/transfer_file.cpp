#include "io/transfer_file.hpp"

#include "io/hash.hpp"
#include "io/hdf5.hpp"
#include "io/replace_file.hpp"
#include "io/schema.hpp"
#include "sim/core/error.hpp"

#include <fmt/format.h>

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

std::string parts(state::PackedRows const& rows) {
    return part(rows.reference) + part(rows.begin) + part(rows.source) + part(rows.part) + part(rows.scale) +
           part(rows.left_out_mass) + part(rows.left_out);
}

/// Hash of every number that a product needs.
std::string checksum(state::TransferTable const& table) {
    return sha256_of_text(part(table.x) + part(table.y) + part(table.cell) +
                          (table.emission.empty() ? "" : part(table.emission)) + parts(table.rows) +
                          (table.age ? parts(table.age->rows) + part(table.age->inflow) : ""));
}

/// The pairs of rows. @param prefix  of the datasets' names  @param units  of a transfer, and of what it leaves out
void store_pairs(hid_t root, std::string const& prefix, state::PackedRows const& rows, char const* units,
                 char const* left_out_units) {
    store(root, (prefix + "begin").c_str(), rows.begin, "1");
    store(root, (prefix + "source").c_str(), rows.source, "1");
    store(root, (prefix + "part").c_str(), rows.part, "1");
    store(root, (prefix + "scale").c_str(), rows.scale, units);
    store(root, (prefix + "left_out_mass").c_str(), rows.left_out_mass, left_out_units);
    store(root, (prefix + "left_out_most").c_str(), rows.left_out_most, left_out_units);
    store(root, (prefix + "left_out").c_str(), rows.left_out, "1");
}

void fetch_pairs(hid_t root, std::string const& prefix, state::PackedRows& rows) {
    fetch(root, (prefix + "begin").c_str(), rows.begin);
    fetch(root, (prefix + "source").c_str(), rows.source);
    fetch(root, (prefix + "part").c_str(), rows.part);
    fetch(root, (prefix + "scale").c_str(), rows.scale);
    fetch(root, (prefix + "left_out_mass").c_str(), rows.left_out_mass);
    fetch(root, (prefix + "left_out").c_str(), rows.left_out);
    if (hdf5::exists(root, prefix + "left_out_most"))
        fetch(root, (prefix + "left_out_most").c_str(), rows.left_out_most);
    else
        rows.left_out_most = rows.left_out_mass;  // schema 1.0: no single one is greater than their sum
}

double number(hid_t object, std::string const& name) { return hdf5::read_attribute<double>(object, name).at(0); }

/// How many, of a file that may be damaged.
std::size_t count(double stored) {
    if (!(stored >= 0 && stored <= 1e15)) throw std::range_error(fmt::format("{} is no count", stored));
    return static_cast<std::size_t>(stored);
}

void store(hid_t root, std::string const& of, state::Agreement const& agreement) {
    hdf5::set_attribute(root, of + "_receptors", static_cast<double>(agreement.receptors));
    hdf5::set_attribute(root, of + "_fractional_bias", agreement.fractional_bias);
    hdf5::set_attribute(root, of + "_within_10_percent", agreement.within_10_percent);
    hdf5::set_attribute(root, of + "_factor_of_two", agreement.factor_of_two);
}

std::optional<state::Agreement> agreement(hid_t root, std::string const& of) {
    if (!hdf5::has_attribute(root, of + "_receptors")) return {};
    return state::Agreement{count(number(root, of + "_receptors")), number(root, of + "_fractional_bias"),
                            number(root, of + "_within_10_percent"), number(root, of + "_factor_of_two")};
}

void store(hid_t root, state::SampledHours const& checked) {
    std::vector<double> numbers;
    std::vector<std::int64_t> seeds;
    for (auto const& [volume, seed, found] : checked.hours) {
        numbers.insert(numbers.end(), {volume, static_cast<double>(found.pairs), found.product, found.run,
                                       found.within_10_percent, found.within_15_percent});
        seeds.push_back(seed);
    }
    store(root, "checked_hours", numbers, "1");
    store(root, "checked_seeds", seeds, "1");
    hdf5::set_attribute(root, "checked_utc", checked.checked_utc);
    hdf5::set_attribute(root, "checked_program", checked.program);
    hdf5::set_attribute(root, "checked_length_s", checked.length_s);
}

std::optional<state::SampledHours> sampled_hours(hid_t root, std::string const& path) {
    if (!hdf5::exists(root, "checked_hours")) return {};
    constexpr std::size_t n = 6;  // numbers of an hour
    std::vector<double> numbers;
    std::vector<std::int64_t> seeds;
    fetch(root, "checked_hours", numbers);
    fetch(root, "checked_seeds", seeds);
    validate(numbers.size() == n * seeds.size(), path, "its checked hours do not belong together", "build it again");
    state::SampledHours checked{hdf5::read_text_attribute(root, "checked_utc"),
                                hdf5::read_text_attribute(root, "checked_program"),
                                number(root, "checked_length_s"),
                                {}};
    for (std::size_t h = 0; h < seeds.size(); ++h) {
        double const* const of = &numbers[n * h];
        checked.hours.push_back({of[0], seeds[h], {count(of[1]), of[2], of[3], of[4], of[5]}});
    }
    return checked;
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
    hdf5::set_attribute(root, "model", table.model);
    hdf5::set_attribute(root, "species", table.species);
    hdf5::set_attribute(root, "left_out_share", table.rows.left_out_share);
    if (table.check) {
        store(root, "check", table.check->all);
        if (table.check->with_air) store(root, "check_with_air", *table.check->with_air);
        if (auto const& no2 = table.check->no2) {
            store(root, "check_no2", no2->formed);
            store(root, "check_no2_photostationary", no2->photostationary);
            store(root, "check_no2_unreacted", no2->unreacted);
        }
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
        store_pairs(root, "", rows, "s m-3", "kg m-3");
        if (table.age) {
            store_pairs(root, "age_", table.age->rows, "s2 m-3", "kg s m-3");
            store(root, "inflow_age", table.age->inflow, "s");
        }
        if (table.hours) store(root, *table.hours);
    }
    out.close();
}

/// Whether the pairs of every row are there and of known sources: a product looks at nothing any more.
bool rows_are_sound(state::PackedRows const& rows, std::size_t n) {
    return rows.scale.size() == n && rows.begin.size() == n + 1 && rows.begin.front() == 0 &&
           std::ranges::is_sorted(rows.begin) && rows.begin.back() == rows.source.size() &&
           rows.source.size() == rows.part.size() &&
           std::ranges::all_of(rows.source, [&](auto source) { return source < rows.reference.size(); }) &&
           rows.left_out_mass.size() == n && rows.left_out_most.size() == n && rows.left_out.size() == n;
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
    if (hdf5::has_attribute(root, "model")) table.model = hdf5::read_text_attribute(root, "model");
    table.species = hdf5::read_text_attribute(root, "species");
    if (auto const all = agreement(root, "check")) {
        table.check = state::TransferCheck{*all, agreement(root, "check_with_air"), {}};
        if (auto const formed = agreement(root, "check_no2"))
            table.check->no2 = state::No2Check{*formed, agreement(root, "check_no2_photostationary").value(),
                                               agreement(root, "check_no2_unreacted").value()};
    }
    table.hours = sampled_hours(root, path);
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
    fetch_pairs(root, "", rows);
    if (hdf5::exists(root, "age_begin")) {
        table.age.emplace();
        fetch_pairs(root, "age_", table.age->rows);
        fetch(root, "inflow_age", table.age->inflow);
        table.age->rows.reference = rows.reference;
        table.age->rows.left_out_share = rows.left_out_share;
    }
    if (checksum(table) != hdf5::read_text_attribute(root, "checksum")) throw RunError("the checksum does not match");
    std::size_t const n = table.x.size();
    validate(table.sources.size() == rows.reference.size() &&
                 table.emission.size() == table.emitted.size() * table.sources.size() && table.y.size() == n &&
                 table.cell.size() == n && rows_are_sound(rows, n) &&
                 (!table.age || (table.age->inflow.size() == n && rows_are_sound(table.age->rows, n))),
             path, "its arrays do not belong together", "build it again");
    return table;
}

}  // namespace

void write_transfer(std::filesystem::path const& file, state::TransferTable const& table) {
    replace_file(file, [&](std::filesystem::path const& part) { write_all(part.string(), table); });
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
