#!/usr/bin/env python3
"""Builds the schematic Thanh Hoá scenario: city folder, demand and SUMO configurations.

    tools/scenarios/build_thanh_hoa.py            write the files of scenarios/thanh-hoa
    tools/scenarios/build_thanh_hoa.py --check    only tell whether they are up to date

Needs netconvert and duarouter of SUMO 1.15.0 on the PATH. Reads facts/*.csv of the
scenario, nothing else. Same facts, same SUMO: same bytes.
"""

import sys

import city_files
import planar
from demand_files import (build_buses, bus_flows, flows_of_slice, write_flows, write_routes,
                          write_vehicle_types)
from network_files import build_network
from sumo_tools import run_builder, write_configuration
from thanh_hoa_map import CENTRE, SCENARIO, SEED, MapFrame, build_plan, read_facts
from trip_demand import DemandOptions, HotSpot, TripDrawer

TYPES, ROUTES, BUSES = "vtypes.add.xml", "routes.add.xml", "bus.add.xml"
NETWORK = f"city/{city_files.NETWORK}"
# name: (first hour, last hour, SUMO second of the first hour)
SPANS = {"morning": (7.0, 8.0, 0.0), "evening": (16.5, 18.5, 0.0), "day": (5.0, 22.0, 18000.0)}
CONFIGURATIONS = {"morning": "thanh_hoa.sumocfg", "evening": "evening.sumocfg",
                  "day": "day.sumocfg"}
FILES = (*(f"city/{name}" for name in city_files.FILES), TYPES, ROUTES, BUSES, *(f"{name}.rou.xml" for name in SPANS),
         *CONFIGURATIONS.values())
DAY_TRIPS = 72000  # vehicle trips of a day that begin on the map or come into it (evidence M)
FILLING_S, FILLING_FACTOR = 300.0, 1.4  # empty roads fill faster at the start of a short span
SUBLANE_M = 0.8
MADE_BY = "Made by tools/scenarios/build_thanh_hoa.py with SUMO 1.15.0; do not edit."
SCHEMATIC = "SCHEMATIC road network / mạng lưới đường sơ đồ."


def draw_routes(plan, folder):
    """Write the routes that trips are drawn from; return their number."""
    hotspots = [HotSpot(plan.junctions[row["node"]].position, float(row["weight"]),
                        float(row["radius_m"]))
                for row in read_facts("hotspots.csv") if row["node"]]
    drawer = TripDrawer(plan, hotspots, CENTRE, DemandOptions(seed=SEED))
    return write_routes(drawer, NETWORK, folder, ROUTES, SEED, f"{MADE_BY} {SCHEMATIC} Invented.")


def slices_of(first_hour, last_hour, second):
    """Yield (begin, end, hour, factor) of a span in SUMO seconds, cut at full hours."""
    hour = first_hour
    while hour < last_hour:
        following = min(last_hour, float(int(hour) + 1))
        begin = second + (hour - first_hour) * 3600.0
        end = second + (following - first_hour) * 3600.0
        if hour == first_hour and second == 0.0:
            yield begin, begin + FILLING_S, int(hour), FILLING_FACTOR
            begin += FILLING_S
        yield begin, end, int(hour), 1.0
        hour = following


def build_demand(timetable, folder):
    """Write the flows and configurations of all spans of the day."""
    profile = {int(row["hour"]): row for row in read_facts("day_profile.csv")}
    shares = {row["class"]: float(row["share_percent"]) for row in read_facts("fleet.csv")}
    line_buses = sum(3600.0 / headway for headway, _ in timetable.values())
    for name, (first, last, second) in SPANS.items():
        slices = [
            flows_of_slice(begin, end, profile[hour], factor * DAY_TRIPS
                           * float(profile[hour]["share_percent"]) / 100, shares, line_buses)
            for begin, end, hour, factor in slices_of(first, last, second)]
        end = second + 3600.0 * (last - first)
        comment = f"{MADE_BY} {SCHEMATIC} Invented demand."
        write_flows(folder / f"{name}.rou.xml", slices, bus_flows(timetable, second, end, first),
                    comment)
        write_configuration(folder / CONFIGURATIONS[name],
                            (NETWORK, f"{name}.rou.xml", f"{TYPES},{ROUTES},{BUSES}"),
                            f"{end:.0f}", SUBLANE_M, f"{MADE_BY} {SCHEMATIC}", f"{second:.0f}")


def build(folder):
    """Build all files of the scenario in a folder."""
    frame = MapFrame()
    plan, river = build_plan(frame)
    (folder / "city").mkdir()
    messages = build_network(plan, frame, folder, NETWORK,
                             f"{MADE_BY} {SCHEMATIC} UTM 48N (EPSG:32648).")
    write_vehicle_types(folder / TYPES, MADE_BY)
    count = draw_routes(plan, folder)
    timetable = build_buses(plan, read_facts("bus_lines.csv"), read_facts("bus_stops.csv"),
                           folder / BUSES, f"{MADE_BY} {SCHEMATIC}")
    build_demand(timetable, folder)
    city = city_files.write_city(folder / "city", plan, river, f"{MADE_BY} {SCHEMATIC}")
    kilometres = sum(planar.length(street.points) for street in plan.streets) / 1000
    return f"{messages}{len(plan.junctions)} junctions, {len(plan.streets)} streets of " \
           f"{kilometres:.0f} km, {len(plan.gates)} gates, {count} routes, {city}"


if __name__ == "__main__":
    sys.exit(run_builder(__doc__.splitlines()[0], build, SCENARIO, FILES))
