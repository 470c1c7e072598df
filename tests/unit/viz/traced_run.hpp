#pragma once
/// A made-up run whose vehicles and receptors were kept, for the tests of scenes.

#include "tests/unit/io/sample_run.hpp"

#include <string>
#include <vector>

namespace hacthanh::viz::testing {

/// Steps of five minutes from 07:00; every minute three vehicles: number 1 drives east at 10 m/s along y = 50, number 2
/// stands, number 3 jumps 3 km between any two moments.
inline void write_traced_run(std::string const& path, std::size_t n_steps, bool complete = true, double more = 1) {
    io::testing::SampleRun const run;
    auto header = run.header();
    header.receptors = {{"School", "Trường học", "school", 120, 80, 1.5},
                        {"Station", "Trạm đo", "monitor", 300, 200, 3}};
    header.trace_interval_s = 60;
    io::NetcdfResultSink sink(header, path, {});
    for (std::size_t step = 0; step < n_steps; ++step) {
        double const begin_s = 25200 + 300.0 * static_cast<double>(step);
        auto field = run.field(step);
        for (auto& species : field.species)
            for (std::size_t k = 0; k < run.mesh().nz(); ++k)
                for (std::size_t j = 0; j < run.mesh().ny(); ++j)
                    for (std::size_t i = 0; i < run.mesh().nx(); ++i) species.at({i, j, k}) *= static_cast<float>(more);
        state::OutputStep output{begin_s, begin_s + 300,         step == 0,        std::move(field), run.roads(step),
                                 30,      run.summary(step + 1), run.weather(step)};
        output.receptors.end_s = {begin_s + 300};
        output.receptors.concentration.assign(6, 1e-9F * static_cast<float>(step + 1));
        for (std::size_t moment = 0; moment < 5; ++moment) {
            double const time = begin_s + 60 * static_cast<double>(moment + 1);
            output.trace.time_s.push_back(time);
            output.trace.count.push_back(3);
            for (std::uint32_t v = 1; v <= 3; ++v) {
                output.trace.vehicle.push_back(v);
                output.trace.group.push_back(static_cast<std::uint8_t>(v - 1));
                output.trace.speed.push_back(v == 1 ? 10.0F : 0.0F);
                output.trace.y.push_back(50.0F);
                bool const far = moment % 2 == 1;
                output.trace.x.push_back(v == 1   ? static_cast<float>((time - 25200) / 60 * 10)
                                         : v == 2 ? 200.0F
                                                  : (far ? 8000.0F : 10.0F));
            }
        }
        sink.write_step(output);
    }
    auto account = run.summary(n_steps);
    account.complete = complete;
    sink.finish(account);
}

}  // namespace hacthanh::viz::testing
