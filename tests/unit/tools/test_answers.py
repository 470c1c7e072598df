"""The hours of the validation of answers, and its scores."""
import pathlib
import tempfile
import unittest

from validation import answers


class Hours(unittest.TestCase):
    def test_every_stratum_of_direction_and_speed_has_one(self):
        hours = answers.stratified_hours()
        self.assertEqual(len(hours), 200)
        width = 360 / answers.DIRECTION_STRATA
        for n in range(answers.DIRECTION_STRATA):
            within = [w for w in hours if n * width - 0.05 <= w[0] <= (n + 1) * width + 0.05]
            self.assertGreaterEqual(len(within), answers.SPEED_STRATA)
        self.assertEqual(hours, answers.stratified_hours())
        self.assertGreaterEqual(min(speed for _, speed in hours), answers.LEAST_WIND_M_S)

    def test_scores_are_those_of_pairs(self):
        found = answers.scores([(1.1, 1.0), (2.0, 1.0), (0.4, 1.0)])
        self.assertAlmostEqual(found["fractional_bias"], 2 * (3.5 - 3) / 6.5)
        self.assertAlmostEqual(found["within_15_percent"], 1 / 3)
        self.assertAlmostEqual(found["factor_of_two"], 2 / 3)

    def test_the_towns_demand_fills_two_hours(self):
        with tempfile.TemporaryDirectory() as folder:
            town = answers.repeated_town(pathlib.Path(folder) / "town")
            demand = (town.parent / "demand.rou.xml").read_text(encoding="utf-8")
            once = (answers.TOWN / "demand.rou.xml").read_text(encoding="utf-8").count("<vehicle ")
            self.assertEqual(demand.count("<vehicle "), answers.REPEATS * once)
            self.assertIn('<end value="7200"/>', (town.parent / "town.sumocfg").read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
