"""What a pre-flight says of a model's folder. Catches half a model called whole, an adapter whose model is gone."""
import json
import os
import sys
import tempfile
import unittest

KIT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "resources", "host")
sys.dont_write_bytecode = True
sys.path.insert(0, KIT)
import preflight  # noqa: E402


def safetensors():
    header = json.dumps({"w": {"dtype": "F32", "shape": [100], "data_offsets": [0, 400]}}).encode()
    return len(header).to_bytes(8, "little") + header + b"\0" * 400


WHOLE = {"config.json": b'{"hidden_size": 8, "tie": true, "name": "x"}', "tokenizer.json": b"{}", "model.safetensors": safetensors()}


class ModelFolder(unittest.TestCase):
    def setUp(self):
        self.temp = tempfile.TemporaryDirectory()
        self.addCleanup(self.temp.cleanup)

    def folder(self, name, files):
        path = os.path.join(self.temp.name, name)
        os.makedirs(path)
        for file, content in files.items():
            with open(os.path.join(path, file), "wb") as out:
                out.write(content)
        return path

    def test_a_whole_model(self):
        told = preflight.model(self.folder("模 $(x)", WHOLE))
        self.assertEqual((told["parameters"], told["config"]), (100, {"hidden_size": 8, "tie": True}))
        self.assertNotIn("problem", told)

    def test_what_is_not_whole_is_named(self):
        for name, files, problem in (
            ("none", {}, "model.damaged"),
            ("torn", {**WHOLE, "model.safetensors": safetensors()[:-1]}, "model.damaged"),
            ("pickle", {**WHOLE, "model.safetensors": None, "pytorch_model.bin": b"x"}, "model.noSafetensors"),
            ("mute", {**WHOLE, "tokenizer.json": None}, "model.noTokenizer"),
        ):
            with self.subTest(name):
                told = preflight.model(self.folder(name, {file: data for file, data in files.items() if data is not None}))
                self.assertEqual(told["problem"], problem)
        self.assertEqual(preflight.model(os.path.join(self.temp.name, "nowhere"))["problem"], "model.damaged")

    def test_an_adapter_is_looked_at_with_its_model(self):
        base = self.folder("base", WHOLE)
        config = json.dumps({"base_model_name_or_path": base}).encode()
        adapter = {"adapter_config.json": config, "adapter_model.safetensors": safetensors()}
        self.assertEqual(preflight.model(self.folder("adapter", adapter))["parameters"], 100)
        torn = {**adapter, "adapter_model.safetensors": safetensors()[:-1]}
        self.assertEqual(preflight.model(self.folder("torn adapter", torn))["problem"], "model.damaged")
        os.remove(os.path.join(base, "config.json"))
        self.assertEqual(preflight.model(self.folder("orphan", adapter))["problem"], "model.damaged")
        odd = {**adapter, "adapter_config.json": b"[]"}
        self.assertEqual(preflight.model(self.folder("odd", odd))["problem"], "model.damaged")


if __name__ == "__main__":
    unittest.main()
