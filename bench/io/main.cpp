/// What writing and reading results costs; answers are checked before times are told.
///
/// codec: packing plume fields (rounding, shuffle, deflate, H5Dwrite_chunk) beside H5Dwrite with HDF5's own shuffle and
/// gzip 1 on the unrounded data, CPU time of one thread. series: one street through a day from a file of about 2 GB.
///
/// Usage: bench_io [--folder DIR] [--gigabytes G] [--rounds N]; prints one JSON document.

#include "bench/io/plumes.hpp"
#include "io/detail/bit_rounding.hpp"
#include "io/detail/field_packer.hpp"
#include "io/hdf5.hpp"
#include "io/result_reader.hpp"
#include "io/result_writer.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/stopwatch.hpp"
#include "sim/core/temporary_folder.hpp"
#include "sim/mesh/city_mesh.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <exception>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>
#include <vector>

namespace {

using namespace hacthanh;  // NOLINT: a program of its own
using io::detail::BoxShape;

constexpr double allowed_error = 5e-4;
constexpr BoxShape field_shape{24, 300, 300};
constexpr int fields_per_round = 5;  // 43 MB

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

io::hdf5::Handle make_dataset(io::hdf5::File const& file, BoxShape chunk) {
    auto const& f = field_shape;
    return io::hdf5::create_dataset(
        file.id(), "field", H5T_NATIVE_FLOAT,
        {.dims = {fields_per_round, f.nz, f.ny, f.nx}, .chunk = {1, chunk.nz, chunk.ny, chunk.nx}, .deflate = 1});
}

struct Written {
    double cpu_s = 0;
    std::uint64_t bytes = 0;
    std::vector<float> back;
};

template <class Write>
Written write_with(std::string const& path, BoxShape chunk, Write const& write) {
    Written written;
    io::hdf5::File file = io::hdf5::File::create(path);
    {
        auto const dataset = make_dataset(file, chunk);
        double const before = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
        write(dataset.get());
        io::hdf5::check(H5Fflush(file.id(), H5F_SCOPE_LOCAL), "flush");
        written.cpu_s = cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - before;
        written.bytes = H5Dget_storage_size(dataset.get());
        written.back = io::hdf5::read<float>(dataset.get());
    }
    file.close();
    return written;
}

nlohmann::json measure_codec(std::string const& folder, int rounds) {
    std::vector<std::vector<float>> fields;
    for (unsigned seed = 0; seed < fields_per_round; ++seed) fields.push_back(bench::plume_field(field_shape, seed));
    BoxShape const chunk = io::detail::choose_chunk(field_shape);
    io::detail::FieldPacker const packer(field_shape, chunk, io::detail::kept_bits(allowed_error), 1);
    Parallel const one(1);
    std::vector<float> micrograms;  // what the library gets: the same unit, every bit
    for (auto const& field : fields)
        for (float const value : field) micrograms.push_back(value * 1e9F);
    std::vector<double> ours, theirs;
    std::uint64_t our_bytes = 0, their_bytes = 0;
    double worst = 0;
    for (int round = 0; round < rounds; ++round) {
        auto const packed = write_with(folder + "/packed.h5", chunk, [&](hid_t dataset) {
            for (hsize_t t = 0; t < fields.size(); ++t)
                for (auto const& part : packer.pack(fields[t], one)) {
                    hsize_t const at[] = {t, part.begin[0], part.begin[1], part.begin[2]};
                    io::hdf5::check(H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, at, part.bytes.size(), part.bytes.data()),
                                    "write");
                }
        });
        auto const plain = write_with(folder + "/plain.h5", chunk,
                                      [&](hid_t dataset) { io::hdf5::write<float>(dataset, micrograms); });
        if (plain.back != micrograms) throw std::runtime_error("the library's own way does not give the data back");
        for (std::size_t i = 0; i < micrograms.size(); ++i)
            worst = std::max(worst, std::abs(static_cast<double>(packed.back[i]) - static_cast<double>(micrograms[i])) /
                                        static_cast<double>(micrograms[i]));
        if (!(worst <= allowed_error)) throw std::runtime_error(fmt::format("relative error {:.3g}", worst));
        ours.push_back(packed.cpu_s);
        theirs.push_back(plain.cpu_s);
        our_bytes = packed.bytes;
        their_bytes = plain.bytes;
    }
    double const bytes = 4.0 * static_cast<double>(micrograms.size());
    std::vector<double> ratios;
    for (int i = 0; i < rounds; ++i)
        ratios.push_back(theirs[static_cast<std::size_t>(i)] / ours[static_cast<std::size_t>(i)]);
    return {{"throughput_vs_h5dwrite_gzip1", median(ratios)},
            {"throughput_vs_h5dwrite_gzip1_ci", {*std::ranges::min_element(ratios), *std::ranges::max_element(ratios)}},
            {"compression_ratio", bytes / static_cast<double>(our_bytes)},
            {"worst_relative_error", worst},
            {"mb_per_core_second", 1e-6 * bytes / median(ours)},
            {"baseline",
             {{"mb_per_core_second", 1e-6 * bytes / median(theirs)},
              {"compression_ratio", bytes / static_cast<double>(their_bytes)}}}};
}

/// A day in steps of five minutes for a city of 10,000 roads; fields of noise make the file as large as wanted.
class Day {
public:
    static constexpr std::size_t n_steps = 288;
    static constexpr std::size_t n_roads = 10000;

    explicit Day(double gigabytes) : mesh_(city_.road_extent, options(gigabytes)) {
        inflow_.speed.assign(mesh_.nz(), 2);
        inflow_.horizontal_diffusivity.assign(mesh_.nz(), 3);
        inflow_.vertical_diffusivity.assign(mesh_.nz() + 1, 1);
    }

    static double seconds_on(std::size_t step, std::size_t road) {
        return static_cast<double>((step * 37 + road * 11) % 1000);
    }

    void write(std::string const& path) const {
        state::RunHeader header{.city = city_, .mesh = mesh_, .species = {Pollutant::nox}};
        header.epoch_utc = "2026-01-14 17:00:00";
        header.utc_offset = "+07:00";
        header.end_s = 300.0 * n_steps;
        header.interval_s = 300;
        header.inflow = inflow_;
        io::NetcdfResultSink sink(header, path, {.n_threads = 2});
        state::RunSummary summary;
        summary.species.emplace_back().name = "NOx";
        std::mt19937 random(1);
        state::ConcentrationField field(mesh_, {"NOx"});
        for (float& value : field.species[0].values())
            value = 1e-9F * static_cast<float>(1 + (random() >> 8U)) / 16777216.0F;
        for (std::size_t step = 0; step < n_steps; ++step) {
            summary.steps_written = step + 1;
            state::RoadSeries roads(n_roads, 1);
            for (std::size_t r = 0; r < n_roads; ++r) {
                roads.vehicle_seconds[r] = seconds_on(step, r);
                roads.vehicle_metres[r] = 10 * roads.vehicle_seconds[r];
                roads.emitted[0][r] = 1e-6 * roads.vehicle_seconds[r];
            }
            double const begin_s = 300.0 * static_cast<double>(step);
            sink.write_step({begin_s, begin_s + 300, false, field, std::move(roads), 0, summary});
        }
        summary.complete = true;
        sink.finish(summary);
    }

private:
    static mesh::MeshOptions options(double gigabytes) {
        mesh::MeshOptions options;
        options.cell_size_m = 50;  // 200 x 200 cells
        constexpr double cells_per_layer = 40000;
        constexpr double bytes_per_value = 3.5;  // of what noise leaves to compress
        options.levels =
            std::max(2, static_cast<int>(std::lround(gigabytes * 1e9 / n_steps / bytes_per_value / cells_per_layer)));
        options.first_layer_m = 2;
        options.top_m = 1000;
        return options;
    }

    city::City city_ = bench::grid_of_roads(n_roads);
    mesh::CityMesh mesh_;
    state::InflowProfile inflow_;
};

nlohmann::json measure_series(std::string const& folder, double gigabytes, int rounds) {
    std::string const path = folder + "/day.nc";
    Day(gigabytes).write(path);
    std::vector<double> series_ms, open_ms;
    for (int round = 0; round < std::max(rounds, 5); ++round) {
        std::size_t const road = 1234 + 999 * static_cast<std::size_t>(round);
        Stopwatch const opening;
        io::ResultReader const result(path);
        open_ms.push_back(1e3 * opening.seconds());
        Stopwatch const reading;
        auto const history = result.road_history(io::RoadQuantity::vehicles, road);
        series_ms.push_back(1e3 * reading.seconds());
        if (history.size() != Day::n_steps) throw std::runtime_error("a series of another length");
        for (std::size_t step = 0; step < history.size(); ++step)
            if (history[step] != static_cast<float>(Day::seconds_on(step, road) / 300))
                throw std::runtime_error(fmt::format("road {}: wrong value in step {}", road, step));
    }
    return {{"edge_series_ms", median(series_ms)},
            {"edge_series_ms_ci", {*std::ranges::min_element(series_ms), *std::ranges::max_element(series_ms)}},
            {"open_ms", median(open_ms)},
            {"series_steps", Day::n_steps},
            {"series_roads", Day::n_roads},
            {"file_gb", 1e-9 * static_cast<double>(std::filesystem::file_size(path))}};
}

}  // namespace

int main(int argc, char** argv) {
    flush_denormals_to_zero();
    double gigabytes = 2;
    int rounds = 5;
    std::string folder;
    CLI::App command("Cost of writing and reading results");
    command.add_option("--folder", folder, "where the files of the measurement go; default: a temporary folder");
    command.add_option("--gigabytes", gigabytes, "size of the file that a series is read from")
        ->check(CLI::Range(0.05, 50.0));
    command.add_option("--rounds", rounds, "of every measurement")->check(CLI::Range(1, 100));
    CLI11_PARSE(command, argc, argv);
    try {
        TemporaryFolder const scratch("hacthanh-bench-io");
        if (folder.empty()) folder = scratch.path().string();
        auto result = measure_codec(folder, rounds);
        result.update(measure_series(folder, gigabytes, rounds));
        fmt::print("{}\n", result.dump(2));
    } catch (std::exception const& failure) {
        fmt::print(stderr, "bench_io: {}\n", failure.what());
        return 1;
    }
    return 0;
}
