#!/usr/bin/env python3
"""Run the notebook of docs/user on a fresh result of the tutorial; every cell must run and three figures must appear.

Usage: run_notebook.py --programs DIR
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    import nbformat  # pylint: disable=import-outside-toplevel
    from nbclient import NotebookClient  # pylint: disable=import-outside-toplevel
    with tempfile.TemporaryDirectory(prefix="hacthanh-notebook-") as folder:
        result = pathlib.Path(folder) / "town.nc"
        subprocess.run([arguments.programs / "hacthanh", "run", ROOT / "scenarios/tutorial/town.toml", "-o", result, "--quiet"],
                       check=True, stdout=subprocess.DEVNULL)
        os.environ["HACTHANH_RESULT"] = str(result)
        notebook = nbformat.read(ROOT / "docs/user/results.ipynb", as_version=4)
        NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    pictures = sum("image/png" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", []))
    print(f"{pictures} figures")
    return 0 if pictures == 3 else 1


if __name__ == "__main__":
    sys.exit(main())
