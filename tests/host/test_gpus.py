"""GPUs as nvidia-smi tells of them, in every way it answers or does not."""
import os
import shutil
import sys
import tempfile
import unittest

KIT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "resources", "host")
sys.dont_write_bytecode = True
sys.path.insert(0, KIT)
from looptool_kit import gpus  # noqa: E402

SMI = """<?xml version="1.0" ?><!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v12.dtd">
<nvidia_smi_log><driver_version>580.159.04</driver_version><cuda_version>13.0</cuda_version>
<gpu id="00000000:01:00.0"><product_name>NVIDIA H100 80GB HBM3</product_name><uuid>GPU-1</uuid>
<mig_mode><current_mig>Disabled</current_mig></mig_mode><compute_mode>Default</compute_mode>
<fb_memory_usage><total>81559 MiB</total><reserved>500 MiB</reserved><used>1024 MiB</used><free>80000 MiB</free></fb_memory_usage>
<utilization><gpu_util>37 %%</gpu_util></utilization><temperature><gpu_temp>41 C</gpu_temp></temperature>
<ecc_errors><volatile><dram_uncorrectable>N/A</dram_uncorrectable></volatile></ecc_errors>
<processes><process_info><pid>%d</pid><type>C</type><process_name>python &amp; co</process_name><used_memory>900 MiB</used_memory></process_info></processes>
</gpu></nvidia_smi_log>"""


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

    def test_one_gpu_is_used_whatever_there_is(self):
        use = [{"index": i, "memoryTotal": 80, "memoryUsed": used} for i, used in enumerate((70, 2, 2))]
        self.assertEqual(gpus.visible_devices("auto", None, None, use), "1")
        self.assertEqual(gpus.visible_devices("cuda", 2, "0,1", use), "2")
        self.assertEqual(gpus.visible_devices("cuda", None, "3, 1", use), "3")
        self.assertEqual(gpus.visible_devices("auto", None, None, []), "0")
        self.assertEqual(gpus.visible_devices("cpu", 2, "0", use), "")


if __name__ == "__main__":
    unittest.main()
