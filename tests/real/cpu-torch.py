"""Lets torch as PyPI serves it for Linux be imported without CUDA's libraries, three gigabytes that no CPU calls.

    python cpu-torch.py SITE_PACKAGES

torch's files name these libraries and their functions; a library of the same names is made for each that is missing. None
of the functions does anything but answer with an error: only a GPU's code would call one. Needs gcc and readelf.
"""
import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile

OURS = re.compile(r"lib(cu|nccl|nv)(?!da\.so)")


def told(path, *what):
    return subprocess.run(["readelf", "-W", *what, path], capture_output=True, text=True, check=True).stdout


def wants_of(files):
    """Libraries that are needed, and functions that are wanted by version (empty: of none) and that no file has."""
    needed, wanted, there = set(), collections.defaultdict(set), set()
    for path in files:
        needed |= {name for name in re.findall(r"NEEDED.*\[(.*)\]", told(path, "-d")) if OURS.match(name)}
        for line in told(path, "--dyn-syms").splitlines():
            fields = line.split()
            if len(fields) < 8 or not fields[0].endswith(":"):
                continue
            name, _, version = fields[7].partition("@")
            if fields[6] != "UND":
                there.add(name)
            elif fields[4] != "WEAK":
                wanted[version].add(name)
    return needed, {version: names - there for version, names in wanted.items()}


def make(path, name, version, functions, folder):
    """A library whose functions answer 999, which is an error for all of CUDA's."""
    code = "".join(f"int {one}(void) {{ return 999; }}\n" for one in sorted(functions)) or "int looptool_nothing;\n"
    argv = ["gcc", "-shared", "-fPIC", "-w", "-x", "c", "-", "-o", path, f"-Wl,-soname,{name}"]
    if version:
        names = os.path.join(folder, "versions")
        pathlib.Path(names).write_text(f"{version} {{ global: *; }};\n", encoding="ascii")
        argv.append(f"-Wl,--version-script={names}")
    subprocess.run(argv, input=code, text=True, check=True)


def main(site):
    libraries = pathlib.Path(site, "torch", "lib")
    there = {path.name for path in pathlib.Path(site).rglob("*.so*")}
    needed, wanted = wants_of(sorted(libraries.glob("*.so")))
    # Some of CUDA's name no version; any one library may have them. What else has none is the system's.
    plain = {name for name in wanted.get("", ()) if re.match(r"nccl|cusparseLt|cuFile|cu[A-Z]", name)}
    with tempfile.TemporaryDirectory() as folder:
        for name in sorted(needed - there):
            version = name if name in wanted else "NVSHMEM" if "nvshmem" in name else ""
            functions = wanted.get(version, set()) if version else plain if "nccl" in name else set()
            make(str(libraries / name), name, version, functions, folder)
            print(name, len(functions))


main(sys.argv[1])
