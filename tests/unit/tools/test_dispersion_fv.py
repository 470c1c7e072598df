"""Spread of a plume in a wind that takes a new direction after every span of time."""
import random
import unittest

from validation.dispersion_fv import meander_variance


class MeanderVariance(unittest.TestCase):
    def test_short_times_spread_linearly_long_ones_as_diffusion(self):
        self.assertAlmostEqual(meander_variance(0.5, 1.0, 1000.0), 0.25, delta=1e-3)
        step = meander_variance(0.5, 1001.0, 20.0) - meander_variance(0.5, 1000.0, 20.0)
        self.assertAlmostEqual(step, 0.25 * 20, delta=1e-9)  # 2 K with K = sigma^2 span / 2

    def test_is_smooth_where_the_forms_meet(self):
        self.assertAlmostEqual(meander_variance(0.5, 20 - 1e-9, 20.0), meander_variance(0.5, 20 + 1e-9, 20.0), delta=1e-6)

    def test_is_the_variance_of_such_a_walk(self):
        draw = random.Random(1)
        span, age, squares, n = 20.0, 50.0, 0.0, 20000
        for _ in range(n):
            time, place = -span * draw.random(), 0.0
            while time < age:
                end = time + span
                place += draw.gauss(0, 0.5) * (min(end, age) - max(time, 0.0)) if end > 0 else 0.0
                time = end
            squares += place * place
        self.assertAlmostEqual(squares / n / meander_variance(0.5, age, span), 1, delta=0.04)
