"""Readers of dispersion measurements, the null models, and the word that gathers scores."""
import math
import unittest
from unittest import mock

from folder_case import Folder
from validation import dispersion, dispersion_report, epa_7x11, gaussian, prairie_grass


class Tables(Folder):
    def write_prairie_grass(self):
        self.write("pg_met.csv", "run,L_m,ustar_m_s,zi_m,wind_dir_deg,sigma_azimuth_deg,u8m_m_s,z0_m",
                   "5,-28.0,0.39,782.0,176.0,9.5,5.93,0.008", "17,48.0,0.21,,184.0,5.6,3.41,0.008")
        self.write("pg_releases.csv", "run,date,time_cst,q_g_s,source_height_m,sampler_height_m",
                   "3,07/05/56,2200-2210,56.3,0.46,1.5", "5,07/06/56,1400-1410,77.8,0.46,1.5",
                   "17,07/23/56,2000-2010,56.5,0.46,1.5")
        self.write("pg_so2_correction_table5_4.csv", "run,f50,f100,f200,f400,f800", "3,1,1,1,1,1",
                   "5,0.9,0.8,0.7,0.9,0.9", "17,0.95,0.95,0.09,0.95,0.95")
        self.write("pg_arc_summary.csv", "run,arc_m,q_g_s,n,cmax_mg_m3,cic_mg_m2,sigma_y_m,centroid_az_deg,"
                   "edge_over_max,cmax_over_q_s_m3,cic_over_q_s_m2",
                   "3,50,56,40,1,1,1,1,0.0,1e-3,1e-2", "5,100,78,40,1,1,1,1,0.01,2e-3,2e-2",
                   "5,50,78,40,1,1,1,1,0.01,4e-3,4e-2", "17,200,56,40,1,1,1,1,0.01,1e-3,1e-2",
                   "17,800,56,40,1,1,1,1,0.30,1e-3,1e-2")


class PrairieGrass(Tables):
    def test_arcs(self):
        self.write_prairie_grass()
        found = prairie_grass.arcs(self.folder)
        places = [(arc.run.number, arc.distance_m) for arc in found]
        self.assertEqual(places, [(5, 50), (5, 100), (17, 200)])  # no met for run 3; run 17 at 800 m is incomplete
        self.assertAlmostEqual(found[0].crosswind_s_m2, 0.9 * 4e-2)
        self.assertAlmostEqual(found[1].maximum_s_m3, 0.8 * 2e-3)
        self.assertAlmostEqual(found[2].crosswind_s_m2, 0.95 * 1e-2)  # a misprinted factor
        self.assertEqual(found[2].run.mixing_height_m, prairie_grass.MIXING_HEIGHT_M)
        self.assertEqual([arc.run.stability for arc in found], ["unstable", "unstable", "stable"])
        self.assertAlmostEqual(found[0].run.sigma_v_m_s, math.radians(9.5) * 5.93)

    def test_the_null_model_dilutes_with_distance_and_wind(self):
        self.write_prairie_grass()
        near, far, _ = prairie_grass.arcs(self.folder)
        self.assertGreater(prairie_grass.null_crosswind(near), prairie_grass.null_crosswind(far))
        self.assertGreater(prairie_grass.null_maximum(near), prairie_grass.null_maximum(far))


class Gaussian(unittest.TestCase):
    def test_the_flux_is_the_release(self):
        speed, sigmas, height = 3.0, (20.0, 10.0), 5.0
        flux = sum(speed * gaussian.plume(speed, sigmas, height, y + 0.5, z + 0.5)
                   for y in range(-120, 120) for z in range(0, 80))
        self.assertAlmostEqual(flux, 1.0, delta=1e-3)


class Cubes(Folder):
    def test_points(self):
        self.write("conc.csv", "set,file,repeat,x_mm,y_mm,z_mm,c_percent,chi_CUH2_over_Q",
                   "vert,a,0,225,0,10,1,2.0", "vert,b,0,225,0,10,1,4.0", "surf,c,0,75,0,,1,0.5", "surf,c,0,225,0,,1,1.5",
                   "surf,c,0,165,0,,1,30")
        found = epa_7x11.points(self.folder)
        self.assertEqual(len(found), 4)
        by_place = {(point.set_name, point.x): point for point in found}
        self.assertEqual(by_place["vertical", 225].chi, 3.0)
        self.assertEqual(by_place["surface", 75].z, 151.0)   # on a roof
        self.assertEqual(by_place["surface", 225].z, 1.0)
        sets = epa_7x11.sets(found, [0.0] * 4)
        self.assertEqual({name: len(samples) for name, samples in sets.items()},
                         {"vertical": 1, "surface": 2, "both": 3, "x_below_525": 3, "x_below_375": 3, "near_source": 1})

    def test_buildings(self):
        self.assertTrue(epa_7x11.is_roof(75, 0))
        self.assertTrue(epa_7x11.is_roof(1875, -1500))
        self.assertFalse(epa_7x11.is_roof(225, 0))
        self.assertFalse(epa_7x11.is_roof(75, 150))
        self.assertFalse(epa_7x11.is_roof(2025, 0))

    def test_nothing_upwind_of_the_source(self):
        self.assertEqual(epa_7x11.null_chi(epa_7x11.Point("surface", 100.0, 0.0, 1.0, 0.0)), 0.0)


class Word(Tables):
    def test_scores_and_gates_have_a_place(self):
        context = dispersion.Context(self.folder)
        context.score("town.line.cic", [(1, 1.0, 1.0), (2, 2.0, 8.0)],
                      gates={"fac2": dispersion.at_least(0.6), "fb": dispersion.within(2)})
        context.number("town.line.peak", 42.0, dispersion.Gate(20, 60))
        self.assertEqual(context.results["town"]["line"]["cic"]["fac2"], 0.5)
        self.assertEqual(context.found("town.line.cic.fac2"), 0.5)
        self.assertEqual(context.found("town.line.peak"), 42.0)
        self.assertIsNone(context.found("town.fv.cic.fac2"))
        gates = context.gate_results()
        self.assertEqual({name: gate["passed"] for name, gate in gates.items()},
                         {"town.line.cic.fac2": 0, "town.line.cic.fb": 1, "town.line.peak": 1})
        self.assertNotIn("high", dispersion.plain(gates)["town.line.cic.fac2"])

    def test_numbers_of_modules_are_merged(self):
        into = {"a": {"b": {"x": 1}}}
        dispersion.merge(into, {"a": {"b": {"y": 2}, "c": 3}})
        self.assertEqual(into, {"a": {"b": {"x": 1, "y": 2}, "c": 3}})

    def test_a_folder_of_the_case_or_of_all_cases(self):
        (self.folder / "prairie_grass").mkdir()
        (self.folder / "prairie_grass" / "pg_arc_summary.csv").write_text("")
        self.assertEqual(dispersion.Context(self.folder, self.folder).folder("prairie_grass").name, "prairie_grass")
        alone = dispersion.Context(self.folder, self.folder / "prairie_grass")
        self.assertEqual(alone.folder("prairie_grass").name, "prairie_grass")
        with mock.patch("builtins.print") as said:
            self.assertIsNone(alone.folder("marylebone"))
        self.assertIn("skipped marylebone", said.call_args.args[0])

    def test_tables_and_plots_replace_what_stands_between_the_marks(self):
        context = dispersion.Context(self.folder)
        samples = [(n, 0.1 * n + 0.1, 0.1 * n + 0.2) for n in range(9)]
        context.score("epa_7x11.particles.vertical", samples, gates={"fac2": dispersion.at_least(0.7)})
        context.score("epa_7x11.null_model.vertical", samples)
        self.write("page.md", "before", "<!-- epa_7x11: begin -->", "old", "<!-- epa_7x11: end -->", "after")
        with mock.patch.object(dispersion_report, "PAGE", self.folder / "page.md"), \
                mock.patch.object(dispersion_report, "IMAGES", self.folder / "images"), \
                mock.patch.object(dispersion_report, "REPOSITORY", self.folder), mock.patch("builtins.print"):
            dispersion_report.write(context)
        page = (self.folder / "page.md").read_text(encoding="utf-8")
        self.assertNotIn("old", page)
        self.assertTrue(page.startswith("before\n") and page.endswith("after\n"))
        self.assertLess(page.index("| particles |"), page.index("| null model |"))
        plot = (self.folder / "images" / "epa_7x11_vertical.svg").read_text(encoding="utf-8")
        self.assertEqual(plot.count("<rect"), 3)


if __name__ == "__main__":
    unittest.main()
