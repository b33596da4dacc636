"""The kit checks that it is what its manifest says, before each run."""
import hashlib
import json
import os

from .failure import Failed

KIT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MANIFEST = "manifest.json"
# Python's own caches are no part of the kit.
CACHES = "__pycache__"


def files_of(folder):
    """Paths below a folder with forward slashes, sorted; the manifest itself and caches left out."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != CACHES]
        found += [os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/") for name in names]
    return sorted(path for path in found if path != MANIFEST)


def hash_of(path):
    sha = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            sha.update(block)
    return sha.hexdigest()


def read_manifest(folder=KIT):
    try:
        with open(os.path.join(folder, MANIFEST), encoding="utf8") as file:
            manifest = json.load(file)
        return {"version": str(manifest["version"]), "files": dict(manifest["files"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Failed("kit.changed", f"the manifest cannot be read: {error}") from None


def check_kit(folder=KIT):
    """Returns the kit's version. Raises Failed kit.changed, naming what differs."""
    manifest = read_manifest(folder)
    there = {path: hash_of(os.path.join(folder, path)) for path in files_of(folder)}
    differ = sorted(
        path for path in {*there, *manifest["files"]} if there.get(path) != manifest["files"].get(path)
    )
    if differ:
        raise Failed("kit.changed", ", ".join(differ[:10]))
    return manifest["version"]
