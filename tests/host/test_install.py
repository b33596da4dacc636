"""Environments: made offline from wheels with every hash checked, resumed, verified by import, adopted, removed."""
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
KIT = os.path.join(HERE, "..", "..", "resources", "host")
sys.dont_write_bytecode = True
sys.path.insert(0, KIT)
import install  # noqa: E402
from looptool_kit import environment, job  # noqa: E402

UV = os.environ.get("LOOPTOOL_UV") or shutil.which("uv")
LOCK = {"format": 1, "name": "tiny", "python": [3, 10], "bytes": 1 << 20, "driver": 0, "imports": ["tinypack"], "versions": {"tinypack": "1.2"}}


def wheel(folder, name="tinypack", version="1.2.3", code="VALUE = 1\n"):
    """A wheel made here, so that nothing is asked of any network. Returns its hash."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": code,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for path, text in files.items():
        sha = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={sha},{len(text)}\n"
    path = os.path.join(folder, f"{name}-{version}-py3-none-any.whl")
    with zipfile.ZipFile(path, "w") as out:
        for name_in, text in {**files, f"{info}/RECORD": record + f"{info}/RECORD,,\n"}.items():
            out.writestr(name_in, text)
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


class Kit(unittest.TestCase):
    """A copy of the kit with a lock of its own."""

    def setUp(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="looptool 环境 $(x) "))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.kit, self.root, self.wheels = (os.path.join(self.folder, name) for name in ("kit", "envs", "wheels"))
        shutil.copytree(KIT, self.kit, ignore=shutil.ignore_patterns("__pycache__"))
        os.mkdir(self.wheels)
        self.write_lock(wheel(self.wheels))

    def write_lock(self, sha, **change):
        with open(os.path.join(self.kit, "envs", "tiny.json"), "w", encoding="utf8") as file:
            json.dump({**LOCK, **change}, file)
        with open(os.path.join(self.kit, "envs", "tiny.lock"), "w", encoding="utf8") as file:
            file.write(f"tinypack==1.2.3 --hash=sha256:{sha}\n")
        code = "import json, sys; sys.path.insert(0, sys.argv[1]); from looptool_kit.manifest import files_of, hash_of; import os; print(json.dumps({'format': 1, 'version': 't', 'files': {p: hash_of(os.path.join(sys.argv[1], p)) for p in files_of(sys.argv[1])}}))"
        made = subprocess.run([sys.executable, "-B", "-c", code, self.kit], capture_output=True, check=True)
        with open(os.path.join(self.kit, "manifest.json"), "wb") as file:
            file.write(made.stdout)

    def run_kit(self, action, **config):
        path = os.path.join(self.folder, "config.json")
        with open(path, "w", encoding="utf8") as file:
            json.dump({"format": 1, "action": action, "root": self.root, "lock": "tiny", **({"uv": UV} if UV else {}), **config}, file)
        end = subprocess.run([sys.executable, "-I", "-B", os.path.join(self.kit, "install.py"), path], capture_output=True, check=False)
        self.assertNotIn(b"Traceback", end.stderr, end.stderr.decode())
        return end.returncode, [json.loads(line) for line in end.stdout.splitlines()]

    def listed(self):
        return [one for one in self.run_kit("list")[1] if one["type"] == "environment"]


@unittest.skipUnless(UV, "no uv on the path; LOOPTOOL_UV names one")
class Made(Kit):
    def make(self, **config):
        return self.run_kit("install", wheels=self.wheels, python=sys.executable, **config)

    def test_made_verified_listed_and_removed(self):
        code, events = self.make()
        self.assertEqual(code, 0, events)
        told = next(one for one in events if one["type"] == "environment")
        self.assertEqual(told["versions"], {"tinypack": "1.2.3"})
        self.assertEqual(self.run_kit("verify")[0], 0)
        (listed,) = self.listed()
        self.assertTrue(listed["complete"])
        self.assertEqual(self.run_kit("remove", name=listed["name"])[0], 0)
        self.assertEqual(self.listed(), [])
        self.assertEqual(os.listdir(self.root), [])

    def test_a_wheel_with_another_hash_is_not_installed(self):
        self.write_lock("0" * 64)
        code, events = self.make()
        self.assertEqual((code, events[-1]["code"]), (4, "env.hashDiffers"))
        self.assertFalse(self.listed()[0]["complete"])

    def test_one_that_cannot_import_is_not_complete_and_goes_on_once_it_can(self):
        self.write_lock(wheel(self.wheels, code="import nothing_of_the_kind\n"))
        code, events = self.make()
        self.assertEqual((code, events[-1]["code"]), (4, "env.unfit"))
        self.assertFalse(self.listed()[0]["complete"])
        self.write_lock(wheel(self.wheels))
        self.assertEqual(self.make()[0], 0)

    def test_what_an_ended_try_left_is_finished(self):
        self.make()
        (listed,) = self.listed()
        os.remove(os.path.join(listed["folder"], "looptool.json"))
        # Its record is there, so that it looks installed; its code is not.
        for place, _, _ in list(os.walk(listed["folder"])):
            if os.path.basename(place) == "tinypack":
                shutil.rmtree(place)
        code, events = self.make()
        self.assertEqual(code, 0, events)

    def test_a_missing_wheel_is_named(self):
        os.remove(os.path.join(self.wheels, os.listdir(self.wheels)[0]))
        code, events = self.make()
        self.assertEqual((code, events[-1]["code"]), (4, "env.noWheel"), events)
        self.assertIn("tinypack", events[-1]["detail"])

    def test_variables_of_the_user_lead_nowhere_else(self):
        os.environ["UV_INDEX_URL"], os.environ["PYTHONPATH"] = "http://127.0.0.1:9/", "/nowhere"
        try:
            self.assertEqual(self.make()[0], 0)
        finally:
            del os.environ["UV_INDEX_URL"], os.environ["PYTHONPATH"]


class Refused(Kit):
    def test_no_room(self):
        self.write_lock("0" * 64, bytes=1 << 60)
        code, events = self.run_kit("install")
        self.assertEqual((code, events[-1]["code"]), (4, "disk.tooSmall"))

    def test_no_uv(self):
        code, events = self.run_kit("install", uv=os.path.join(self.folder, "none"))
        self.assertEqual((code, events[-1]["code"]), (4, "env.noUv"))

    def test_two_at_once(self):
        os.mkdir(self.root)
        with open(os.path.join(self.kit, "envs", "tiny.lock"), "rb") as file:
            name = hashlib.sha256(file.read()).hexdigest()[:16]
        with environment.only_one(os.path.join(self.root, name + ".lock")):
            code, events = self.run_kit("install")
        self.assertEqual((code, events[-1]["code"]), (4, "kit.busy"))

    def test_a_python_that_lacks_the_packages_is_not_adopted(self):
        code, events = self.run_kit("adopt", python=sys.executable)
        self.assertEqual((code, events[-1]["code"]), (4, "env.unfit"))
        self.assertIn("tinypack", events[-1]["detail"])
        self.assertEqual(self.run_kit("adopt", python="/no such/python $(x)")[0], 4)

    def test_names_that_are_none(self):
        for name in ("../..", "-rf", "x" * 16, "", ".cache"):
            self.assertEqual(self.run_kit("remove", name=name)[0], 2, name)
        for lock in ("../small", "none", "-x"):
            self.assertEqual(self.run_kit("install", lock=lock)[0], 2, lock)


class Judged(unittest.TestCase):
    SMALL = {"python": [3, 11], "versions": {"trl": "1.16", "torch": "2.11"}}

    def test_versions(self):
        told = lambda **versions: {"python": [3, 12, 1], "problem": None, "versions": versions}  # noqa: E731
        self.assertEqual(environment.unfit(told(trl="1.16.0", torch="2.15.0+cu132"), self.SMALL), [])
        self.assertEqual(len(environment.unfit(told(trl="1.17.0", torch="2.9.0"), self.SMALL)), 2)
        self.assertEqual(len(environment.unfit({**told(trl="1.16.2", torch="3"), "python": [3, 10, 0]}, self.SMALL)), 1)

    def test_what_uv_says_when_it_fails(self):
        cases = {
            "error: No space left on device (os error 28)": "disk.full",
            "Hash mismatch for `x`": "env.hashDiffers",
            "error sending request for url": "env.unreachable",
            "no solution found when resolving": "env.noWheel",
            "something else": "env.notMade",
        }
        for words, code in cases.items():
            self.assertEqual(install.install_failure(words).code, code)

    def test_the_shipped_lock_is_hashed_whole(self):
        lock = environment.read_lock("small")
        with open(lock["path"], encoding="utf8") as file:
            entries = file.read().replace("\\\n", " ").splitlines()
        pinned = [line for line in entries if "==" in line.split(";")[0] and not line.startswith(("#", " "))]
        self.assertGreater(len(pinned), 40)
        self.assertTrue(all("--hash=sha256:" in line for line in pinned))
        self.assertRaises(job.Unusable, environment.read_lock, "../small")


if __name__ == "__main__":
    unittest.main()
