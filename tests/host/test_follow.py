"""How a job stands, from its files and its process; and that only the job's own group is ever ended."""
import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

KIT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "resources", "host")
sys.dont_write_bytecode = True
sys.path.insert(0, KIT)
from looptool_kit import gpus, process  # noqa: E402

SMI = """<?xml version="1.0" ?><!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">
<nvidia_smi_log><driver_version>580.159.04</driver_version><cuda_version>13.0</cuda_version>
<gpu id="00000000:01:00.0"><product_name>NVIDIA H100 80GB HBM3</product_name><uuid>GPU-1</uuid>
<mig_mode><current_mig>Disabled</current_mig></mig_mode><compute_mode>Default</compute_mode>
<fb_memory_usage><total>81559 MiB</total><reserved>500 MiB</reserved><used>1024 MiB</used><free>80000 MiB</free></fb_memory_usage>
<utilization><gpu_util>37 %%</gpu_util></utilization><temperature><gpu_temp>41 C</gpu_temp></temperature>
<ecc_errors><volatile><dram_uncorrectable>N/A</dram_uncorrectable></volatile></ecc_errors>
<processes><process_info><pid>%d</pid><type>C</type><process_name>python &amp; co</process_name><used_memory>900 MiB</used_memory></process_info></processes>
</gpu></nvidia_smi_log>"""


@unittest.skipUnless(os.path.isdir("/proc/self"), "needs /proc")
class Following(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="-job $(x)")
        self.addCleanup(shutil.rmtree, self.folder, True)

    def write(self, name, data):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)

    def follow(self, **config):
        path = os.path.join(self.folder, "follow.json")
        with open(path, "w", encoding="utf8") as file:
            json.dump({"format": 1, **config}, file)
        end = subprocess.run([sys.executable, "-I", "-B", os.path.join(KIT, "follow.py"), path], capture_output=True, check=False)
        self.assertNotIn(b"Traceback", end.stderr, end.stderr.decode())
        events = [json.loads(line) for line in end.stdout.splitlines()]
        return end.returncode, next((one for one in events if one["type"] == "status"), None), events

    def child(self, code="import signal, time\nsignal.pause()"):
        child = subprocess.Popen([sys.executable, "-c", code], start_new_session=True, stdout=subprocess.PIPE)
        self.addCleanup(child.stdout.close)
        self.addCleanup(lambda: (child.kill(), child.wait()))
        ticks = process.look_at(child.pid)["ticks"]
        self.write("pid", f"{child.pid} {ticks} {process.boot_id()}\n".encode())
        return child, ticks

    def test_whole_lines_behind_an_offset(self):
        self.write("metrics.jsonl", b'{"step": 1}\n{"step": 2}\n{"st')
        _, told, _ = self.follow(read={"metrics.jsonl": 12, "events.jsonl": 0})
        self.assertEqual(base64.b64decode(told["chunks"]["metrics.jsonl"]["data"]), b'{"step": 2}\n')
        self.assertEqual(told["chunks"]["events.jsonl"], {"from": 0, "size": None, "data": ""})
        _, told, _ = self.follow(read={"metrics.jsonl": 24})
        self.assertEqual(told["chunks"]["metrics.jsonl"]["data"], "")

    def test_a_long_log_comes_in_pieces(self):
        self.write("log", b"x" * 3000 + b"\nend\n")
        offset, got = 0, b""
        while True:
            _, told, _ = self.follow(read={"log": offset}, most=1000)
            data = base64.b64decode(told["chunks"]["log"]["data"])
            if not data:
                break
            got, offset = got + data, offset + len(data)
        self.assertEqual(got, b"x" * 3000 + b"\nend\n")

    def test_only_files_of_the_job_are_read(self):
        for name in ("../x", "/etc/passwd", ""):
            self.assertEqual(self.follow(read={name: 0})[0], 2)

    def test_a_process_is_known_by_its_start(self):
        child, ticks = self.child()
        self.assertTrue(self.follow()[1]["process"]["alive"])
        self.write("pid", f"{child.pid} {ticks + 1} {process.boot_id()}".encode())
        self.assertEqual(self.follow()[1]["process"]["why"], "another")
        self.write("pid", f"{child.pid} {ticks} another-boot".encode())
        self.assertEqual(self.follow()[1]["process"]["why"], "rebooted")
        for junk in (b"", b"x", b"-1", b"0", b"1 5", b"99999999999999999999"):
            self.write("pid", junk)
            self.assertFalse(self.follow()[1]["process"]["alive"], junk)

    def test_a_zombie_is_not_alive(self):
        child, _ = self.child("pass")
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        self.assertEqual(self.follow()[1]["process"]["why"], "zombie")

    def test_ends_the_whole_group_and_nothing_else(self):
        code = (
            "import signal, subprocess, sys\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            "subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\nprint('up', flush=True)\nsignal.pause()"
        )
        child, _ = self.child(code)
        child.stdout.readline()
        code, told, events = self.follow(action="end", grace=0.5)
        self.assertEqual((code, events[0]["how"]), (0, "forced"))
        self.assertEqual(process.members(child.pid), [])
        self.assertEqual(child.wait(), -signal.SIGKILL)
        self.assertFalse(told["process"]["alive"])

    def test_another_process_under_the_same_number_is_left_alone(self):
        child, ticks = self.child()
        self.write("pid", f"{child.pid} {ticks - 5}".encode())
        _, _, events = self.follow(action="end", grace=0.2)
        self.assertEqual(events[0]["how"], "none")
        self.assertIsNone(child.poll())

    def test_stop_is_a_file(self):
        self.follow(action="stop", how="now")
        with open(os.path.join(self.folder, "stop"), encoding="utf8") as file:
            self.assertEqual(file.read(), "now\n")

    def test_last_event_checkpoints_and_rc(self):
        self.write("events.jsonl", b'{"type": "started"}\n{"type": "checkpoint", "step": 4}\n{"ty')
        self.write("checkpoints/step-4/complete.json", b"{}")
        self.write("checkpoints/step-6/model.safetensors", b"")
        self.write("rollouts/3.jsonl", b"")
        self.write("rc", b"137\n")
        _, told, _ = self.follow()
        self.assertEqual((told["last"]["step"], told["checkpoints"], told["rc"], told["rollouts"]), (4, [4], 137, {"count": 1, "last": 3}))


class Gpus(unittest.TestCase):
    def test_reads_what_nvidia_smi_says(self):
        told = gpus.read_smi(SMI % os.getpid())
        gpu = told["gpus"][0]
        self.assertEqual((told["driver"], told["cuda"], gpu["memoryTotal"], gpu["utilization"]), ("580.159.04", "13.0", 81559 << 20, 37.0))
        self.assertEqual((gpu["processes"][0]["name"], gpu["processes"][0]["memory"]), ("python & co", 900 << 20))
        self.assertIsNone(gpu["eccErrors"])

    def test_what_is_no_answer_is_no_gpu(self):
        for text in ("", "No devices were found", "<x/>", "<nvidia_smi_log>"):
            with self.assertRaises(ValueError):
                gpus.read_smi(text)

    def test_a_driver_that_does_not_answer_is_told(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        path = os.path.join(folder, "nvidia-smi")
        with open(path, "w", encoding="utf8") as file:
            file.write("#!/bin/sh\necho 'NVIDIA-SMI has failed' >&2\nexit 9\n")
        os.chmod(path, 0o755)
        told = gpus.gpu_facts(path)
        self.assertEqual((told["problem"], told["gpus"]), ("failed", []))
        self.assertIn("has failed", told["detail"])
        self.assertEqual(gpus.gpu_facts(path + "-none")["problem"], "missing")


if __name__ == "__main__":
    unittest.main()
