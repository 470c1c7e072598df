#include "sim/scenario/option_table.hpp"

#include "sim/scenario/detail/option_rows.hpp"
#include "sim/scenario/detail/option_rules.hpp"

#include <algorithm>

namespace hacthanh::scenario {
namespace {

using namespace detail;

std::vector<Option> about_and_time() {
    return {
        HACTHANH_OPTION(about.title, "scenario.title", "", anything(), "", "name of the run; default: the file's name"),
        HACTHANH_OPTION(about.title_vi, "scenario.title_vi", "", anything(), "", "its Vietnamese name; default: title"),
        HACTHANH_OPTION(about.note, "scenario.note", "", anything(), "", "a sentence printed on every picture"),
        HACTHANH_OPTION(about.note_vi, "scenario.note_vi", "", anything(), "", "the same in Vietnamese"),
        HACTHANH_OPTION(about.schematic, "scenario.schematic", "", anything(), "",
                        "the road network is a sketch, and every picture says so"),
        of_kind(OptionKind::date, HACTHANH_OPTION(time.date, "time.date", "", calendar_date(), "write it as 2026-01-15",
                                                  "local date of traffic second 0")),
        of_kind(OptionKind::utc_offset,
                HACTHANH_OPTION(time.utc_offset, "time.utc_offset", "", utc_offset(),
                                "Viet Nam is +07:00, central Europe +01:00 in winter", "local time minus UTC")),
        of_kind(OptionKind::clock, HACTHANH_OPTION(time.start_clock, "time.start_clock", "", clock_time(),
                                                   "write it as 07:00", "local clock time of traffic second 0")),
        HACTHANH_OPTION(time.days_per_year, "time.days_per_year", "d", between(0, 366), "250 working days are usual",
                        "days of a year of which this run is the typical one; 0 = not said"),
    };
}

std::vector<Option> traffic() {
    return {
        HACTHANH_OPTION(traffic.sumo_config, "traffic.sumo_config", "", anything(), "",
                        "SUMO configuration (.sumocfg), relative to this file; this or traffic.recording is required"),
        HACTHANH_OPTION(traffic.recording, "traffic.recording", "", anything(), "",
                        "traffic recorded with `hacthanh record`, relative to this file, in place of SUMO"),
        HACTHANH_OPTION(traffic.begin_s, "traffic.begin_s", "s", at_least(0), "SUMO's clock starts at 0",
                        "start of the run, SUMO's clock"),
        HACTHANH_OPTION(traffic.end_s, "traffic.end_s", "s", above(0), "an hour is 3600",
                        "end of the run, SUMO's clock"),
        HACTHANH_OPTION(traffic.scale, "traffic.scale", "", above(0), "1 is the demand as given; 1.2 is 20 % more",
                        "demand factor (SUMO's --scale)"),
        HACTHANH_OPTION(traffic.seed, "traffic.seed", "", between(0, 2147483647), "any whole number",
                        "random seed (SUMO's --seed); default: as the SUMO configuration says"),
        HACTHANH_OPTION(traffic.keep_sumo_outputs, "traffic.keep_sumo_outputs", "", anything(), "",
                        "keep the output files that the SUMO configuration asks for, beside the result"),
        HACTHANH_OPTION(traffic.warm_up_s, "traffic.warm_up_s", "s", at_least(0), "300-900 for a town",
                        "time that empty roads need to fill; part of the default spin-up"),
    };
}

std::vector<Option> demand() {
    return {
        HACTHANH_OPTION(demand.trips, "demand.trips", "", anything(), "docs/formats/demand.md",
                        "table of single trips (CSV), relative to this file; replaces the configuration's routes"),
        HACTHANH_OPTION(demand.matrix, "demand.matrix", "", anything(), "docs/formats/demand.md",
                        "origin-destination matrix (CSV), relative to this file; needs demand.zones"),
        HACTHANH_OPTION(demand.zones, "demand.zones", "", anything(), "polygons, or SUMO's taz in an .xml file",
                        "zones of the matrix, relative to this file"),
        HACTHANH_OPTION(demand.zone_field, "demand.zone_field", "", anything(), "",
                        "column with the zones' names; default: zone, id, name or taz"),
        HACTHANH_OPTION(demand.counts, "demand.counts", "", anything(), "docs/formats/demand.md",
                        "counts on roads (CSV) that the demand is fitted to, relative to this file"),
        HACTHANH_OPTION(demand.profile, "demand.profile", "", anything(), "docs/formats/demand.md",
                        "time of day of the matrix's trips (CSV), relative to this file; default: evenly over the run"),
        HACTHANH_OPTION(demand.vehicle_shares, "demand.vehicle_shares", "", anything(),
                        "\"motorbike=0.85 car=0.15\"; must sum to 1", "vehicle types of trips whose table names none"),
        HACTHANH_OPTION(demand.routing, "demand.routing", "", one_of({"fastest", "equilibrium"}),
                        "equilibrium takes up to demand.most_days simulations",
                        "how trips find their way: fastest on empty roads, or to equilibrium"),
        HACTHANH_OPTION(demand.keep_routes, "demand.keep_routes", "", anything(), "",
                        "the configuration's own routes (buses) stay beside this demand"),
        HACTHANH_OPTION(demand.cache, "demand.cache", "", anything(), "",
                        "folder that keeps made routes, by content, relative to this file"),
        HACTHANH_OPTION(demand.relative_gap, "demand.relative_gap", "", above_up_to(0, 1), "0.02 is usual",
                        "relative gap at which routes are in equilibrium (docs/theory/equilibrium.md)"),
        HACTHANH_OPTION(demand.most_days, "demand.most_days", "", between(1, 1000), "10-40",
                        "simulated days at most on the way to equilibrium"),
        HACTHANH_OPTION(demand.interval_s, "demand.interval_s", "s", above(0), "900 is usual",
                        "drivers know travel times in steps of this length"),
    };
}

std::vector<Option> city() {
    return {HACTHANH_OPTION(city.folder, "city.folder", "", anything(), "",
                            "city folder with the buildings that stand in the wind (`hacthanh import` makes one), "
                            "relative to this file; default: no buildings")};
}

std::vector<Option> nest() {
    return {
        HACTHANH_OPTION(nest.parent, "nest.parent", "", anything(), "",
                        "finished result of a larger domain, relative to this file: its air surrounds this finer one; "
                        "default: no nest")};
}

std::vector<Option> mesh() {
    return {
        HACTHANH_OPTION(mesh.cell_size_m, "mesh.cell_size_m", "m", above(0), "typical values are 5-50",
                        "horizontal size of a cell"),
        HACTHANH_OPTION(mesh.margin_m, "mesh.margin_m", "m", at_least(0), "typical values are 100-500",
                        "added on every side of the road network when no extent is given"),
        HACTHANH_OPTION(mesh.levels, "mesh.levels", "", between(2, 500), "typical values are 20-40", "layers of cells"),
        HACTHANH_OPTION(mesh.first_layer_m, "mesh.first_layer_m", "m", above(0), "typical values are 2-5",
                        "thickness of the lowest layer; layers above grow by one factor"),
        HACTHANH_OPTION(mesh.top_m, "mesh.top_m", "m", above(0), "typical values are 300-1000",
                        "height of the lid over ground"),
        HACTHANH_OPTION(mesh.extent, "mesh.extent", "m", extent_order(), "coordinates are the SUMO network's",
                        "[x_min, y_min, x_max, y_max] of the domain; default: the road network and its margin"),
    };
}

std::vector<Option> sources() {
    return {HACTHANH_OPTION(sources.file, "sources.file", "", anything(), "docs/formats/sources.md",
                            "register of sources beside the traffic (CSV), relative to this file")};
}

std::vector<Option> physics() {
    return {
        HACTHANH_OPTION(emission.fleet, "emission.fleet", "", anything(), "docs/formats/fleet.md",
                        "fleet table (CSV), relative to this file; default: emissions as SUMO reports them"),
        HACTHANH_OPTION(emission.electric_motorbike_share, "emission.electric_motorbike_share", "", between(0, 1),
                        "0.25 makes one motorbike in four electric",
                        "share of electric motorbikes; default: as the fleet table says"),
        HACTHANH_OPTION(emission.road_silt_load_g_m2, "emission.road_silt_load_g_m2", "g/m2", between(0, 400),
                        "0.03-0.6 on paved city roads (AP-42); leave it out for no resuspension",
                        "fine dust on the road; adds resuspension to the wear"),
        HACTHANH_OPTION(emission.no2_share, "emission.no2_share", "", between(0, 1),
                        "0.03 petrol, 0.1-0.5 diesel; a fleet table has its own for every class",
                        "part of NOx that leaves the exhaust as NO2, for chemistry without emission.fleet"),
        HACTHANH_OPTION(emission.allow_default_emission_class, "emission.allow_default_emission_class", "", anything(),
                        "", "accept SUMO's default for vehicle types that give no emissionClass"),
        HACTHANH_OPTION(emission.wake_height_factor, "emission.wake_height_factor", "", above_up_to(0, 10),
                        "1.7 is usual", "height of a vehicle's wake over the vehicle's own height"),
        HACTHANH_OPTION(dispersion.max_courant_number, "dispersion.max_courant_number", "", above_up_to(0, 1),
                        "0.9 is usual", "longest time step, as cells crossed per step"),
        HACTHANH_OPTION(dispersion.schmidt_number, "dispersion.schmidt_number", "", between(0.1, 10),
                        "0.7-0.9 is usual", "turbulent Schmidt number"),
        HACTHANH_OPTION(dispersion.model, "dispersion.model", "", one_of({"finite_volume", "line_source", "particles"}),
                        "finite_volume for a city, line_source to screen a region, particles to check near sources",
                        "what carries the pollutants"),
        HACTHANH_OPTION(dispersion.flux_memory, "dispersion.flux_memory", "", anything(), "",
                        "finite_volume: turbulent fluxes take an eddy's lifetime to follow (edges of plumes)"),
        HACTHANH_OPTION(dispersion.vehicle_mixing, "dispersion.vehicle_mixing", "", anything(), "",
                        "finite_volume: vehicles stir the air of their streets, by class and speed"),
        HACTHANH_OPTION(dispersion.line_tolerance, "dispersion.line_tolerance", "", above_up_to(0, 0.1),
                        "0.0001 is usual; below 0.00001 in double precision",
                        "line_source: error of one road at one place, over the peak of its plume"),
        HACTHANH_OPTION(dispersion.particles_per_s, "dispersion.particles_per_s", "1/s", above_up_to(0, 1e7),
                        "1000-10000 for a town", "particles: how many are released in each second"),
        HACTHANH_OPTION(dispersion.particle_time_step, "dispersion.particle_time_step", "", above_up_to(0, 0.5),
                        "0.1 is usual", "particles: time step over the Lagrangian time scale"),
        HACTHANH_OPTION(kerb.model, "kerb.model", "", one_of({"none", "street"}),
                        "street: canyon between walls, line source on open roads",
                        "concentrations at both kerbs of every road, where the mesh is too coarse for the street"),
        HACTHANH_OPTION(chemistry.model, "chemistry.model", "", one_of({"none", "no-no2-o3"}),
                        "no-no2-o3 needs background.NO2_ug_m3 and background.O3_ug_m3",
                        "what pollutants turn into in the air"),
        HACTHANH_OPTION(run.spin_up_s, "run.spin_up_s", "s", at_least(0), "leave it out for the default",
                        "start that means leave out; default: warm-up and 1.5 domain lengths of wind"),
        HACTHANH_OPTION(run.coupling_interval_s, "run.coupling_interval_s", "s", above(0), "10 is usual",
                        "traffic is handed to the air in pieces of this length"),
    };
}

std::vector<Option> removal() {
    std::vector<Option> table = {HACTHANH_OPTION(
        removal.dry_deposition, "removal.dry_deposition", "", anything(), "",
        "particles settle and deposit by their size, wind and ground, those with a background only where a velocity is "
        "given; gases do not")};
    for (std::size_t p = 0; p < n_pollutants; ++p) {
        std::string const species(pollutant_names[p]);
        table.push_back(make_option(
            {"removal." + species + "_deposition_m_s", "m/s", at_least(0), "0.001-0.01 is usual for particles",
             "deposition velocity of " + species + " in place of the computed one"},
            [p](auto& s) -> auto& { return s.removal.deposition_m_s[p]; }));
        table.push_back(make_option(
            {"removal." + species + "_loss_1_h", "1/h", at_least(0), "0.1 halves it in 7 hours",
             "first-order decay of " + species + " in the air; default: none"},
            [p](auto& s) -> auto& { return s.removal.loss_1_h[p]; }));
    }
    return table;
}

std::vector<Option> output() {
    return {
        HACTHANH_OPTION(output.species, "output.species", "", species_names(),
                        "PM is SUMO's PMx, fuel the mass of fuel burnt; NO2_primary, PM10, … need emission.fleet",
                        "pollutants to carry and write"),
        HACTHANH_OPTION(output.interval_s, "output.interval_s", "s", above(0), "typical values are 60-900",
                        "length of an output step"),
        HACTHANH_OPTION(output.concentration_error, "output.concentration_error", "", between(0, 0.1),
                        "0.0005 is usual; 0 stores every bit", "largest relative rounding of stored concentrations"),
        HACTHANH_OPTION(output.fields_up_to_m, "output.fields_up_to_m", "m", above(0), "50 keeps files small",
                        "store concentrations up to this height; default: all layers"),
        HACTHANH_OPTION(output.keep_fields, "output.keep_fields", "", anything(), "",
                        "store concentrations of every output step"),
        HACTHANH_OPTION(output.keep_roads, "output.keep_roads", "", anything(), "",
                        "store traffic and emissions of every road"),
        HACTHANH_OPTION(output.keep_groups, "output.keep_groups", "", anything(), "",
                        "store the traffic of every road by group of vehicles (motorcycle, car, …)"),
        HACTHANH_OPTION(output.keep_wind, "output.keep_wind", "", anything(), "",
                        "store the wind on the stored cells whenever the weather has changed"),
        HACTHANH_OPTION(output.receptors, "output.receptors", "", anything(), "docs/formats/receptors.md",
                        "table (CSV) of schools, monitors, … whose air is kept at every coupling interval, relative to "
                        "this file; default: none"),
        HACTHANH_OPTION(output.trace_interval_s, "output.trace_interval_s", "s", at_least(0), "10 is a film, 0 = off",
                        "store where every vehicle is, so often"),
    };
}

std::vector<Option> build_table() {
    std::vector<Option> table;
    for (auto const& part : {about_and_time(), traffic(), demand(), city(), mesh(), nest(), weather_options(),
                             wind_options(), background_options(), sources(), physics(), removal(), output()})
        table.insert(table.end(), part.begin(), part.end());
    return table;
}

}  // namespace

std::string_view name(OptionKind kind) {
    switch (kind) {
        case OptionKind::text: return "text";
        case OptionKind::path: return "path";
        case OptionKind::number: return "number";
        case OptionKind::integer: return "integer";
        case OptionKind::boolean: return "boolean";
        case OptionKind::number_list: return "number list";
        case OptionKind::text_list: return "text list";
        case OptionKind::species_list: return "species list";
        case OptionKind::date: return "date";
        case OptionKind::utc_offset: return "UTC offset";
        case OptionKind::clock: return "clock time";
    }
    return "value";
}

std::vector<Option> const& options() {
    static std::vector<Option> const table = build_table();
    return table;
}

std::vector<std::string> const& sections() {
    static std::vector<std::string> const names = [] {
        std::vector<std::string> found;
        for (Option const& option : options())
            if (found.empty() || found.back() != option.section()) found.push_back(option.section());
        return found;
    }();
    return names;
}

Option const* find_option(std::string_view key) {
    auto const found =
        std::find_if(options().begin(), options().end(), [&](Option const& option) { return option.key == key; });
    return found == options().end() ? nullptr : &*found;
}

}  // namespace hacthanh::scenario
