"""Fetches files of a model from a hub, or from a mirror that speaks as one: with resume, checked against its checksums.
A token goes to the hub alone, never to where the hub sends on, and never over an open way."""
import contextlib
import http.client
import json
import os
import urllib.error
import urllib.parse
import urllib.request

from .failure import Failed, Unusable
from .weights import WANTED, digest, is_plain_path

SECONDS, BLOCK, TRIES = 30, 1 << 20, 5
AGENT = "looptool-kit"
OPEN_HOSTS = ("127.0.0.1", "localhost", "::1")


class KeepToken(urllib.request.HTTPRedirectHandler):
    """Follows to another host without the token."""

    def redirect_request(self, request, file, code, message, headers, url):
        onward = super().redirect_request(request, file, code, message, headers, url)
        place = lambda one: urllib.parse.urlsplit(one)[:2]  # noqa: E731
        if onward is not None and place(onward.full_url) != place(request.full_url):
            onward.remove_header("Authorization")
        return onward


class Hub:
    def __init__(self, address, token):
        parts = urllib.parse.urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise Unusable("the hub's address is no http address without a login")
        if token and parts.scheme == "http" and parts.hostname not in OPEN_HOSTS:
            raise Unusable("a token is not sent over an open way; use https")
        self.address, self.token = address.rstrip("/"), token
        self.opener = urllib.request.build_opener(KeepToken())

    def ask(self, path, start=0):
        headers = {"User-Agent": AGENT, **({"Range": f"bytes={start}-"} if start else {})}
        request = urllib.request.Request(self.address + path, headers=headers)
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            return self.opener.open(request, timeout=SECONDS)
        except urllib.error.HTTPError as error:
            raise hub_failure(error, self.address) from None
        except (OSError, http.client.HTTPException) as error:
            raise Failed("hub.unreachable", str(getattr(error, "reason", error))[:500], hub=self.address) from None

    def about(self, name, revision):
        """The model's commit, licence and files with sizes and checksums."""
        path = f"/api/models/{urllib.parse.quote(name)}/revision/{urllib.parse.quote(revision, safe='')}?blobs=true"
        try:
            with self.ask(path) as answer:
                told = json.loads(answer.read(64 << 20))
            files = [read_file(one) for one in told["siblings"] if WANTED.fullmatch(str(one.get("rfilename")))]
            card = told.get("cardData") or {}
            licence = card.get("license_name") or card.get("license")
            return {"revision": str(told["sha"]), "licence": str(licence) if licence else None, "files": files, "gated": bool(told.get("gated"))}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Failed("hub.odd", f"{type(error).__name__}: {error}", hub=self.address) from None

    def fetch(self, name, revision, file, target, told):
        """Fetches one file behind what is there of it, and checks it. `told(bytes)` hears of every block."""
        part = target + ".part"
        path = f"/{urllib.parse.quote(name)}/resolve/{urllib.parse.quote(revision, safe='')}/{urllib.parse.quote(file['name'])}"
        for attempt in range(1, TRIES + 1):
            have = os.path.getsize(part) if os.path.exists(part) else 0
            if have > file["size"]:
                os.remove(part)
                have = 0
            try:
                if have < file["size"] or file["size"] == 0:
                    self._append(path, part, have, told)
                # An answer that ends too early looks like one that ends.
                if os.path.getsize(part) < file["size"]:
                    raise ConnectionError(f"{os.path.getsize(part)} of {file['size']} bytes")
                break
            except (TimeoutError, http.client.HTTPException, ConnectionError) as error:
                if attempt == TRIES:
                    raise Failed("hub.cut", str(error)[:500], hub=self.address, file=file["name"]) from None
        if os.path.getsize(part) != file["size"] or digest(part, file["way"]) != file["digest"]:
            os.remove(part)
            raise Failed("hub.checksum", file["name"], hub=self.address, file=file["name"])
        os.replace(part, target)

    def _append(self, path, part, have, told):
        with self.ask(path, have) as answer, open(part, "ab") as out:
            if have and answer.status != 206:
                # The server begins anew whatever was asked.
                out.truncate(0)
            while block := answer.read(BLOCK):
                out.write(block)
                told(len(block))
            out.flush()
            os.fsync(out.fileno())


def read_file(one):
    name, size = one["rfilename"], int(one["size"])
    if not is_plain_path(name):
        raise ValueError(f"a file named {name!r}")
    large = one.get("lfs")
    return {"name": name, "size": size, "way": "sha256" if large else "git", "digest": str(large["sha256"] if large else one["blobId"])}


def hub_failure(error, hub):
    with contextlib.suppress(OSError):
        error.close()
    code = {401: "hub.token", 403: "hub.forbidden", 404: "hub.noModel", 429: "hub.busy"}.get(error.code, "hub.refused")
    return Failed(code, f"HTTP {error.code} {error.reason}", hub=hub, status=error.code)
