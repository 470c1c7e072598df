"""Folders of measurements that --data names: other years, other runs, and what is refused."""
import argparse
import datetime
import unittest
from unittest import mock

from folder_case import Folder
from validation import dispersion, dispersion_street, epa_7x11, prairie_grass, tables, wind


class Refusals(Folder):
    def refusal(self, what):
        with self.assertRaises(SystemExit) as refused:
            what()
        return str(refused.exception)


class Tables(Refusals):
    def test_a_missing_column_file_or_number_is_named(self):
        self.write("a.csv", "x,z", "1,2", "3,four", "5,")
        self.assertIn("a.csv:1: no column y", self.refusal(lambda: tables.rows(self.folder / "a.csv", ["x", "y"])))
        self.assertIn("b.csv: not found", self.refusal(lambda: tables.rows(self.folder / "b.csv", ["x"])))
        found = tables.rows(self.folder / "a.csv", ["z"])
        self.assertEqual([row.number("x") for row in found], [1, 3, 5])
        self.assertIn("a.csv:3: z is 'four'", self.refusal(lambda: found[1].number("z")))
        self.assertEqual(found[2].number("z", 7.0), 7.0)
        self.assertIn("a.csv:4: z is ''", self.refusal(lambda: found[2].number("z")))


class Marylebone(Refusals):
    def test_any_table_of_hours_and_any_year(self):
        self.write("hourly_2003_2005.csv", "date,nox,no2,o3,site", "2004-06-01T12:00Z,100,50,5,x",
                   "2004-06-01T13:00Z,,50,5,x", "2005-06-01T12:00Z,200,NA,5,x")
        self.write("hourly_1998.csv", "date,ws,nox,no2,o3", "1998-06-01T12:00,1,120,45,4")
        found = dispersion_street.hours(self.folder)
        self.assertEqual([row[1:] for row in found], [(120, 45, 4), (100, 50, 5)])
        self.assertTrue(all(row[0].tzinfo == datetime.UTC for row in found))
        self.assertEqual(dispersion.Context(self.folder, self.folder).folder("marylebone"), self.folder)

    def test_a_year_that_was_not_at_hand_has_the_inputs_of_the_nearest(self):
        def at(year):
            return datetime.datetime(year, 6, 1, 12, tzinfo=datetime.UTC)

        later, last = dispersion_street.supply(at(2005), 300.0), dispersion_street.supply(at(2003), 300.0)
        self.assertEqual(later[1:], last[1:])
        self.assertNotEqual(last[1:], dispersion_street.supply(at(2002), 300.0)[1:])
        self.assertEqual(dispersion_street.supply(at(1990), 300.0)[1:], dispersion_street.supply(at(1998), 300.0)[1:])

    def test_bins_stand_by_year_but_for_the_first_four(self):
        rows = [(datetime.datetime(year, 1, 1, tzinfo=datetime.UTC), 60.0, 40.0, 5.0) for year in (1998, 2001, 2002, 2005)]
        errors = dispersion_street.bin_errors(rows, [44.0, 48.0, 40.0, 20.0])
        self.assertEqual({name: round(value, 9) for name, value in errors.items()},
                         {"bin_1998_2001_050_100": 0.15, "bin_2002_050_100": 0.0, "bin_2005_050_100": -0.5})

    def test_a_broken_date_is_refused(self):
        self.write("hourly_x.csv", "date,nox,no2,o3", "yesterday,100,50,5")
        self.assertIn("hourly_x.csv:2: date is 'yesterday'", self.refusal(lambda: dispersion_street.hours(self.folder)))


class PrairieGrass(Refusals):
    def write_runs(self, *corrections):
        self.write("pg_met.csv", "run,L_m,ustar_m_s,zi_m,sigma_azimuth_deg,u8m_m_s,z0_m", "6,-30,0.3,,12,5,0.008",
                   "8,20,0.2,,4,3,0.008")
        self.write("pg_releases.csv", "run,source_height_m,sampler_height_m", "6,0.46,1.5", "8,0.46,1.5")
        self.write("pg_so2_correction_table5_4.csv", "run,f50,f100", *corrections)
        self.write("pg_arc_summary.csv", "run,arc_m,edge_over_max,cmax_over_q_s_m3,cic_over_q_s_m2", "6,50,0.01,1e-3,1e-2",
                   "8,50,0.01,1e-3,1e-2")

    def test_other_runs_and_the_directions_used(self):
        self.write_runs("6,1,1", "8,0.5,1")
        found = prairie_grass.arcs(self.folder)
        self.assertEqual([arc.crosswind_s_m2 for arc in found], [1e-2, 0.5e-2])
        self.assertEqual(prairie_grass.sigma_theta(found),
                         {"sigma_theta_deg_least": 4, "sigma_theta_deg_median": 12, "sigma_theta_deg_most": 12})
        self.assertEqual(prairie_grass.sigma_theta([]), {})

    def test_tables_that_do_not_fit_together_are_refused(self):
        self.write_runs("6,1,1", "8,,1")
        self.assertIn("no factor of run 8 at 50 m", self.refusal(lambda: prairie_grass.arcs(self.folder)))
        self.write("pg_releases.csv", "run,source_height_m,sampler_height_m", "6,0.46,1.5")
        self.assertIn("pg_met.csv:3: run 8", self.refusal(lambda: prairie_grass.arcs(self.folder)))
        self.write("pg_met.csv", "run,L_m", "6,-30")
        self.assertIn("pg_met.csv:1: no column ustar_m_s, zi_m", self.refusal(lambda: prairie_grass.runs(self.folder)))


class Word(Refusals):
    def validate(self):
        arguments = argparse.Namespace(data=self.folder, no_report=True)
        with mock.patch("builtins.print"), mock.patch.object(dispersion, "MODULES", []):
            return dispersion.validate(self.folder, arguments)

    def test_a_folder_without_measurements_is_refused(self):
        self.assertIn("holds none of", self.refusal(self.validate))
        self.folder = self.folder / "nowhere"
        self.assertIn("nowhere: holds none of", self.refusal(self.validate))

    def test_numbers_that_cannot_be_compared_name_their_score(self):
        context = dispersion.Context(self.folder)
        self.assertIn("a.b.c: 1: measured -3",
                      self.refusal(lambda: context.score("a.b.c", [(1, -3.0, 1.0)])))

    def test_concentrations_without_velocities_have_the_tunnels_wind_of_the_data_at_hand(self):
        known = self.folder / "data/validation/epa_usw_7x11"
        known.mkdir(parents=True)
        with mock.patch.object(epa_7x11, "data_folder", lambda: self.folder / "data"):
            self.assertEqual(epa_7x11.velocities(self.folder), self.folder / "velocity.csv")  # there is none at all
            (known / "velocity.csv").write_text("")
            self.assertEqual(epa_7x11.velocities(self.folder), known / "velocity.csv")
            self.write("velocity.csv", "")
            self.assertEqual(epa_7x11.velocities(self.folder), self.folder / "velocity.csv")

    def test_the_cubes_and_the_tunnels_wind_name_their_columns(self):
        self.write("conc.csv", "set,x_mm,y_mm,z_mm", "vert,1,2,3")
        self.assertIn("conc.csv:1: no column chi_CUH2_over_Q", self.refusal(lambda: epa_7x11.points(self.folder)))
        self.assertIn("velocity.csv: not found; see docs/formats/wind-case.md",
                      self.refusal(lambda: wind.measurements(self.folder / "velocity.csv")))


if __name__ == "__main__":
    unittest.main()
