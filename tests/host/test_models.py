"""Models on a host: fetched with resume and checked, from a hub that cuts, lies, redirects and names files oddly."""
import hashlib
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse

KIT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "resources", "host")
sys.dont_write_bytecode = True
sys.path.insert(0, KIT)
from looptool_kit import job, weights  # noqa: E402

TOKEN = "hf_canary-4711"


def safetensors(values=b"\0" * 400):
    header = json.dumps({"w": {"dtype": "F32", "shape": [len(values) // 4], "data_offsets": [0, len(values)]}}).encode()
    return len(header).to_bytes(8, "little") + header + values


CONFIG = json.dumps({"architectures": ["Qwen3ForCausalLM"], "hidden_size": 8}).encode()
FILES = {"config.json": CONFIG, "tokenizer.json": b"{}", "model.safetensors": safetensors(os.urandom(1 << 20))}


class HubServer:
    """A hub on the loopback: `cut` breaks each answer off after so many bytes; `elsewhere` is where large files lie."""

    def __init__(self, files):
        self.files, self.cut, self.lie, self.seen, self.elsewhere, self.ranged = dict(files), None, None, [], None, True
        hub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                hub.answer(self)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def blob(self, name):
        data = self.files[name]
        git = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
        one = {"rfilename": name, "size": len(data), "blobId": git}
        return {**one, "lfs": {"sha256": hashlib.sha256(data).hexdigest()}} if name.endswith("tensors") else one

    def send(self, request, data, status=200, headers=()):
        request.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(data)))):
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(data[: self.cut] if self.cut is not None and len(data) > self.cut else data)
        if self.cut is not None and len(data) > self.cut:
            request.close_connection = True
            request.connection.close()

    def answer(self, request):
        path = urllib.parse.unquote(request.path)
        self.seen.append((path, request.headers.get("Range"), request.headers.get("Authorization")))
        if path.startswith("/api/models/"):
            told = {"sha": "c0ffee", "siblings": [self.blob(name) for name in self.files], "cardData": {"license": "apache-2.0"}}
            cut, self.cut = self.cut, None
            self.send(request, json.dumps(told).encode())
            self.cut = cut
            return
        name = path.split("/resolve/c0ffee/")[-1]
        if self.elsewhere and name.endswith("tensors") and not path.startswith("/cdn"):
            return self.send(request, b"", 302, [("Location", self.elsewhere + "/cdn" + request.path)])
        data = self.lie if self.lie is not None and name.endswith("tensors") else self.files[name]
        found = request.headers.get("Range")
        if found and self.ranged:
            return self.send(request, data[int(found[6:-1]):], 206)
        self.send(request, data)


class Models(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="looptool $(touch canary) '模型'")
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.root = os.path.join(self.folder, "models")
        self.hub = HubServer(FILES)
        self.addCleanup(self.hub.close)

    def run_kit(self, action, stdin="", **config):
        path = os.path.join(self.folder, "config.json")
        with open(path, "w", encoding="utf8") as file:
            json.dump({"format": 1, "action": action, "root": self.root, "spare": 0, **config}, file)
        argv = [sys.executable, "-I", "-B", os.path.join(KIT, "models.py"), path]
        end = subprocess.run(argv, input=stdin.encode(), capture_output=True, check=False)
        self.assertNotIn(b"Traceback", end.stderr, end.stderr.decode())
        self.said = end.stdout + end.stderr
        events = [json.loads(line) for line in end.stdout.splitlines()]
        return end.returncode, events

    def fetch(self, **config):
        return self.run_kit("fetch", name="org/model", hub=self.hub.url, **config)

    def test_fetches_checks_and_lists(self):
        code, events = self.fetch()
        self.assertEqual(code, 0, events)
        code, (model, _, _) = self.run_kit("list")
        self.assertEqual((model["name"], model["complete"], model["licence"]), ("org/model", True, "apache-2.0"))
        self.assertEqual(model["parameters"], (1 << 20) // 4)
        self.assertEqual(self.run_kit("check", name="org/model")[0], 0)
        self.hub.seen.clear()
        self.assertEqual(self.fetch()[0], 0)
        self.assertEqual(len(self.hub.seen), 1, "a complete model is not fetched again")

    def test_goes_on_behind_what_a_cut_left(self):
        self.hub.cut = 300_000
        code, events = self.fetch()
        self.assertEqual(code, 0, events)
        starts = [asked for path, asked, _ in self.hub.seen if path.endswith("safetensors")]
        self.assertEqual(starts, [None, "bytes=300000-", "bytes=600000-", "bytes=900000-"])

    def test_a_hub_that_knows_no_ranges_begins_anew(self):
        folder = os.path.join(self.root, weights.folder_name("org/model"))
        os.makedirs(folder)
        with open(os.path.join(folder, "model.safetensors.part"), "wb") as file:
            file.write(b"junk" * 100)
        self.hub.ranged = False
        self.assertEqual(self.fetch()[0], 0)

    def test_what_differs_from_its_checksum_is_not_taken(self):
        self.hub.lie = safetensors(os.urandom(1 << 20))
        code, events = self.fetch()
        self.assertEqual((code, events[-1]["code"]), (4, "hub.checksum"))
        self.assertFalse(self.run_kit("list")[1][0]["complete"])
        self.hub.lie = None
        self.assertEqual(self.fetch()[0], 0)

    def test_the_token_goes_to_the_hub_alone(self):
        other = HubServer(FILES)
        self.addCleanup(other.close)
        self.hub.elsewhere = other.url
        self.assertEqual(self.fetch(token="stdin", stdin=TOKEN + "\n")[0], 0)
        self.assertEqual({auth for *_, auth in self.hub.seen}, {"Bearer " + TOKEN})
        self.assertEqual({auth for *_, auth in other.seen}, {None})
        self.assertNotIn(TOKEN.encode(), self.said)
        for place, _, names in os.walk(self.folder):
            for name in names:
                with open(os.path.join(place, name), "rb") as file:
                    self.assertNotIn(TOKEN.encode(), file.read(), name)

    def test_a_token_file_that_others_may_read_is_refused(self):
        path = os.path.join(self.folder, "token")
        with open(path, "w", encoding="utf8") as file:
            file.write(TOKEN)
        os.chmod(path, 0o644)
        self.assertEqual(self.fetch(token=path)[0], 2)
        os.chmod(path, 0o600)
        self.assertEqual(self.fetch(token=path)[0], 0)

    def test_a_token_never_goes_over_an_open_way(self):
        code, _ = self.run_kit("look", name="m", hub="http://hub.invalid", token="stdin", stdin=TOKEN)
        self.assertEqual(code, 2)
        self.assertIn(b"https", self.said)

    def test_a_hub_cannot_write_outside(self):
        for name in ("../../evil.json", "/tmp/evil.json", "a/../../evil.json", "..\\evil.json"):
            with self.assertRaises(ValueError):
                from looptool_kit.hub import read_file

                read_file({"rfilename": name, "size": 1, "blobId": "x"})

    def test_no_room(self):
        code, events = self.fetch(spare=1 << 60)
        self.assertEqual((code, events[-1]["code"]), (4, "disk.tooSmall"))

    def test_hub_is_not_there(self):
        self.hub.close()
        code, events = self.run_kit("look", name="m", hub="http://127.0.0.1:9")
        self.assertEqual((code, events[-1]["code"]), (4, "hub.unreachable"))

    def test_uploaded_files_count_once_they_are_what_was_sent(self):
        folder = os.path.join(self.root, weights.folder_name("mine"))
        os.makedirs(folder)
        for name, data in FILES.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        sums = {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}
        code, events = self.run_kit("finish", name="mine", checksums={**sums, "config.json": "0" * 64})
        self.assertEqual((code, events[-1]["code"]), (4, "model.damaged"))
        self.assertEqual(self.run_kit("finish", name="mine", checksums=sums)[0], 0)

    def test_a_folder_of_the_users_is_taken_and_left_alone(self):
        own = os.path.join(self.folder, "-own `x`\n模")
        os.makedirs(own)
        for name, data in FILES.items():
            with open(os.path.join(own, name), "wb") as file:
                file.write(data)
        self.assertEqual(self.run_kit("adopt", name="-own", path=own)[0], 0)
        self.assertEqual(self.run_kit("list")[1][0]["folder"], own)
        self.assertEqual(self.run_kit("remove", name="-own")[0], 0)
        self.assertEqual(sorted(os.listdir(own)), sorted(FILES))
        os.truncate(os.path.join(own, "model.safetensors"), 1000)
        code, events = self.run_kit("adopt", name="-own", path=own)
        self.assertEqual((code, events[-1]["code"]), (4, "model.damaged"))

    def test_hostile_names_stay_one_folder_inside(self):
        names = ["..", ".", "-rf", "a/../../b", "$(touch x)", "`x`", "a\nb", "模型", "'\"", "\ud800", "." * 300, " ", "~", "%2e"]
        made = [weights.folder_name(name) for name in names]
        self.assertEqual(len({*made}), len(names))
        for name in made:
            self.assertRegex(name, r"^[A-Za-z0-9_%][A-Za-z0-9._%-]*$")
            self.assertLessEqual(len(name), 200)
        for name in names[:-1]:
            if "\ud800" not in name:
                code, _ = self.run_kit("check", name=name)
                self.assertEqual(code, 4)
        self.assertNotIn("canary", " ".join(os.listdir(".")))

    def test_headers_that_lie(self):
        good = safetensors()
        path = os.path.join(self.folder, "x.safetensors")
        cases = [b"", good[:4], good[:-1], good + b"x", (1 << 62).to_bytes(8, "little") + good[8:], good.replace(b"F32", b"F16"), good.replace(b"[100]", b"[-1] "), (4).to_bytes(8, "little") + b"null"]
        for data in cases:
            with open(path, "wb") as file:
                file.write(data)
            with self.assertRaises(job.Failed, msg=data[:60]):
                weights.read_header(path)
        with open(path, "wb") as file:
            file.write(good)
        self.assertEqual(list(weights.read_header(path)), ["w"])


if __name__ == "__main__":
    unittest.main()
