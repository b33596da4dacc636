"""Files of a run: nothing torn, nothing half there, of a step that stands twice the last line."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import types
import unittest

KIT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "resources", "host")
sys.dont_write_bytecode = True
sys.path.insert(0, KIT)
import train_trl  # noqa: E402
from looptool_kit import job, rows, run_folder  # noqa: E402


class InFolder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="looptool $(x) '\"")
        self.addCleanup(shutil.rmtree, self.folder, True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, data):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(data)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()


class Lines(InFolder):
    def test_a_torn_last_line_is_cut_and_whole_ones_stay(self):
        for torn in (b"", b'{"ste', b"x" * 200_000):
            self.write("m.jsonl", b'{"a": 1}\n{"a": 2}\n' + torn)
            job.LineFile(self.path("m.jsonl")).add({"a": 3})
            self.assertEqual(self.read("m.jsonl"), b'{"a": 1}\n{"a": 2}\n{"a": 3}\n')

    def test_a_file_of_one_torn_line_becomes_empty(self):
        self.write("m.jsonl", b"y" * 70_000)
        job.LineFile(self.path("m.jsonl"))
        self.assertEqual(self.read("m.jsonl"), b"")

    def test_half_a_surrogate_does_not_stop_a_training(self):
        job.LineFile(self.path("m.jsonl")).add({"a": "\ud800"})
        self.assertEqual(len(self.read("m.jsonl").splitlines()), 1)

    def test_numbers_that_are_none_stand_as_null(self):
        line = run_folder.metric_line(3, {"loss": float("nan"), "kl": float("inf"), "lr": 1, "x": None})
        self.assertEqual(line["data"], {"loss": None, "kl": None, "lr": 1.0, "x": None})
        job.LineFile(self.path("m.jsonl")).add(line)

    @unittest.skipUnless(os.path.exists("/dev/full"), "needs /dev/full")
    def test_a_full_disk_is_recognised(self):
        lines = job.LineFile(self.path("m.jsonl"))
        lines.path = "/dev/full"
        with self.assertRaises(OSError) as told:
            lines.add({"a": 1})
        self.assertTrue(job.is_full_disk(told.exception))
        self.assertEqual(job.told_failure(told.exception).code, "disk.full")


class Events(InFolder):
    def test_numbers_and_attempts_go_on(self):
        with open(os.devnull, "w") as quiet:
            real, sys.stdout = sys.stdout, quiet
            try:
                first = job.Events(self.folder)
                first.started()
                first.say("stopped", step=3)
                with open(self.path("events.jsonl"), "ab") as file:
                    file.write(b'{"seq": 3, "ty')
                second = job.Events(self.folder)
                second.started()
            finally:
                sys.stdout = real
        told = [json.loads(line) for line in self.read("events.jsonl").splitlines()]
        self.assertEqual([one["seq"] for one in told], [1, 2, 3])
        self.assertEqual([one.get("attempt") for one in told], [1, None, 2])


class Checkpoints(InFolder):
    def written(self, name="trl/checkpoint-4"):
        self.write(name + "/model.safetensors", b"w" * 10)
        return self.path(name)

    def test_complete_only_with_its_last_file(self):
        self.write("checkpoints/step-2/model.safetensors", b"w")
        self.assertEqual(run_folder.complete_steps(self.folder), [])
        run_folder.adopt_checkpoint(self.folder, 4, self.written(), {"run": "r"})
        self.assertEqual(run_folder.complete_steps(self.folder), [4])
        self.assertTrue(run_folder.is_whole(self.folder, 4))

    def test_one_left_half_by_a_kill_is_replaced(self):
        self.write("checkpoints/step-4/old", b"half")
        run_folder.adopt_checkpoint(self.folder, 4, self.written(), {})
        self.assertEqual(sorted(os.listdir(self.path("checkpoints/step-4"))), ["complete.json", "model.safetensors"])

    def test_a_truncated_file_is_noticed_and_the_folder_set_aside(self):
        run_folder.adopt_checkpoint(self.folder, 4, self.written(), {})
        os.truncate(self.path("checkpoints/step-4/model.safetensors"), 3)
        self.assertFalse(run_folder.is_whole(self.folder, 4))
        run_folder.set_aside(self.folder, 4, 2)
        self.assertEqual(run_folder.complete_steps(self.folder), [])

    def test_of_a_checkpoint_cut_anywhere_the_one_before_is_gone_on_with(self):
        job_of, events = types.SimpleNamespace(folder=self.folder), types.SimpleNamespace(attempt=2)
        run_folder.adopt_checkpoint(self.folder, 2, self.written("trl/2"), {"run": "r"})
        run_folder.adopt_checkpoint(self.folder, 4, self.written("trl/4"), {"run": "r"})
        self.assertEqual(train_trl.latest_checkpoint(job_of, events)[0], 4)
        whole, cuts = self.path("whole"), 0
        shutil.copytree(self.path("checkpoints/step-4"), whole)
        for name in sorted(os.listdir(whole)):
            size = os.path.getsize(os.path.join(whole, name))
            # Without its line end the last file still says everything.
            for at in [None, *range(size - 1 if name == run_folder.COMPLETE else size)]:
                shutil.rmtree(self.path("checkpoints"))
                run_folder.adopt_checkpoint(self.folder, 2, self.written("trl/2"), {"run": "r"})
                shutil.copytree(whole, self.path("checkpoints/step-4"))
                spoilt = os.path.join(self.path("checkpoints/step-4"), name)
                os.remove(spoilt) if at is None else os.truncate(spoilt, at)
                self.assertEqual(train_trl.latest_checkpoint(job_of, events)[0], 2, f"{name} cut at {at}")
                cuts += 1
        self.assertGreater(cuts, 80)

    def test_the_rule_keeps_the_first_the_last_every_kth_and_the_best(self):
        self.assertEqual(run_folder.kept_steps([0, 10, 20, 30, 40, 50], 2, 30), {0, 30, 40, 50})
        self.assertEqual(run_folder.kept_steps([10, 20, 30], 0, 0), {10, 30})
        self.assertEqual(run_folder.kept_steps([10, 20, 30, 40, 50], 1, 0, {20: 0.5, 30: 0.7, 40: 0.7}), {10, 30, 50})

    def test_what_the_rule_does_not_keep_goes_unless_somebody_names_it(self):
        for step in (10, 20, 30, 40, 50):
            run_folder.adopt_checkpoint(self.folder, step, self.written(f"trl/checkpoint-{step}"), {})
        told = {"type": "validation", "step": 30, "right": 7, "total": 10}
        self.write("events.jsonl", (json.dumps(told) + '\n{"type": "valid').encode())
        self.write("keep", b"20\nx\n\n7")
        self.assertEqual(run_folder.prune(self.folder, 1, 0), [40])
        self.assertEqual(run_folder.complete_steps(self.folder), [50, 30, 20, 10])

    def test_only_one_process_trains_a_run(self):
        lock = run_folder.lock_run(self.folder)
        code = "import sys; sys.path.insert(0, sys.argv[1]); from looptool_kit.run_folder import lock_run; lock_run(sys.argv[2])"
        argv = [sys.executable, "-B", "-c", code, KIT, self.folder]
        self.assertIn(b"training.running", subprocess.run(argv, capture_output=True, check=False).stderr)
        lock.close()
        self.assertEqual(subprocess.run(argv, capture_output=True, check=False).returncode, 0)


class Rows(InFolder):
    ROW = {"part": "train", "sample_id": "s", "kind": "single", "prompt": [{"role": "user", "content": "x"}]}

    def test_reads_both_parts(self):
        self.write("rows.jsonl", (json.dumps(self.ROW) + "\n\n" + json.dumps({**self.ROW, "part": "heldOut"})).encode())
        train, held_out = rows.read_rows(self.path("rows.jsonl"))
        self.assertEqual((len(train), len(held_out)), (1, 1))

    def test_names_the_line_that_is_none(self):
        for wrong in (b"{", b"[]", b"7", json.dumps({**self.ROW, "prompt": []}).encode(), json.dumps({**self.ROW, "part": "x"}).encode()):
            self.write("rows.jsonl", json.dumps(self.ROW).encode() + b"\n" + wrong)
            with self.assertRaises(job.Failed) as told:
                rows.read_rows(self.path("rows.jsonl"))
            self.assertEqual(told.exception.code, "run.damaged")

    def test_every_row_once_before_any_twice(self):
        plan = rows.Plan(["a"] * 6 + ["b"] * 3, 3, 1)
        self.assertEqual(sorted(place for step in (1, 2, 3) for place in plan.rows(step)), list(range(9)))

    def test_a_step_depends_on_its_number_alone(self):
        kinds = ["a"] * 7 + ["b"] * 5 + ["c"]
        whole = [rows.Plan(kinds, 4, 9, "soft").rows(step) for step in (5, 2)]
        plan = rows.Plan(kinds, 4, 9, "soft")
        self.assertEqual([[plan.rows(step) for step in range(1, 6)][n] for n in (4, 1)], whole)

    def test_an_even_mix_is_even(self):
        plan = rows.Plan(["a"] * 99 + ["b"], 10, 1, "even")
        self.assertEqual(sum(place == 99 for place in plan.rows(1)), 5)

    def test_another_seed_is_another_order(self):
        self.assertNotEqual(rows.Plan(["a"] * 50, 20, 1).rows(1), rows.Plan(["a"] * 50, 20, 2).rows(1))


if __name__ == "__main__":
    unittest.main()
