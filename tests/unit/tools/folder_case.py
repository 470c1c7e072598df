"""What the tests of the tools share."""
import pathlib
import tempfile
import unittest


class Folder(unittest.TestCase):
    """A test with a folder of small tables."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="hacthanh-test-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def write(self, name, *lines):
        (self.folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
