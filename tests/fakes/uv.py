#!/usr/bin/env python3
"""Stands in for uv in tests: `venv` makes an environment, `pip sync` unpacks the wheels whose hashes a lock names, from a
folder or an index. ~/.looptool/uv-slow holds the seconds that each package takes; ~/.looptool/uv-calls hears each call.
"""
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import zipfile


def after(word, otherwise=None):
    return sys.argv[sys.argv.index(word) + 1] if word in sys.argv else otherwise


def slowness():
    try:
        with open(os.path.expanduser("~/.looptool/uv-slow"), encoding="ascii") as file:
            return float(file.read())
    except OSError:
        return 0.0


def wheel_of(name, hashes):
    """The bytes of a package's wheel, from the folder of wheels or from the index."""
    folder, index = after("--find-links"), after("--default-index")
    if folder:
        files = [os.path.join(folder, one) for one in os.listdir(folder)]
        found = [open(path, "rb").read() for path in files if os.path.basename(path).startswith(name + "-")]
    else:
        page = f"{index}/{name}/"
        with urllib.request.urlopen(page, timeout=30) as answer:
            links = [one["url"] for one in json.load(answer)["files"]]
        found = [urllib.request.urlopen(urllib.parse.urljoin(page, link), timeout=30).read() for link in links]
    right = [data for data in found if hashlib.sha256(data).hexdigest() in hashes]
    if found and not right:
        sys.exit(f"error: Hash mismatch for `{name}`")
    return right[0] if right else sys.exit(f"error: {name} was not found in the provided package locations")


def sync():
    python = after("--python")
    ask = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    site = subprocess.run([python, "-I", "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
    with open(sys.argv[-1], encoding="utf8") as file:
        lines = file.read().replace("\\\n", " ").splitlines()
    for line in (line for line in map(str.strip, lines) if line and not line.startswith("#")):
        name = re.match(r"[\w.-]+", line)[0]
        data = wheel_of(name, re.findall(r"sha256:([0-9a-f]{64})", line))
        time.sleep(slowness())
        with zipfile.ZipFile(io.BytesIO(data)) as wheel:
            wheel.extractall(site)
        print(f"Prepared {name}", flush=True)


with open(os.path.expanduser("~/.looptool/uv-calls"), "a", encoding="utf8") as calls:
    calls.write(sys.argv[1] + "\n")
if sys.argv[1] == "venv":
    subprocess.run([after("--python"), "-m", "venv", "--without-pip", sys.argv[-1]], check=True)
elif sys.argv[1:3] == ["pip", "sync"]:
    sync()
else:
    sys.exit(f"error: this stand-in knows no {sys.argv[1:]}")
