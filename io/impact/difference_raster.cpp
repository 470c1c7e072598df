#include "io/impact/difference_raster.hpp"

#include "io/result_raster.hpp"
#include "sim/core/contracts.hpp"
#include "sim/core/student_t.hpp"

#include <cmath>

namespace hacthanh::io {
namespace {

/// Mean surfaces of one species, run by run or year by year.
std::vector<std::vector<float>> surfaces(std::vector<WeightedRuns> const& runs, std::size_t species) {
    std::vector<std::vector<float>> found;
    for (auto const& run : runs) {
        HACTHANH_EXPECT(!run.files.empty() && run.files.size() == run.weight.size());
        std::vector<float> mean;
        for (std::size_t n = 0; n < run.files.size(); ++n) {
            std::vector<float> surface;
            read_result(run.files[n].string(),
                        [&](ResultReader const& result) { surface = result.mean_surface(species); });
            mean.resize(surface.size());
            for (std::size_t cell = 0; cell < surface.size(); ++cell)
                mean[cell] += static_cast<float>(run.weight[n]) * surface[cell];
        }
        found.push_back(std::move(mean));
    }
    return found;
}

DifferenceField field_of(std::vector<std::vector<float>> const& base, std::vector<std::vector<float>> const& option,
                         std::size_t least_pairs, double least_share) {
    std::size_t const cells = base.front().size();
    auto const n = static_cast<double>(base.size());
    double const t = student_t_95(base.size() - 1);
    DifferenceField field{{}, std::vector<float>(cells), std::vector<float>(cells), std::vector<float>(cells)};
    for (std::size_t cell = 0; cell < cells; ++cell) {
        double value = 0;
        double mean = 0;
        for (std::size_t p = 0; p < base.size(); ++p) {
            value += static_cast<double>(base[p][cell]) / n;
            mean += (static_cast<double>(option[p][cell]) - static_cast<double>(base[p][cell])) / n;
        }
        double squares = 0;
        for (std::size_t p = 0; p < base.size(); ++p) {
            double const off = static_cast<double>(option[p][cell]) - static_cast<double>(base[p][cell]) - mean;
            squares += off * off;
        }
        double const half = base.size() > 1 ? t * std::sqrt(squares / (n - 1) / n) : INFINITY;
        bool const told = base.size() >= least_pairs && std::abs(mean) > half && std::abs(mean) >= least_share * value;
        field.difference[cell] = static_cast<float>(mean);
        field.half_width[cell] = static_cast<float>(half);
        field.distinguished[cell] = std::isfinite(mean) ? (told ? 1.0F : 0.0F) : NAN;
    }
    return field;
}

}  // namespace

std::vector<DifferenceField> difference_fields(std::vector<WeightedRuns> const& base,
                                               std::vector<WeightedRuns> const& option, std::size_t least_pairs,
                                               double least_share) {
    HACTHANH_EXPECT(!base.empty() && base.size() == option.size());
    std::vector<std::string> species;
    read_result(base.front().files.front().string(),
                [&](ResultReader const& result) { species = result.facts().species; });
    std::vector<DifferenceField> fields;
    for (std::size_t s = 0; s < species.size(); ++s) {
        fields.push_back(field_of(surfaces(base, s), surfaces(option, s), least_pairs, least_share));
        fields.back().species = species[s];
    }
    return fields;
}

void write_differences(ResultReader const& base, std::vector<DifferenceField> const& fields,
                       std::filesystem::path const& file, std::string const& title, bool is_year) {
    std::vector<RasterBand> bands;
    for (auto const& field : fields) {
        bands.push_back({field.species + " difference", "ug m-3", field.difference});
        bands.push_back({field.species + " half width of the 95 % interval", "ug m-3", field.half_width});
        bands.push_back({field.species + " distinguishable (1) or not (0) / phân biệt được", "1", field.distinguished});
    }
    write_raster(base, bands, file, "geotiff",
                 {{"TITLE", title},
                  {"NOTE", base.facts().note},
                  {"NOTE_VI", base.facts().note_vi},
                  {"TIME", is_year ? "mean over the year of typical days, option minus base"
                                   : "mean over the run after spin-up, option minus base"}});
}

}  // namespace hacthanh::io
