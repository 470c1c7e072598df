/// Options of the air that comes in: weather, wind, background.

#include "sim/scenario/detail/option_rows.hpp"
#include "sim/scenario/detail/option_rules.hpp"

namespace hacthanh::scenario::detail {

std::vector<Option> weather_options() {
    return {
        required(HACTHANH_OPTION(weather.wind_speed_m_s, "weather.wind_speed_m_s", "m/s", at_least_below(0, 75),
                                 "typical values are 0-10; below min_wind_m_s the rule for calms holds",
                                 "wind speed at 10 m over open ground at the met site; not needed with weather.file")),
        required(HACTHANH_OPTION(weather.wind_from_deg, "weather.wind_from_deg", "deg", between(0, 360),
                                 "0 and 360 are north, 90 is east",
                                 "where the wind comes from, clockwise from north; not needed with weather.file")),
        HACTHANH_OPTION(weather.met_site_roughness_m, "weather.met_site_roughness_m", "m", above_below(0, 10),
                        "open grass is 0.03", "roughness length of the met site"),
        HACTHANH_OPTION(weather.roughness_length_m, "weather.roughness_length_m", "m", above_below(0, 10),
                        "typical city values are 0.5-2",
                        "roughness length of the city; default: from the buildings of city.folder, else 0.8"),
        HACTHANH_OPTION(weather.displacement_height_m, "weather.displacement_height_m", "m", at_least(0),
                        "about two thirds of the mean building height, 0 when buildings are resolved",
                        "displacement height of the city"),
        HACTHANH_OPTION(weather.blending_height_m, "weather.blending_height_m", "m", above(10), "60 is usual",
                        "height where the wind over met site and city agree"),
        HACTHANH_OPTION(weather.monin_obukhov_length_m, "weather.monin_obukhov_length_m", "m", away_from_zero(1),
                        "leave it out for neutral air; > 0 is stable (night), < 0 unstable (sunny day)",
                        "Monin-Obukhov length; default: neutral air"),
        HACTHANH_OPTION(weather.mixing_height_m, "weather.mixing_height_m", "m", above(0),
                        "typical values are 100 (night) to 2000 (summer day)", "depth of the mixed layer"),
        HACTHANH_OPTION(weather.file, "weather.file", "", anything(), "",
                        "observations (CSV, ISD-lite, GHCNh, EPW) or a wind rose, relative to this file, in place of "
                        "weather.wind_speed_m_s and weather.wind_from_deg"),
        HACTHANH_OPTION(weather.format, "weather.format", "",
                        one_of({"auto", "csv", "isd-lite", "ghcnh", "epw", "rose"}),
                        "auto tells it from the first line", "format of weather.file"),
        HACTHANH_OPTION(weather.rose_class, "weather.rose_class", "", between(0, 100000),
                        "`hacthanh check` lists the classes", "row of a wind rose that blows during the run, from 1"),
        HACTHANH_OPTION(weather.update_interval_s, "weather.update_interval_s", "s", above(0),
                        "600 is usual; a multiple of run.coupling_interval_s",
                        "the wind of observed weather changes in steps of this length"),
        HACTHANH_OPTION(weather.max_gap_hours, "weather.max_gap_hours", "h", above_up_to(0, 48), "3 is usual",
                        "observations further apart than this are not interpolated but refused"),
        HACTHANH_OPTION(
            weather.stability, "weather.stability", "", one_of({"auto", "neutral", "given", "cloud", "radiation"}),
            "auto takes the best that the file allows", "where the stability of observed weather comes from"),
        HACTHANH_OPTION(weather.mixing, "weather.mixing", "", one_of({"given", "diagnosed"}),
                        "given: the file's column, else weather.mixing_height_m",
                        "where the mixing height of observed weather comes from"),
        HACTHANH_OPTION(weather.lapse_rate_k_m, "weather.lapse_rate_k_m", "K/m", above_up_to(0, 0.1),
                        "0.003-0.01 is usual", "potential temperature gradient above the mixed layer, for diagnosed"),
        HACTHANH_OPTION(weather.inversion_height_m, "weather.inversion_height_m", "m", at_least(10),
                        "100-400 under a winter inversion", "lid over every mixing height; default: none"),
        HACTHANH_OPTION(weather.latitude_deg, "weather.latitude_deg", "deg", between(-90, 90),
                        "north is positive; Thanh Hoá is at 19.8",
                        "of the met site; default: as in the file, else of the road network"),
        HACTHANH_OPTION(weather.longitude_deg, "weather.longitude_deg", "deg", between(-180, 180),
                        "east is positive; Thanh Hoá is at 105.8",
                        "of the met site; default: as in the file, else of the road network"),
        HACTHANH_OPTION(weather.temperature_c, "weather.temperature_c", "degC", between(-60, 60),
                        "monthly means of Thanh Hoá are 17 (January) to 29 (June)",
                        "of the air, where no file says it; for chemistry"),
        HACTHANH_OPTION(weather.cloud_cover, "weather.cloud_cover", "", between(0, 1), "0 is a clear sky, 1 overcast",
                        "share of the sky, where no file says it; for the sunlight of chemistry"),
        HACTHANH_OPTION(weather.min_wind_m_s, "weather.min_wind_m_s", "m/s", above_up_to(0, 5), "0.5 is usual",
                        "least wind at 10 m at the met site that carries pollutants"),
        HACTHANH_OPTION(weather.meander_m_s, "weather.meander_m_s", "m/s", between(0, 5),
                        "0.5 is usual; 0 for a wind that does not meander",
                        "least standard deviation of the lateral wind in an hour"),
        HACTHANH_OPTION(weather.meander_sigma_deg, "weather.meander_sigma_deg", "deg", between(0, 60),
                        "5-25 is usual by day; leave it out for the one that meander_m_s gives",
                        "standard deviation of the slow turning of the wind"),
        HACTHANH_OPTION(
            weather.meander, "weather.meander", "", one_of({"diffusivity", "directions"}),
            "directions is right close to sources too, and solves five winds in place of one",
            "how the turning spreads pollutants: as horizontal mixing, or as wind from five directions in turn"),
    };
}

std::vector<Option> wind_options() {
    return {
        HACTHANH_OPTION(wind.model, "wind.model", "", one_of({"auto", "uniform", "mass_consistent"}),
                        "auto takes mass_consistent when the city has buildings, else uniform",
                        "how the wind in the city is found"),
        HACTHANH_OPTION(wind.cells_per_vortex, "wind.cells_per_vortex", "", between(1, 20),
                        "3 is the least that shows a vortex",
                        "a block lower or narrower than this many cells gets canopy drag in place of vortices"),
        HACTHANH_OPTION(wind.alpha_ratio, "wind.alpha_ratio", "", between(0.1, 10),
                        "1 is neutral air; above 1 air rather goes over buildings, below 1 around them",
                        "weight of horizontal over vertical changes of the first guess"),
        HACTHANH_OPTION(wind.relative_residual, "wind.relative_residual", "", above_up_to(0, 0.1),
                        "1e-6 is usual; fluxes are closed to round-off in any case",
                        "what the solver leaves of the first guess's divergence"),
        HACTHANH_OPTION(wind.catalogue, "wind.catalogue", "", anything(), "",
                        "folder that keeps solved winds for all runs of a study, relative to this file; default: none"),
        HACTHANH_OPTION(wind.catalogue_limit_gb, "wind.catalogue_limit_gb", "GB", above(0), "20 is usual",
                        "size of that folder; what was not used for the longest time goes first"),
    };
}

std::vector<Option> background_options() {
#define HACTHANH_BACKGROUND(species, hint)                                                                        \
    HACTHANH_OPTION(background.concentration_ug_m3[index(Pollutant::species)],                                    \
                    "background." + std::string(name(Pollutant::species)) + "_ug_m3", "ug/m3", at_least(0), hint, \
                    "concentration of the air that comes in; default: 0, and every map says so")
    return {
        HACTHANH_OPTION(background.kind, "background.kind", "",
                        one_of({"rural", "upwind", "urban", "regional", "regional_model", "in_domain"}),
                        "urban = away from streets, inside the city; in_domain = a station inside the mesh, whose air "
                        "holds the traffic already",
                        "where such air is found; required with any concentration"),
        HACTHANH_OPTION(background.source, "background.source", "", anything(), "",
                        "where the numbers come from; required with any concentration"),
        HACTHANH_OPTION(background.source_vi, "background.source_vi", "", anything(), "",
                        "the same in Vietnamese; default: source"),
        HACTHANH_OPTION(background.file, "background.file", "", anything(), "docs/formats/background.md",
                        "concentrations hour by hour (CSV), relative to this file, in place of constants"),
        HACTHANH_BACKGROUND(co2, "about 770000 (427 ppm)"),
        HACTHANH_BACKGROUND(co, "100-2000"),
        HACTHANH_BACKGROUND(hc, "10-500"),
        HACTHANH_BACKGROUND(nox, "5-60, counted as NO2"),
        HACTHANH_BACKGROUND(pm, "10-100; SUMO's PMx is mostly finer than 2.5 um"),
        HACTHANH_BACKGROUND(pm10, "20-150"),
        HACTHANH_BACKGROUND(pm25, "10-100"),
        HACTHANH_BACKGROUND(bc, "0.5-8"),
        HACTHANH_BACKGROUND(no2, "3-40; of the NOx, required with chemistry"),
        HACTHANH_BACKGROUND(o3, "20-120, required with chemistry"),
    };
#undef HACTHANH_BACKGROUND
}

}  // namespace hacthanh::scenario::detail
