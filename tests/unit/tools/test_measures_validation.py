"""The measures' validation: what is finished is read back, what goes against its sign fails, lost vehicles end it."""
import contextlib
import copy
import io
import pathlib
import tempfile
import unittest

from validation import measures, measures_report

FAKE = """#!/bin/sh
echo called >> "$(dirname "$0")/calls"
while [ "$1" != "-o" ]; do shift; done
mkdir -p "$2"
echo '{"runs": [], "variants": {}}'
"""
MEMBER = {"vehicles_inserted": 10, "vehicles_arrived": 6, "vehicles_running": 2, "vehicles_off_road": 1, "vehicles_removed": 1}
DOCUMENT = {
    "runs": [{"members": {"base.s1.nc": MEMBER}}],
    "variants": {"m": {"valid": True, "mode": "operational", "notes": ["a note"], "invalid_because": [], "expectations": [
        {"indicator": "vehicle_km", "place": "place", "sign": "-", "published": "", "source": "", "finding": "as expected"}],
        "differences": {"vehicle_km@place": {"base": 50.0, "difference": -5.0, "relative": -0.1, "difference_ci": [-6.0, -4.0]}}}}}


def judge(document):
    """Without what it prints."""
    with contextlib.redirect_stdout(io.StringIO()):
        return measures.judge("case", document)


class MeasuresValidation(unittest.TestCase):
    def test_what_is_finished_is_read_back_until_an_option_changes(self):
        with tempfile.TemporaryDirectory() as scratch:
            programs = pathlib.Path(scratch)
            (programs / "hacthanh").write_text(FAKE, encoding="utf-8")
            (programs / "hacthanh").chmod(0o755)
            (programs / "hacthanh-engine").write_bytes(b"engine")
            for name in ("base.toml", "m.toml"):
                (programs / name).write_text(name, encoding="utf-8")
            work = programs / "work"
            work.mkdir()
            def calls():
                return (programs / "calls").read_text(encoding="utf-8").count("called")

            for options, expected in (({"a": "1"}, 1), ({"a": "1"}, 1), ({"a": "2"}, 2)):
                measures.whatif(programs, programs / "base.toml", [programs / "m.toml"], options, work)
                self.assertEqual(calls(), expected)
            (programs / "m.toml").write_text("another measure", encoding="utf-8")
            measures.whatif(programs, programs / "base.toml", [programs / "m.toml"], {"a": "1"}, work)
            self.assertEqual(calls(), 3)

    def test_a_finding_is_in_percent_of_the_base(self):
        found = judge(DOCUMENT)["m"]
        self.assertEqual(found["passed"], 1)
        finding = found["findings"][0]
        self.assertAlmostEqual(finding["percent"], -10)
        self.assertAlmostEqual(finding["low"], -12)
        self.assertAlmostEqual(finding["high"], -8)
        self.assertIn("| m | operational | vehicle_km@place | − | −10.00 | −12.00 … −8.00 | as expected |",
                      list(measures_report.rows({"m": found})))

    def test_against_the_sign_fails(self):
        document = copy.deepcopy(DOCUMENT)
        document["variants"]["m"]["expectations"][0]["finding"] = "against the expectation"
        self.assertEqual(judge(document)["m"]["passed"], 0)

    def test_a_lost_vehicle_ends_it(self):
        document = copy.deepcopy(DOCUMENT)
        document["runs"][0]["members"]["base.s1.nc"]["vehicles_removed"] = 0
        with self.assertRaises(SystemExit):
            judge(document)


if __name__ == "__main__":
    unittest.main()
