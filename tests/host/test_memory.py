"""Whether the system ended a process for want of memory: its own counts, since no exit code says it."""
import os
import shutil
import sys
import tempfile
import unittest

KIT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "resources", "host")
sys.dont_write_bytecode = True
sys.path.insert(0, KIT)
from looptool_kit import memory  # noqa: E402


class Counts(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder, True)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
        return path

    def test_those_of_the_own_control_group_come_first(self):
        group = self.write("cgroup", "0::/user.slice/a b\n")
        self.write("user.slice/a b/memory.events", "low 0\nhigh 3\nmax 9\noom 2\noom_kill 2\noom_group_kill 7\n")
        vmstat = self.write("vmstat", "oom_kill 40\n")
        self.assertEqual(memory.oom_kills(group, self.folder, vmstat), 2)

    def test_else_those_of_the_machine(self):
        for group in ("11:memory:/x\n", "0::/gone\n"):
            vmstat = self.write("vmstat", "nr_free_pages 12\noom_kill 40\n")
            self.assertEqual(memory.oom_kills(self.write("cgroup", group), self.folder, vmstat), 40)

    def test_none_where_nobody_counts(self):
        nowhere = os.path.join(self.folder, "nowhere")
        self.assertEqual(memory.oom_kills(nowhere, nowhere, nowhere), 0)
        self.assertEqual(memory.oom_kills(nowhere, nowhere, self.write("odd", "oom_kill\noom_kill x\n")), 0)


if __name__ == "__main__":
    unittest.main()
