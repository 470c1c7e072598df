#include "io/hdf5.hpp"
#include "io/result_info.hpp"
#include "io/result_reader.hpp"
#include "io/result_writer.hpp"
#include "io/schema.hpp"
#include "tests/unit/io/sample_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <functional>
#include <sstream>

namespace hacthanh::io {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::SampleRun;
using testing::TestFolder;

constexpr double ug_per_kg = 1e9;

TEST(ResultFile, GivesBackWhatWasWritten) {
    TestFolder const folder;
    SampleRun const run;
    std::string const path = folder.file("run.nc");
    run.write(path, 3, true);
    ResultReader const result(path);
    auto const head = run.header();

    EXPECT_EQ(result.facts().schema, results_schema.text());
    EXPECT_EQ(result.facts().title_vi, head.title_vi);
    EXPECT_EQ(result.facts().note, head.note);
    EXPECT_TRUE(result.facts().schematic);
    EXPECT_TRUE(result.facts().complete);
    EXPECT_THAT(result.facts().species, ElementsAre("NOx", "PM", "fuel"));
    EXPECT_EQ(result.facts().epoch_utc, head.epoch_utc);
    EXPECT_THAT(result.times().end_s, ElementsAre(25500, 25800, 26100));
    EXPECT_THAT(result.times().begin_s, ElementsAre(25200, 25500, 25800));
    EXPECT_THAT(result.times().spin_up, ElementsAre(true, false, false));
    EXPECT_THAT(result.times().vehicles, ElementsAre(30, 60, 90));
    auto const provenance = result.provenance();
    EXPECT_EQ(provenance.scenario_text, head.provenance.scenario_text);
    EXPECT_EQ(provenance.resolved_scenario, head.provenance.resolved_scenario);
    EXPECT_THAT(provenance.overrides, ElementsAre("traffic.scale=1.2"));
    ASSERT_EQ(provenance.inputs.size(), 2U);
    EXPECT_EQ(provenance.inputs[1].sha256, head.provenance.inputs[1].sha256);
    EXPECT_EQ(provenance.inputs[1].bytes, 45678U);
    EXPECT_EQ(provenance.seed, 42);
    EXPECT_EQ(result.program().version, build_info().version);
    EXPECT_EQ(result.inflow().speed, head.inflow.speed);
    EXPECT_EQ(result.inflow().vertical_diffusivity, head.inflow.vertical_diffusivity);
    EXPECT_EQ(result.inflow().wind_from_deg, 45);
    auto const weather = result.weather();
    ASSERT_EQ(weather.size(), 3U);
    for (std::size_t step = 0; step < 3; ++step)
        for (auto const member : state::weather_use_members)
            EXPECT_EQ(weather[step].*member, run.weather(step).*member);
    EXPECT_EQ(result.summary().calm_s, 180);
}

TEST(ResultFile, QuantitiesHaveTheNamesOfTheCfTableWhereItHasOne) {
    TestFolder const folder;
    SampleRun const run;
    auto header = run.header();
    header.species = {Pollutant::no2, Pollutant::pm25, Pollutant::nox};
    NetcdfResultSink const sink(header, folder.file("run.nc"));
    hdf5::File const file = hdf5::File::open(folder.file("run.nc.part"));
    auto const standard_name = [&](char const* path) {
        auto const variable = hdf5::open_dataset(file.id(), path);
        return hdf5::has_attribute(variable.get(), "standard_name")
                   ? hdf5::read_text_attribute(variable.get(), "standard_name")
                   : std::string();
    };
    EXPECT_EQ(standard_name("NO2"), "mass_concentration_of_nitrogen_dioxide_in_air");
    EXPECT_EQ(standard_name("PM25_mean_surface"), "mass_concentration_of_pm2p5_ambient_aerosol_particles_in_air");
    EXPECT_EQ(standard_name("NOx"), "") << "counted as NO2; the table knows it as nitrogen only";
    EXPECT_EQ(standard_name("weather/eastward_wind"), "eastward_wind");
    EXPECT_EQ(standard_name("weather/wind_from_direction"), "wind_from_direction");
    EXPECT_EQ(standard_name("weather/calm_share"), "");
}

TEST(ResultFile, ConcentrationsAreInMicrogramsWithinTheRoundingBound) {
    TestFolder const folder;
    SampleRun const run;
    std::string const path = folder.file("run.nc");
    run.write(path, 3, true);
    ResultReader const result(path);
    auto const& mesh = run.mesh();
    for (std::size_t s = 0; s < 3; ++s) {
        auto const field = result.concentration(s, 2);
        ASSERT_EQ(field.size(), mesh.n_cells());
        for (std::size_t k = 0; k < mesh.nz(); ++k) {
            auto const layer = result.concentration_layer(s, 2, k);
            for (std::size_t j = 0; j < mesh.ny(); ++j)
                for (std::size_t i = 0; i < mesh.nx(); ++i) {
                    double const truth = run.concentration(s, 2, i, j, k) * ug_per_kg;
                    ASSERT_NEAR(field[mesh.cell({i, j, k})], truth, 5e-4 * truth);
                    ASSERT_EQ(field[mesh.cell({i, j, k})], layer[j * mesh.nx() + i]);
                }
        }
        auto const column = result.concentration_column(s, 2, 3, 4);
        for (std::size_t k = 0; k < mesh.nz(); ++k) EXPECT_EQ(column[k], field[mesh.cell({3, 4, k})]);
    }
}

TEST(ResultFile, ErrorZeroStoresWhatTheUnitChangeGives) {
    TestFolder const folder;
    SampleRun const run;
    auto const head = run.header(0);
    NetcdfResultSink sink(head, folder.file("run.nc"));
    run.write_step(sink, 0);
    sink.finish(run.summary(1));
    ResultReader const result(folder.file("run.nc.part"));
    auto const field = result.concentration(0, 0);
    auto const written = run.field(0);
    for (std::size_t c = 0; c < field.size(); ++c) ASSERT_EQ(field[c], written.species[0][c] * 1e9F);
}

TEST(ResultFile, SurfaceMeanLeavesOutTheSpinUp) {
    TestFolder const folder;
    SampleRun const run;
    run.write(folder.file("run.nc"), 3, true);
    ResultReader const result(folder.file("run.nc"));
    auto const mean = result.mean_surface(1);
    auto const second = result.concentration_layer(1, 1, 0);
    auto const third = result.concentration_layer(1, 2, 0);
    ASSERT_EQ(mean.size(), second.size());
    for (std::size_t c = 0; c < mean.size(); ++c) ASSERT_NEAR(mean[c], 0.5F * (second[c] + third[c]), 1e-6F * mean[c]);

    run.write(folder.file("stopped.nc"), 3, false);
    EXPECT_EQ(ResultReader(folder.file("stopped.nc.part")).mean_surface(1), mean);
}

TEST(ResultFile, RoadsKeepTheirLinesAndSeries) {
    TestFolder const folder;
    SampleRun const run;
    run.write(folder.file("run.nc"), 3, true);
    ResultReader const result(folder.file("run.nc"));
    ASSERT_EQ(result.roads().size(), run.city().roads.size());
    auto const& road = result.roads()[0];
    EXPECT_EQ(road.name, "east");
    EXPECT_EQ(road.street_name, "Đường Lê Lợi");
    ASSERT_EQ(road.axis.size(), 3U);
    EXPECT_EQ(road.axis[2].x, 400 + 578357.0);
    EXPECT_EQ(road.axis[2].y, 152 + 2187411.0);
    EXPECT_TRUE(result.roads()[2].internal);
    EXPECT_FALSE(road.internal);
    // Road "north": 1200 vehicle seconds at 8 m/s in 300 s on 300 m, 4 g of NOx in step 1.
    EXPECT_FLOAT_EQ(result.road_series(RoadQuantity::vehicles, 1)[1], 4.0F);
    EXPECT_FLOAT_EQ(result.road_series(RoadQuantity::speed, 1)[1], 8.0F);
    EXPECT_FLOAT_EQ(result.road_series(RoadQuantity::flow, 1)[1], 9600.0F / 300 * 12);
    EXPECT_FLOAT_EQ(result.road_emission(0, 1)[1], 4.0F / 0.3F * 12);
    EXPECT_FLOAT_EQ(result.road_mean_emission(0)[1], 5.0F / 0.3F * 12);  // steps 1 and 2: 4 g and 6 g
    EXPECT_FLOAT_EQ(result.road_mean(RoadQuantity::speed)[1], 8.0F);
    EXPECT_TRUE(std::isnan(result.road_series(RoadQuantity::speed, 1)[3]));
    EXPECT_EQ(result.road_series(RoadQuantity::vehicles, 1)[3], 0.0F);
}

TEST(ResultFile, RoadsTellTheirTrafficByGroup) {
    TestFolder const folder;
    SampleRun const run;
    run.write(folder.file("run.nc"), 3, true);
    ResultReader const result(folder.file("run.nc"));
    // Road "north": 1200 motorcycle seconds at 8 m/s in 300 s on 300 m, a quarter lost, half of it queued.
    EXPECT_FLOAT_EQ(result.road_series(RoadQuantity::density, 1)[1], 4.0F / 0.3F);
    EXPECT_FLOAT_EQ(result.road_series(RoadQuantity::delay, 1)[1], 1.0F);
    EXPECT_FLOAT_EQ(result.road_series(RoadQuantity::queue, 1)[1], 2.0F);
    using state::VehicleGroup;
    for (auto quantity :
         {RoadQuantity::speed, RoadQuantity::flow, RoadQuantity::density, RoadQuantity::delay, RoadQuantity::queue}) {
        EXPECT_EQ(result.group_series(quantity, VehicleGroup::motorcycle, 1)[1], result.road_series(quantity, 1)[1]);
        float const nobody = result.group_series(quantity, VehicleGroup::bus, 1)[1];
        EXPECT_TRUE(nobody == 0 || std::isnan(nobody));
    }
    EXPECT_EQ(result.level_of_service(1)[1], 3) << "8 of 12 m/s: C";
    EXPECT_EQ(result.level_of_service(1)[0], 0) << "its speed limit is not known";
}

TEST(ResultFile, ClassesAndValidityComeBack) {
    TestFolder const folder;
    SampleRun const run;
    run.write(folder.file("run.nc"), 3, true);
    auto const summary = ResultReader(folder.file("run.nc")).summary();
    ASSERT_EQ(summary.classes.size(), 1U);
    EXPECT_EQ(summary.classes[0].vehicle_m, 12345.5);
    EXPECT_EQ(summary.classes[0].started_kg[index(Pollutant::co)], 0.03125);
    EXPECT_EQ(summary.classes[0].electric_m, 0.25 * 12345.5);
    ASSERT_EQ(summary.literature.size(), 1U);
    EXPECT_TRUE(summary.literature[0].outside());
    EXPECT_EQ(summary.traffic.collisions, 4U);
    EXPECT_EQ(summary.traffic.emergency_stops, 5U);
}

TEST(ResultFile, AccountComesBackExactly) {
    TestFolder const folder;
    SampleRun const run;
    run.write(folder.file("run.nc"), 3, true);
    ResultReader const result(folder.file("run.nc"));
    auto const stored = result.summary();
    auto const truth = run.summary(3);
    ASSERT_EQ(stored.species.size(), 3U);
    for (std::size_t s = 0; s < 3; ++s) {
        EXPECT_EQ(stored.species[s].emitted_kg, truth.species[s].emitted_kg);
        EXPECT_EQ(stored.species[s].budget.residual(), truth.species[s].budget.residual());
        EXPECT_EQ(stored.species[s].worst_relative_error, truth.species[s].worst_relative_error);
        EXPECT_EQ(result.budget(1)[s].emitted, run.summary(2).species[s].budget.emitted);
    }
    EXPECT_EQ(stored.traffic.departed, 300U);
    EXPECT_EQ(stored.traffic.first_warnings, truth.traffic.first_warnings);
    EXPECT_EQ(stored.warnings, truth.warnings);
    EXPECT_EQ(stored.stage_wall_s, truth.stage_wall_s);
    EXPECT_EQ(stored.wall_s, truth.wall_s);
    EXPECT_TRUE(stored.complete);
}

TEST(ResultFile, OnlyACompleteRunGetsItsNameAndIsReadOnly) {
    TestFolder const folder;
    SampleRun const run;
    run.write(folder.file("a.nc"), 1, true);
    struct stat status {};
    ASSERT_EQ(stat(folder.file("a.nc").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0444U);
    EXPECT_FALSE(std::filesystem::exists(folder.file("a.nc.part")));
    run.write(folder.file("b.nc"), 1, false);
    EXPECT_FALSE(std::filesystem::exists(folder.file("b.nc")));
    EXPECT_FALSE(ResultReader(folder.file("b.nc.part")).facts().complete);
}

TEST(ResultFile, StoresOnlyTheLayersAskedFor) {
    TestFolder const folder;
    SampleRun const run;
    auto const& faces = run.mesh().z_faces();
    run.write(folder.file("low.nc"), 2, true, {.fields_up_to_m = faces[2] + 0.5});
    ResultReader const low(folder.file("low.nc"));
    ASSERT_EQ(low.grid().nz(), 3U);
    EXPECT_EQ(low.grid().z_faces.back(), faces[3]);
    EXPECT_EQ(low.concentration(0, 1).size(), 3 * run.mesh().nx() * run.mesh().ny());
    run.write(folder.file("surface.nc"), 2, true, {.keep_fields = false, .keep_roads = false});
    ResultReader const surface(folder.file("surface.nc"));
    EXPECT_EQ(surface.grid().nz(), 1U);
    EXPECT_TRUE(surface.roads().empty());
    EXPECT_EQ(surface.concentration_layer(0, 1, 0), low.concentration_layer(0, 1, 0));
    EXPECT_EQ(surface.inflow().speed.size(), run.mesh().nz());
}

TEST(ResultFile, WithoutAProjectionTheNetworksCoordinatesAreKept) {
    TestFolder const folder;
    SampleRun const run(false);
    run.write(folder.file("run.nc"), 1, true);
    ResultReader const result(folder.file("run.nc"));
    EXPECT_EQ(result.grid().x_centre.front(), 10);
    EXPECT_TRUE(result.grid().crs_wkt.empty());
    EXPECT_EQ(result.roads()[1].axis[0].x, 200);
}

/// Every number and text of a file but the program's own doings.
std::string content_of(std::string const& path) {
    ResultReader const result(path);
    std::ostringstream all;
    all.precision(17);
    for (std::size_t step = 0; step < result.n_steps(); ++step) {
        all << result.times().end_s[step] << ' ' << result.times().spin_up[step] << '\n';
        for (std::size_t s = 0; s < 3; ++s) {
            for (float value : result.concentration(s, step)) all << value << ' ';
            for (float value : result.road_emission(s, step)) all << value << ' ';
            all << result.budget(step)[s].in_domain << '\n';
        }
        for (auto quantity : {RoadQuantity::vehicles, RoadQuantity::speed, RoadQuantity::flow})
            for (float value : result.road_series(quantity, step)) all << value << ' ';
    }
    for (std::size_t s = 0; s < 3; ++s) {
        for (float value : result.mean_surface(s)) all << value << ' ';
        for (float value : result.road_mean_emission(s)) all << value << ' ';
    }
    for (float value : result.road_mean(RoadQuantity::speed)) all << value << ' ';
    auto document = nlohmann::json::parse(result_info_json(result));
    document.erase("file");
    return all.str() + document.dump();
}

TEST(ResultFile, AResumedRunHasTheContentOfAnUninterruptedOne) {
    TestFolder const folder;
    SampleRun const run;
    run.write(folder.file("whole.nc"), 6, true);
    run.write(folder.file("resumed.nc"), 5, false);
    run.write(folder.file("resumed.nc"), 4, false, {.resume_after_steps = 3});
    run.write(folder.file("resumed.nc"), 6, true, {.resume_after_steps = 2});
    EXPECT_EQ(content_of(folder.file("resumed.nc")), content_of(folder.file("whole.nc")));
}

TEST(ResultFile, RefusesToGoOnInAnotherRunsFile) {
    TestFolder const folder;
    SampleRun const run;
    run.write(folder.file("run.nc"), 2, false);
    EXPECT_THROW(run.write(folder.file("run.nc"), 6, true, {.resume_after_steps = 3}), InputError);
    SampleRun const coarse(true, 50);
    EXPECT_THROW(coarse.write(folder.file("run.nc"), 6, true, {.resume_after_steps = 1}), InputError);
    EXPECT_EQ(ResultReader(folder.file("run.nc.part")).n_steps(), 2U);
}

TEST(ResultFile, NumberOfThreadsDoesNotChangeTheFile) {
    TestFolder const folder;
    SampleRun const run(true, 1.5, 10);  // several chunks
    run.write(folder.file("one.nc"), 1, true, {.n_threads = 1});
    run.write(folder.file("two.nc"), 1, true, {.n_threads = 2});
    auto const bytes = [](std::string const& path) {
        std::ifstream file(path, std::ios::binary);
        file.seekg(4096);  // the first page holds the time of creation
        return std::string(std::istreambuf_iterator<char>(file), {});
    };
    EXPECT_GT(bytes(folder.file("one.nc")).size(), 100000U);
    EXPECT_TRUE(bytes(folder.file("one.nc")) == bytes(folder.file("two.nc")));
}

std::string message_of(std::string const& path) {
    try {
        ResultReader const result(path);
    } catch (InputError const& error) {
        return error.what();
    }
    return "no error";
}

TEST(ResultReader, RefusesForeignFiles) {
    TestFolder const folder;
    EXPECT_THAT(message_of(folder.file("absent.nc")), HasSubstr("no such file"));
    std::ofstream(folder.file("text.nc")) << "not HDF5";
    EXPECT_THAT(message_of(folder.file("text.nc")), HasSubstr("is no HDF5 file"));
    hdf5::File::create(folder.file("other.nc")).close();
    EXPECT_THAT(message_of(folder.file("other.nc")), HasSubstr("not a result file"));
}

TEST(ResultReader, RefusesNumbersThatWouldLeadItsReadersAstray) {
    TestFolder const folder;
    SampleRun const run;
    std::string const path = folder.file("run.nc");
    auto const damaged = [&](std::function<void(hid_t)> const& damage) {
        run.write(path, 2, true);
        chmod(path.c_str(), 0644);
        hdf5::File file = hdf5::File::open_for_update(path);
        damage(file.id());
        file.close();
        return message_of(path);
    };
    auto const with = [&](char const* attribute, double value) {
        return damaged([&](hid_t root) { hdf5::set_attribute(root, attribute, value); });
    };
    auto const fill = [&](char const* variable, double value) {
        return damaged([&](hid_t root) {
            hdf5::Handle const dataset = hdf5::open_dataset(root, variable);
            hdf5::write<double>(dataset.get(),
                                std::vector<double>(hdf5::n_values(hdf5::dims_of(dataset.get())), value));
        });
    };
    EXPECT_EQ(damaged([](hid_t) {}), "no error");
    EXPECT_THAT(with("cell_size_m", 0), HasSubstr("cell_size_m"));
    EXPECT_THAT(with("cell_size_m", -20), HasSubstr("cell_size_m"));
    EXPECT_THAT(with("cell_size_m", 19), HasSubstr("not the middles of cells"));
    EXPECT_THAT(with("network_offset_x_m", 1e300), HasSubstr("not on Earth"));
    EXPECT_THAT(with("end_s", std::nan("")), HasSubstr("no span of time"));
    EXPECT_THAT(fill("edge_node_x", 1e300), HasSubstr("not on Earth"));
    EXPECT_THAT(fill("z_bnds", 7), HasSubstr("do not grow"));
    EXPECT_THAT(fill("y", 7), HasSubstr("not the middles of cells"));
}

TEST(ResultReader, RefusesAMapOfAnotherSize) {
    TestFolder const folder;
    SampleRun const run;
    std::string const path = folder.file("run.nc");
    run.write(path, 2, true);
    chmod(path.c_str(), 0644);
    hdf5::File file = hdf5::File::open_for_update(path);
    H5Ldelete(file.id(), "NOx_mean_surface", H5P_DEFAULT);
    H5Lcreate_hard(file.id(), "edge_flow_mean", file.id(), "NOx_mean_surface", H5P_DEFAULT, H5P_DEFAULT);
    H5Ldelete(file.id(), "edge_speed_mean", H5P_DEFAULT);
    H5Lcreate_hard(file.id(), "PM_mean_surface", file.id(), "edge_speed_mean", H5P_DEFAULT, H5P_DEFAULT);
    file.close();
    ResultReader const result(path);
    EXPECT_THROW(result.mean_surface(0), InputError);
    EXPECT_NO_THROW(result.mean_surface(1));
    EXPECT_THROW(result.road_mean(RoadQuantity::speed), InputError);
    EXPECT_NO_THROW(result.road_mean(RoadQuantity::flow));
}

TEST(ResultReader, RefusesAnotherSchemaMajorAndAcceptsALaterMinor) {
    TestFolder const folder;
    SampleRun const run;
    std::string const path = folder.file("run.nc");
    auto const set_schema = [&](std::string const& schema) {
        run.write(path, 1, true);
        chmod(path.c_str(), 0644);
        hdf5::File file = hdf5::File::open_for_update(path);
        hdf5::set_attribute(file.id(), "schema", schema);
        file.close();
    };
    set_schema(std::to_string(results_schema.major + 1) + ".3");
    EXPECT_THAT(message_of(path), HasSubstr(std::to_string(results_schema.major + 1) + ".3"));
    EXPECT_THAT(message_of(path), HasSubstr(results_schema.text()));
    set_schema(std::to_string(results_schema.major) + ".99");
    EXPECT_EQ(message_of(path), "no error");
    set_schema("nonsense");
    EXPECT_THAT(message_of(path), HasSubstr("nonsense"));
}

TEST(ResultInfo, JsonHoldsThePromisedNumbers) {
    TestFolder const folder;
    SampleRun const run;
    run.write(folder.file("run.nc"), 3, true);
    ResultReader const result(folder.file("run.nc"));
    auto const document = nlohmann::json::parse(result_info_json(result));
    auto const truth = run.summary(3);
    double worst = 0;
    for (auto const& species : truth.species) worst = std::max(worst, species.worst_relative_error);
    EXPECT_EQ(document.at("mass_budget_relative_error").get<double>(), worst);
    EXPECT_EQ(document.at("worst_step_error").get<double>(), 3e-10);
    EXPECT_EQ(document.at("on_mesh_over_emitted").at("PM").get<double>(), 1.0);
    EXPECT_EQ(document.at("deposited_over_emitted"), document.at("on_mesh_over_emitted"));
    EXPECT_EQ(document.at("deposited_kg"), document.at("on_mesh_kg"));
    EXPECT_EQ(document.at("emitted_kg").at("fuel").get<double>(), truth.species[2].emitted_kg);
    EXPECT_EQ(document.at("emitted_outside_kg").at("fuel").get<double>(), truth.species[2].emitted_outside_kg);
    EXPECT_EQ(document.at("vehicles_departed").get<int>(), 300);
    EXPECT_EQ(document.at("vehicles_arrived").get<int>(), 210);
    EXPECT_EQ(document.at("vehicles_teleported").get<int>(), 1);
    EXPECT_EQ(document.at("cells").get<std::size_t>(), run.mesh().n_cells());
    EXPECT_EQ(document.at("steps_written").get<int>(), 3);
    EXPECT_EQ(document.at("complete").get<bool>(), true);
    EXPECT_EQ(document.at("schema").get<std::string>(), results_schema.text());
    for (char const* name : {"wall_s", "sumo_cpu_s", "deposit_cpu_s", "transport_cpu_s", "output_cpu_s", "begin_s",
                             "end_s", "interval_s", "spin_up_s", "initial_air_fraction", "sumo_warnings"})
        EXPECT_TRUE(document.at(name).is_number()) << name;
    EXPECT_EQ(document.at("stage_wall_s").at("steps").get<double>(), 6.0);
    EXPECT_EQ(document.at("provenance").at("inputs").size(), 2U);
    EXPECT_THAT(document.at("warnings").dump(), HasSubstr("outside the mesh"));
    EXPECT_THAT(result_info_text(result), HasSubstr("outside the mesh"));
    EXPECT_THAT(result_info_text(result), HasSubstr("EPSG:32648"));
}

TEST(ResultInfo, WorksBeforeTheFirstStep) {
    TestFolder const folder;
    SampleRun const run;
    auto const head = run.header();
    NetcdfResultSink const sink(head, folder.file("run.nc"));
    ResultReader const result(folder.file("run.nc.part"));
    auto const document = nlohmann::json::parse(result_info_json(result));
    EXPECT_EQ(document.at("steps_written").get<int>(), 0);
    EXPECT_FALSE(document.at("complete").get<bool>());
    EXPECT_THAT(result_info_text(result), HasSubstr("no output step"));
}

TEST(FormatPages, NameTheVersionsOfTheCode) {
    auto const version_in = [](std::string const& page) {
        std::ifstream file(std::string(HACTHANH_SOURCE_DIR) + "/docs/formats/" + page);
        std::string const text(std::istreambuf_iterator<char>(file), {});
        std::string const label = "Schema version: ";
        auto const begin = text.find(label);
        if (begin == std::string::npos) return std::string("none");
        return text.substr(begin + label.size(), text.find(' ', begin + label.size()) - begin - label.size());
    };
    EXPECT_EQ(version_in("results.md"), results_schema.text());
    EXPECT_EQ(version_in("checkpoint.md"), checkpoint_schema.text());
    EXPECT_EQ(version_in("wind_catalogue.md"), wind_catalogue_schema.text());
    EXPECT_EQ(version_in("transfer.md"), transfer_schema.text());
    EXPECT_EQ(version_in("wind.md"), wind_schema.text());
}

}  // namespace
}  // namespace hacthanh::io
