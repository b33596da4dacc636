"""Work found on a host: told as it stands, whatever lies in its folder; nothing that lives is removed."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
KIT = os.path.join(HERE, "..", "..", "resources", "host")
SCRIPT = os.path.join(KIT, "work.py")


class Work(unittest.TestCase):
    def setUp(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="looptool $(touch canary) '工作'"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.root = os.path.join(self.folder, "jobs")
        os.makedirs(self.root)

    def run_kit(self, action, **config):
        text = json.dumps({"format": 1, "action": action, "root": self.root, **config})
        end = subprocess.run([sys.executable, "-I", "-B", SCRIPT, "-"], input=text.encode(), capture_output=True, check=False)
        self.assertNotIn(b"Traceback", end.stderr, end.stderr.decode())
        return end.returncode, [json.loads(line) for line in end.stdout.splitlines()]

    def work(self, name, **files):
        folder = os.path.join(self.root, name)
        os.makedirs(folder)
        for file, content in files.items():
            with open(os.path.join(folder, file.replace("_", ".", 1)), "wb") as out:
                out.write(content if isinstance(content, bytes) else json.dumps(content).encode())
        return folder

    def test_tells_step_word_and_whose_it_is(self):
        self.work("a", run_json={"steps": 40, "title": "t"}, from_json={"computer": "lab", "project": "p", "title": "mine"},
                  metrics_jsonl=b'{"step": 7}\n{"step": 8}\n{"ste', events_jsonl=b'{"type": "started"}\n{"type": "done", "step": 8}\n')
        _, (told, room, _) = self.run_kit("list")
        self.assertEqual({name: told[name] for name in ("id", "kind", "title", "state", "step", "steps", "word")},
                         {"id": "a", "kind": "training", "title": "mine", "state": "none", "step": 8, "steps": 40, "word": "done"})
        self.assertEqual(told["from"], {"computer": "lab", "project": "p"})
        self.assertGreater(room["free"], 0)

    def test_a_folder_with_rubbish_is_told_and_hides_no_other(self):
        self.work("rubbish", run_json=b"\xff\xfe{", config_json=[1], from_json={"computer": 7}, metrics_jsonl=b"\0" * 5000, rc=b"many\n")
        self.work("b", config_json={"action": "install", "lock": "small"})
        os.symlink("/", os.path.join(self.root, "link"))
        os.makedirs(os.path.join(self.root, "-rf $(id)"))
        code, events = self.run_kit("list")
        self.assertEqual(code, 0, events)
        self.assertEqual({one["id"]: one["kind"] for one in events if one["type"] == "work"}, {"rubbish": "other", "b": "setUp"})

    def test_what_lives_is_not_removed(self):
        folder = self.work("c", log=b"x" * 5000)
        import fcntl
        with open(os.path.join(folder, "detach.lock"), "ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            code, events = self.run_kit("remove", id="c")
            self.assertEqual((code, events[-1]["code"]), (4, "work.running"))
            self.assertTrue(os.path.exists(os.path.join(folder, "log")))
        code, events = self.run_kit("remove", id="c")
        self.assertEqual(code, 0, events)
        self.assertGreaterEqual(events[0]["bytes"], 5000)
        self.assertEqual(self.run_kit("remove", id="c")[1][0]["bytes"], 0)

    def test_no_name_leads_out_of_the_folder(self):
        outside = os.path.join(self.folder, "outside")
        os.makedirs(outside)
        os.symlink(outside, os.path.join(self.root, "link"))
        for name in ("..", "../outside", "/etc", "", ".", "a/b"):
            self.assertEqual(self.run_kit("remove", id=name)[0], 2, name)
        self.assertEqual(self.run_kit("remove", id="link")[0], 0)
        self.assertTrue(os.path.isdir(outside))


if __name__ == "__main__":
    unittest.main()
