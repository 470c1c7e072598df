"""Scores of concentrations against numbers worked out by hand."""
import json
import math
import pathlib
import unittest

from validation.bootstrap import intervals
from validation.scores import scores


def of(pairs, threshold=0.0):
    return scores([(n, o, p) for n, (o, p) in enumerate(pairs)], threshold)


class Scores(unittest.TestCase):
    def test_the_vectors_that_the_program_is_held_to(self):
        vectors = json.loads((pathlib.Path(__file__).parents[2] / "data/score_vectors.json").read_text(encoding="utf-8"))
        self.assertEqual(len(vectors), 4)
        for vector in vectors:
            found = of(vector["pairs"])
            for name in ("fac2", "fb", "nmse", "r"):
                self.assertEqual(name in found, name in vector, msg=vector["about"])
                if name in found:
                    self.assertAlmostEqual(found[name], vector[name], places=7, msg=vector["about"] + ": " + name)

    def test_a_perfect_model(self):
        found = of([(1.0, 1.0), (2.0, 2.0), (4.0, 4.0)])
        for name, value in {"fac2": 1, "fb": 0, "nmse": 0, "mg": 1, "vg": 1, "r": 1, "nad": 0}.items():
            self.assertAlmostEqual(found[name], value, places=12, msg=name)

    def test_a_model_that_is_low_by_half(self):
        found = of([(1.0, 0.5), (2.0, 1.0), (3.0, 1.5)])
        self.assertEqual(found["fac2"], 1.0)                     # 0.5 itself is within the factor of two
        self.assertAlmostEqual(found["fb"], 2 * (2 - 1) / 3)     # > 0: too low
        self.assertAlmostEqual(found["mg"], 2.0)                 # > 1: too low
        self.assertAlmostEqual(found["vg"], math.exp(math.log(2) ** 2))
        self.assertAlmostEqual(found["nmse"], (0.25 + 1 + 2.25) / 3 / (2 * 1))
        self.assertAlmostEqual(found["nad"], 1 / 3)

    def test_a_model_that_is_high(self):
        found = of([(1.0, 3.0), (2.0, 2.0)])
        self.assertEqual(found["fac2"], 0.5)
        self.assertLess(found["fb"], 0)
        self.assertLess(found["mg"], 1)

    def test_against_numbers_by_hand(self):
        found = of([(1.0, 2.0), (4.0, 3.0), (7.0, 8.0)])
        self.assertAlmostEqual(found["fb"], 2 * (4 - 13 / 3) / (4 + 13 / 3))
        self.assertAlmostEqual(found["nmse"], 1 / (4 * 13 / 3))
        covariance = (-3 * (2 - 13 / 3) + 0 + 3 * (8 - 13 / 3))
        spread = math.sqrt((9 + 9) * ((2 - 13 / 3) ** 2 + (3 - 13 / 3) ** 2 + (8 - 13 / 3) ** 2))
        self.assertAlmostEqual(found["r"], covariance / spread)

    def test_zeros_are_judged_apart(self):
        found = of([(0.001, 0.0), (0.002, 0.5), (-0.001, 0.001), (1.0, 1.0)], threshold=0.01)
        self.assertAlmostEqual(found["matched_zeros"], 2 / 3)
        self.assertEqual(found["fac2"], 1.0)
        self.assertAlmostEqual(found["vg"], 1.0)

    def test_a_model_that_says_nothing_is_raised_to_the_threshold_in_logarithms_only(self):
        found = of([(0.015, 0.0), (1.0, 1.0)], threshold=0.01)
        self.assertEqual(found["fac2"], 0.5)
        self.assertAlmostEqual(found["vg"], math.exp(math.log(1.5) ** 2 / 2))

    def test_a_model_of_nothing_stays_a_number(self):
        found = of([(1.0, 0.0), (2.0, 0.0)])
        self.assertTrue(all(math.isfinite(value) for name, value in found.items() if not name.endswith("_ci")))
        self.assertNotIn("nmse", found)

    def test_broken_numbers_are_refused(self):
        for pair in [(math.nan, 1.0), (1.0, math.inf), (1.0, -1.0), (-0.5, 1.0)]:
            with self.assertRaises(ValueError):
                of([pair], threshold=0.01)

    def test_no_samples(self):
        self.assertEqual(scores([]), {"n": 0})

    def test_scores_hold_their_intervals(self):
        pairs = [(1 + n % 7, 1 + n * n % 11) for n in range(200)]
        found = of(pairs)
        for name in ("fac2", "fb", "nmse", "mg", "vg", "r", "nad"):
            low, high = found[f"{name}_ci"]
            self.assertLess(low, found[name], name)
            self.assertGreater(high, found[name], name)


class Intervals(unittest.TestCase):
    @staticmethod
    def mean(groups):
        values = [value for group in groups for value in group]
        return {"mean": sum(values) / len(values)}

    def test_width_is_that_of_the_mean(self):
        groups = [[n % 2] for n in range(400)]
        low, high = intervals(groups, self.mean)["mean"]
        self.assertAlmostEqual(high - low, 2 * 1.96 * 0.5 / 20, delta=0.012)

    def test_groups_are_drawn_whole(self):
        alone = intervals([[n % 2] for n in range(400)], self.mean)["mean"]
        together = intervals([[n % 2] * 20 for n in range(20)], self.mean)["mean"]
        self.assertGreater(together[1] - together[0], 3 * (alone[1] - alone[0]))

    def test_the_same_numbers_again(self):
        groups = [[n] for n in range(50)]
        self.assertEqual(intervals(groups, self.mean), intervals(groups, self.mean))

    def test_one_group_has_no_interval(self):
        self.assertEqual(intervals([[1, 2, 3]], self.mean), {})


if __name__ == "__main__":
    unittest.main()
