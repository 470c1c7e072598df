"""The names under which `validate dispersion --json` and `bench dispersion --json` give their numbers: others read them."""
import argparse
import importlib.util
import json
import pathlib
import types
import unittest
from unittest import mock

from folder_case import Folder
from validation import dispersion, dispersion_street, wind

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]


def probe(_programs, _subject, request):
    """An answer of the form of hacthanh-dispersion-probe, always the same numbers."""
    n = len(request.get("points", request.get("distances_m", [])))
    return {"concentration_kg_m3": [1e-3] * n, "crosswind_variance_m2": [4.0] * n, "age_s": [20.0] * n,
            "crosswind_integral_s_m2": [1e-2] * n, "maximum_s_m3": [1e-3] * n, "meander_time_s": 60.0,
            "arcs": [{"crosswind_integral": 1e-2, "variance_m2": 4.0, "age_s": 20.0} for _ in request.get("arcs", [])]}


def street(_context, document):
    """An answer of the form of hacthanh-street-probe."""
    hours = len(document.get("kerb", {}).get("supply", []))
    return {"kerb": {"no2": [40.0] * hours, "photostationary_no2": [45.0] * hours},
            "canyons": [{"leeward": 40.0, "windward": 12.0}]}


class Keys(Folder):
    def write_measurements(self):
        self.write("pg_met.csv", "run,L_m,ustar_m_s,zi_m,sigma_azimuth_deg,u8m_m_s,z0_m", "5,-30,0.3,,12,5,0.008",
                   "7,20,0.2,,4,3,0.008")
        self.write("pg_releases.csv", "run,source_height_m,sampler_height_m", "5,0.46,1.5", "7,0.46,1.5")
        self.write("pg_so2_correction_table5_4.csv", "run,f50,f100", "5,1,1", "7,1,1")
        self.write("pg_arc_summary.csv", "run,arc_m,edge_over_max,cmax_over_q_s_m3,cic_over_q_s_m2", "5,50,0.01,1e-3,1e-2",
                   "7,100,0.01,2e-3,2e-2")
        self.write("conc.csv", "set,x_mm,y_mm,z_mm,chi_CUH2_over_Q", "vert,225,0,10,2", "vert,525,0,150,0.5",
                   "surf,825,0,,0.4", "surf,1125,75,,0.001", "lat,825,75,10,0.3", "surf,165,0,,30")
        self.write("velocity.csv", "component,profile,x_mm,y_mm,z_mm,mean_m_s",
                   *(f"u,vert,-500,0,{z},{1 + 0.01 * z}" for z in (30, 75, 150, 300, 600)))
        self.write("hourly_2003.csv", "date,nox,no2,o3", "2003-01-01T10:00Z,120,45,4", "2003-02-01T10:00Z,220,60,3")

    def test_of_the_validation(self):
        self.write_measurements()
        arguments = argparse.Namespace(data=self.folder, no_report=True)
        with mock.patch("builtins.print"), mock.patch.object(wind, "run_probe", probe), \
                mock.patch.object(dispersion_street, "probe", street):
            found = json.loads(json.dumps(dispersion.validate(self.folder, arguments)))
        scores = {"fac2", "fb", "nmse", "mg", "vg", "nad", "matched_zeros", "n"}
        for model in ("fv", "line", "particles", "null_model"):
            for name in ("cic", "arc_max"):
                self.assertLessEqual(scores, set(found["prairie_grass"][model][name]), f"prairie_grass.{model}.{name}")
        for model in ("fv", "line", "particles"):
            self.assertEqual(found["prairie_grass"][model]["arc_max"]["sigma_theta_deg_most"], 12)
        for model in ("fv", "particles", "null_model"):
            for name in ("vertical", "surface", "both", "lateral", "x_below_525", "x_below_375", "near_source"):
                self.assertLessEqual({"fac2", "n"}, set(found["epa_7x11"][model][name]), f"epa_7x11.{model}.{name}")
        self.assertEqual(found["epa_7x11"]["baseline"]["qes_plume"]["both"]["fac2"], 0.74)
        for model in ("resolved", "subgrid"):
            self.assertLessEqual({"leeward_maximum", "windward_maximum", "leeward_over_windward"},
                                 set(found["canyon"][model]))
        for model in ("kerb", "null_model"):
            self.assertLessEqual(scores, set(found["marylebone"][model]["hourly"]))
            self.assertIn("worst_bin_error", found["marylebone"][model])
            self.assertIn("bin_2003_100_150", found["marylebone"][model])
        limits = {name: (gate.get("low"), gate.get("high")) for name, gate in found["gates"].items()}
        self.assertEqual(limits["prairie_grass.line.cic.fac2"], (0.97, None))
        self.assertEqual(limits["prairie_grass.line.arc_max.fb"], (-0.15, 0.15))
        self.assertEqual(limits["prairie_grass.fv.cic.vg"], (None, 1.12))
        self.assertEqual(limits["prairie_grass.particles.cic.nmse"], (None, 0.22))
        self.assertEqual(limits["epa_7x11.particles.both.fac2"], (0.74, None))
        self.assertEqual(limits["epa_7x11.fv.both.fac2"], (0.66, None))
        for model in ("fv", "particles"):
            self.assertEqual(limits[f"epa_7x11.{model}.both.matched_zeros"], (0.95, None))
            self.assertEqual(limits[f"epa_7x11.{model}.both.vg"], (None, 1.8))
            self.assertIn(f"epa_7x11.{model}.x_below_525.fac2", limits)
        self.assertEqual(limits["canyon.resolved.leeward_maximum"], (21, 63))
        self.assertEqual(limits["canyon.subgrid.leeward_over_windward"], (2, None))
        self.assertEqual(limits["marylebone.kerb.worst_bin_error"], (-0.15, 0.15))

    def test_of_the_bench(self):
        specification = importlib.util.spec_from_file_location("bench_dispersion", REPOSITORY / "bench/dispersion.py")
        bench = importlib.util.module_from_spec(specification)
        specification.loader.exec_module(bench)

        def program(command, **_):
            name = pathlib.Path(command[0]).name
            numbers = {"bench_transport": {"block_city": {"transport_vs_prototype": 2, "stream_fraction": 0.4,
                                                          "thread_scaling_2": 1.9, "rate": 1},
                                           "flux_memory": {"over_plain": 10}},
                       "bench_near": {"line_source": {"vs_prototype": 8}, "particles": {"vs_prototype": 0.9}}}
            if name in numbers:
                pathlib.Path(command[command.index("--json") + 1]).write_text(json.dumps(numbers[name]), encoding="utf-8")
            account = {"mass_budget_relative_error": 1e-7, "stage_wall_s": {"transport": 18.5}, "cells": 1,
                       "transport_steps": 2}
            return types.SimpleNamespace(stdout=json.dumps(account), returncode=0)

        with mock.patch.object(bench.subprocess, "run", program):
            found = bench.measure(pathlib.Path("programs"), None)
        wanted = {"transport_vs_prototype": 2, "stream_fraction": 0.4, "particles_vs_prototype": 0.9,
                  "line_source_vs_prototype": 8, "thread_scaling_2": 1.9, "morning_transport_s": 18.5}
        self.assertEqual({name: found.get(name) for name in wanted}, wanted)
        self.assertEqual(found["transport"]["flux_memory"]["over_plain"], 10)


if __name__ == "__main__":
    unittest.main()
