"""Models as folders: which files belong to one, what their headers say, and whether they are what they should be."""
import hashlib
import json
import os
import re
import urllib.parse

from .failure import Failed

MARKER = "looptool.json"
# What a model needs to be read; weights in Python's own format could run code and are never taken.
WANTED = re.compile(r"(?:[^/]+\.safetensors|[^/]+\.json|[^/]+\.jinja|[^/]+\.model|merges\.txt|vocab\.txt|LICENSE[^/]*|README\.md)")
HEADER_MOST = 100 << 20
SIZES = {"F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "F16": 2, "BF16": 2, "I16": 2, "U16": 2}


def folder_name(name):
    """A name as one folder's name, whatever it holds: letters, digits, dot, minus and underscore stand for themselves."""
    safe = "".join(
        char if char.isascii() and (char.isalnum() or char in "._-") else "".join(f"%{byte:02X}" for byte in char.encode("utf8", "surrogatepass"))
        for char in name.replace("/", "--")
    )
    # Neither hidden nor taken for a flag, nor the folder above.
    return ("%" + format(ord(safe[0]), "02X") + safe[1:] if safe[:1] in ("-", ".") else safe)[:200] or "%"


def name_of(folder):
    """The name that a folder's name was made of; one with two minus signs of its own reads as a slash."""
    return urllib.parse.unquote(folder.replace("--", "/"), errors="replace")


def is_plain_path(path):
    """Whether a name in a hub's list stays inside its folder."""
    parts = path.split("/")
    return bool(path) and "\\" not in path and "\0" not in path and not any(part in ("", ".", "..") for part in parts)


def read_header(path):
    """Tensors of a safetensors file, checked against its length. Raises Failed model.damaged."""
    size = os.path.getsize(path)
    try:
        with open(path, "rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 2 <= length <= min(HEADER_MOST, size - 8):
                raise ValueError(f"a header of {length} bytes in a file of {size}")
            header = json.loads(file.read(length))
        tensors = {name: one for name, one in header.items() if name != "__metadata__"}
        ends = [(*map(int, one["data_offsets"]), one) for one in tensors.values()]
        for start, end, one in ends:
            count = 1
            for side in one["shape"]:
                count *= int(side)
            if not 0 <= start <= end or (one["dtype"] in SIZES and end - start != count * SIZES[one["dtype"]]):
                raise ValueError("a tensor's place does not fit its shape")
        if max((end for _, end, _ in ends), default=0) != size - 8 - length:
            raise ValueError("the file is not as long as its header says")
        return tensors
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Failed("model.damaged", f"{os.path.basename(path)}: {error}", model=os.path.dirname(path)) from None


def look_at(folder):
    """What a model's folder holds: {bytes, files, architecture, parameters}. Raises Failed model.damaged."""
    try:
        with open(os.path.join(folder, "config.json"), encoding="utf8") as file:
            config = json.load(file)
    except (OSError, ValueError) as error:
        raise Failed("model.damaged", f"config.json: {error}", model=folder) from None
    names = sorted(name for name in os.listdir(folder) if os.path.isfile(os.path.join(folder, name)))
    weights = [name for name in names if name.endswith(".safetensors")]
    if not weights:
        raise Failed("model.noSafetensors", "no .safetensors file", model=folder)
    if not {"tokenizer.json", "tokenizer.model", "vocab.json"} & {*names}:
        raise Failed("model.noTokenizer", "no tokenizer.json", model=folder)
    parameters = 0
    for name in weights:
        for tensor in read_header(os.path.join(folder, name)).values():
            count = 1
            for side in tensor["shape"]:
                count *= side
            parameters += count
    missing = sorted({*shards_of(folder)} - {*weights})
    if missing:
        raise Failed("model.damaged", f"missing: {', '.join(missing[:5])}", model=folder)
    return {
        "bytes": sum(os.path.getsize(os.path.join(folder, name)) for name in names),
        "files": len(names),
        "architecture": (config.get("architectures") or [None])[0],
        "parameters": parameters,
        "config": {name: value for name, value in config.items() if type(value) in (int, float, bool)},
    }


def shards_of(folder):
    try:
        with open(os.path.join(folder, "model.safetensors.index.json"), encoding="utf8") as file:
            return set(json.load(file)["weight_map"].values())
    except FileNotFoundError:
        return set()
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise Failed("model.damaged", f"index: {error}", model=folder) from None


def digest(path, way):
    """`sha256` of the bytes, or `git`: the id that a repository gives a small file."""
    hasher = hashlib.sha256() if way == "sha256" else hashlib.sha1(b"blob %d\0" % os.path.getsize(path), usedforsecurity=False)
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            hasher.update(block)
    return hasher.hexdigest()
