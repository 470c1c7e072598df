#!/usr/bin/env python3
"""Emission rates of a small motorcycle over speed and acceleration: scenarios/fleets/motorcycle_110cc.csv.

The rate of fuel is a straight (Willans) line over the power at the wheel: idle + friction x speed + power / efficiency, with the vehicle
of below. What it gives is scaled once, so that the mean CO2 of driving in a city (cycle "urban" of `./do validate
emission`) is the Hanoi survey's 72.55 g/km; CO, NOx and PM follow the fuel with the survey's ratios to CO2
(Tran et al. 2024, IOP EES 012007). HC: EMEP/EEA 2019 Tier 2, mean over the levels of vietnam_hanoi.csv (evidence M).
Fuel: the carbon of CO2, CO and HC over the carbon content of E5 petrol.

One shape for all pollutants is a simplification: no survey known to us gives their dependence on speed.
"""
import argparse
import csv
import pathlib

MASS_KG = 99 + 1.39 * 60          # 110 cc underbone; 1.39 persons (Vietnamese urban survey 2015), 60 kg each (M)
ROLLING = 0.015                   # M
DRAG_AREA_M2 = 0.6                # upright rider, M
AIR_KG_M3 = 1.18                  # 25 degrees C
ROTATING = 1.05                   # wheels and engine as extra mass, M
EFFICIENCY = 0.25                 # of engine and chain above idle, M
IDLE_FUEL_G_S = 0.035             # about 0.17 l/h, M
HEAT_J_G = 42500                  # petrol
FRICTION_G_M = 0.006              # of the turning engine, per metre driven (about 1.2 bar at 4500 1/min), M
CO2_PER_FUEL = 3.09               # g/g before scaling; cancels with the scale

HANOI_G_KM = {"CO2": 72.55, "CO": 4.8, "NOx": 0.13, "PM": 0.053}
HC_G_KM = 0.755
CARBON_OF_E5 = 0.848
CARBON = {"CO2": 12.011 / 44.009, "CO": 12.011 / 28.010, "HC": 0.866}
# Mean CO2 of the unscaled rates in the cycle "urban" [g/km].
UNSCALED_URBAN_CO2_G_KM = 62.5

SPEEDS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 25, 30]
ACCELERATIONS = [-5, -3, -2, -1.5, -1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3]


def co2_g_s(speed, acceleration):
    """Rate of CO2 before scaling."""
    force = MASS_KG * (ROTATING * acceleration + 9.81 * ROLLING) + 0.5 * AIR_KG_M3 * DRAG_AREA_M2 * speed ** 2
    power_w = max(0.0, force * speed)
    return CO2_PER_FUEL * (IDLE_FUEL_G_S + FRICTION_G_M * speed + power_w / EFFICIENCY / HEAT_J_G)


def rates_mg_s(speed, acceleration):
    co2 = 1e3 * co2_g_s(speed, acceleration) * HANOI_G_KM["CO2"] / UNSCALED_URBAN_CO2_G_KM
    rates = {name: co2 * value / HANOI_G_KM["CO2"] for name, value in HANOI_G_KM.items()}
    rates["HC"] = co2 * HC_G_KM / HANOI_G_KM["CO2"]
    rates["fuel"] = sum(rates[name] * carbon for name, carbon in CARBON.items()) / CARBON_OF_E5
    return rates


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=pathlib.Path)
    output = parser.parse_args().output
    names = ["CO2", "CO", "HC", "NOx", "PM", "fuel"]
    with output.open("w", encoding="utf-8", newline="") as file:
        file.write("# Made by tools/scenarios/motorcycle_rates.py, which says how; do not edit.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["speed_m_s", "acceleration_m_s2"] + [f"{name}_mg_s" for name in names])
        for speed in SPEEDS:
            for acceleration in ACCELERATIONS:
                rates = rates_mg_s(speed, acceleration)
                writer.writerow([speed, acceleration] + [f"{rates[name]:.6g}" for name in names])


if __name__ == "__main__":
    main()
