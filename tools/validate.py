#!/usr/bin/env python3
"""Hold the program against other programs and data.

Usage: validate.py --programs DIR [NAME] [--json FILE] [--data DIR]     NAME: answers dispersion emission emissions measures no2 wind; default: all
Cases whose data are absent are skipped, with a line, and counted. --data names the folder of another case (wind) or of
other measurements in the same columns (dispersion).
"""
import argparse
import json
import pathlib
import sys

from validation import answers, dispersion, emission, emissions, measures, no2, wind

# name: function of the programs' folder and the arguments -> {case: {numbers, "passed": 0 or 1}}
VALIDATIONS = {"answers": answers.validate, "dispersion": dispersion.validate, "emission": emission.validate, "emissions": emissions.validate,
               "measures": measures.validate, "no2": no2.validate, "wind": wind.validate}


def passed(result):
    """Whether every check in a nested result says so."""
    return all(passed(value) if isinstance(value, dict) else value for key, value in result.items()
               if isinstance(value, dict) or key == "passed")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="?", choices=sorted(VALIDATIONS), help="default: all")
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="folder of the built programs")
    parser.add_argument("--json", type=pathlib.Path, help="write the numbers here as well")
    parser.add_argument("--data", type=pathlib.Path, help="folder of other measurements (wind, dispersion)")
    parser.add_argument("--work", type=pathlib.Path, help="where finished runs are kept (answers, measures, no2)")
    parser.add_argument("--hours", type=int, help="answers, no2: only the first so many of the hours, which are in a random order")
    parser.add_argument("--no-report", action="store_true", help="leave table and plots in docs/ as they are")
    arguments = parser.parse_args()
    if arguments.data and arguments.name not in ("dispersion", "wind"):
        parser.error("--data goes with dispersion or wind")
    names = [arguments.name] if arguments.name else sorted(VALIDATIONS)
    results = {name: VALIDATIONS[name](arguments.programs.resolve(), arguments) for name in names}
    if arguments.json:
        document = results[arguments.name] if arguments.name else results
        arguments.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return 0 if all(passed(result) for result in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
