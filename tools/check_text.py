#!/usr/bin/env python3
"""Check the text files of the repository: UTF-8 in NFC form, no tabs in code, a final newline, no path of one machine.

Usage: check_text.py [--root DIR]     exit 0 = clean, 1 = problems
"""
import argparse
import pathlib
import re
import subprocess
import sys
import unicodedata

TEXT_SUFFIXES = {
    ".cpp", ".hpp", ".py", ".sh", ".cmake", ".md", ".toml", ".json", ".csv", ".txt", ".xml", ".sumocfg", ".yml"}
CODE_SUFFIXES = {".cpp", ".hpp", ".py", ".cmake", ".toml"}
MACHINE_PATH = re.compile(r"(?<![\w./])/(home|root|work|mnt|Users)/\w")


def problems_of(path, text):
    """Return what is wrong with one file, as lines `path:line: problem`."""
    found = []
    if not unicodedata.is_normalized("NFC", text):
        found.append(f"{path}: not in Unicode NFC form; normalise it")
    if text and not text.endswith("\n"):
        found.append(f"{path}: no newline at the end")
    for number, line in enumerate(text.splitlines(), 1):
        if path.suffix in CODE_SUFFIXES and "\t" in line:
            found.append(f"{path}:{number}: tab; use spaces")
        if line.rstrip() != line and path.suffix in CODE_SUFFIXES:
            found.append(f"{path}:{number}: spaces at the end of the line")
        if MACHINE_PATH.search(line):
            found.append(f"{path}:{number}: path of one machine")
    return found


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path("."))
    root = parser.parse_args(argv).root
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True).stdout
    found = []
    for name in filter(None, listed.split("\0")):
        path = pathlib.Path(name)
        if path.suffix not in TEXT_SUFFIXES and path.name not in {"CMakeLists.txt", "do"}:
            continue
        if not (root / path).exists():
            continue
        try:
            found += problems_of(path, (root / path).read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            found.append(f"{path}: not UTF-8 ({error.reason} at byte {error.start})")
    print("\n".join(found) or "text: clean")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
