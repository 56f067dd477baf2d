"""Our witness and `aics-witness`, which other people wrote, as witnesses of one log.

    witness.py --program PATH --folder FOLDER

1. Their feeder has ours cosign a growing log, and verifies each Ed25519 line.
2. Both get the same requests, good and bad, in the same order: the statuses have to be the same.
3. The ML-DSA-44 lines verify with the module `cryptography`, if it has that algorithm.

Exit status 0 if all is so, 1 with the difference if not.
"""

import argparse
import base64
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from aics_tlog import Checkpoint, MerkleTree, parse_note, parse_vkey, sign_checkpoint
from aics_tlog import verify_cosignature
from aics_witness.feeder import WitnessClient
from aics_witness.protocol import format_add_checkpoint_request, origin_hash
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from aics_tlog import format_vkey, vkey_from_ed25519

ORIGIN = "log.example/interop"
SIZES = [1, 2, 3, 8, 100, 255, 256, 257, 1000]


def fail(text: str) -> None:
    sys.exit(f"interop: {text}")


class Log:
    """A log whose tree and notes are made by aics-tlog."""

    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.tree = MerkleTree(f"entry {i}".encode() for i in range(1100))
        self.vkey = format_vkey(vkey_from_ed25519(ORIGIN, self.key.public_key()))

    def note(self, size: int, key=None, root: bytes | None = None, origin: str = ORIGIN) -> bytes:
        root = self.tree.root(size) if root is None else root
        return sign_checkpoint(Checkpoint(origin, size, root), key or self.key, origin).to_bytes()

    def request(self, old: int, new: int) -> bytes:
        return format_add_checkpoint_request(
            old, self.tree.consistency_proof(old, new) if 0 < old < new else [], self.note(new)
        )


class Server:
    """A program that serves until the end of the block."""

    def __init__(self, arguments: list[str], url: str) -> None:
        self.arguments, self.url = arguments, url

    def __enter__(self) -> "Server":
        self.process = subprocess.Popen(
            self.arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(200):
            try:
                self.get("/healthz")
                return self
            except urllib.error.HTTPError:
                return self
            except OSError:
                if self.process.poll() is not None:
                    fail(f"{self.arguments[0]} ended with {self.process.returncode}")
                time.sleep(0.1)
        fail(f"{self.url} does not answer")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(30)

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return answer.read()

    def post(self, body: bytes) -> tuple[int, str, bytes]:
        request = urllib.request.Request(self.url + "/add-checkpoint", body, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers.get("Content-Type", ""), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Content-Type", ""), error.read()


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ours(program: str, folder: Path, log: Log) -> tuple[Server, list[str]]:
    port = free_port()
    configuration = folder / f"ours-{port}.json"
    configuration.write_text(
        json.dumps(
            {
                "name": "witness.example/ours",
                "data": str(folder / f"ours-{port}"),
                "listen": f"127.0.0.1:{port}",
                "logs": [{"origin": ORIGIN, "vkeys": [log.vkey]}],
            }
        )
    )
    keys = subprocess.run(
        [program, "keys", "new", "--config", str(configuration)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    arguments = [program, "serve", "--config", str(configuration), "--log-level", "warning"]
    return Server(arguments, f"http://127.0.0.1:{port}"), keys


def theirs(folder: Path, log: Log) -> Server:
    port = free_port()
    configuration = str(folder / "theirs.json")
    run = [sys.executable, "-m", "aics_witness"]
    for arguments in [
        ["init", "--name", "witness.example/theirs", "--listen", f"127.0.0.1:{port}"],
        ["add-log", "--origin", ORIGIN, "--vkey", log.vkey],
    ]:
        subprocess.run(
            run + arguments[:1] + ["--config", configuration] + arguments[1:],
            check=True,
            capture_output=True,
        )
    return Server(run + ["serve", "--config", configuration], f"http://127.0.0.1:{port}")


def feed(program: str, folder: Path, log: Log) -> None:
    server, keys = ours(program, folder, log)
    with server:
        for size in SIZES + [1000]:
            # A client without memory learns the size from the 409.
            client = WitnessClient(server.url, keys[0])
            client.submit(log.note(size), log.tree.consistency_proof)
            client.close()
            # Their feeder keeps the line that it knows; the head that is shown has all.
            shown = server.get(f"/{origin_hash(ORIGIN)}/checkpoint").decode()
            check_mldsa(keys[1], shown.partition("\n\n")[2], size, log)
        shown = parse_note(server.get(f"/{origin_hash(ORIGIN)}/checkpoint"))
        key = parse_vkey(keys[0])
        blobs = [line.signature for line in shown.signatures if line.key_id == key.key_id]
        if len(blobs) != 1 or not verify_cosignature(
            blobs[0], key.name, key.public_key, ORIGIN, 1000, log.tree.root(1000)
        ):
            fail("the head that is shown does not verify")
    print(f"their feeder: {len(SIZES) + 1} heads cosigned by ours, each verified")


def check_mldsa(vkey: str, lines: str, size: int, log: Log) -> None:
    try:
        from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
    except ImportError:
        return
    name, key_id, material = vkey.split("+", 2)
    public_key = MLDSA44PublicKey.from_public_bytes(base64.b64decode(material)[1:])
    blobs = [base64.b64decode(line.split(" ")[2]) for line in lines.splitlines()]
    blob = next((blob for blob in blobs if blob[:4].hex() == key_id), None)
    if blob is None:
        fail("there is no ML-DSA-44 line")
    timestamp, signature = blob[4:12], blob[12:]
    message = (
        b"subtree/v1\n\0" + bytes([len(name)]) + name.encode() + timestamp
        + bytes([len(ORIGIN)]) + ORIGIN.encode() + bytes(8) + size.to_bytes(8, "big")
        + log.tree.root(size)
    )
    public_key.verify(signature, message)


def corpus(log: Log) -> list[tuple[str, bytes]]:
    """Requests in an order in which every status comes up."""
    tree, stranger = log.tree, Ed25519PrivateKey.generate()
    good = log.request(8, 100)
    wrong_root = tree.root(9)
    proof = [bytes(32)] + list(tree.consistency_proof(8, 100))[1:]
    return [
        ("empty body", b""),
        ("no old line", good.split(b"\n", 1)[1]),
        ("old with a zero in front", good.replace(b"old 8", b"old 08")),
        ("no empty line", good.replace(b"\n\n", b"\n")),
        ("another origin", format_add_checkpoint_request(0, [], log.note(3, origin="x.example"))),
        ("a stranger's key", format_add_checkpoint_request(0, [], log.note(3, key=stranger))),
        ("a stale size before any", good),
        ("hashes from nothing", format_add_checkpoint_request(0, [bytes(32)], log.note(3))),
        ("size 0 with a root", format_add_checkpoint_request(0, [], log.note(0, root=bytes(32)))),
        ("the first head", log.request(0, 3)),
        ("the first head again", log.request(0, 3)),
        ("the same head", log.request(3, 3)),
        ("growth", log.request(3, 8)),
        ("old above the size", format_add_checkpoint_request(9, [], log.note(8))),
        ("another root of the size", format_add_checkpoint_request(8, [], log.note(8, root=wrong_root))),
        ("a damaged proof", format_add_checkpoint_request(8, proof, log.note(100))),
        ("a proof cut off", format_add_checkpoint_request(8, proof[1:], log.note(100))),
        ("growth again", good),
        ("a size that went back", log.request(3, 8)),
        ("something behind the note", log.request(100, 255) + b"x"),
        ("64 hashes", b"old 100\n" + base64.b64encode(bytes(32)).join([b""] + [b"\n"] * 64)
         + b"\n" + log.note(255)),
        ("an extension line", log.request(100, 255).replace(b"\n255\n", b"\n255\n", 1).replace(
            b"\n\n\xe2", b"\nextension\n\n\xe2", 1)),
        ("the end", log.request(100, 1000)),
    ]


def compare(program: str, folder: Path, log: Log) -> None:
    server, _ = ours(program, folder, log)
    differences = 0
    with server, theirs(folder, log) as other:
        for name, body in corpus(log):
            answers = [one.post(body) for one in (server, other)]
            statuses = [answer[0] for answer in answers]
            same = statuses[0] == statuses[1]
            if same and statuses[0] == 409:
                same = answers[0][2] == answers[1][2] and all(
                    answer[1].split(";")[0] == "text/x.tlog.size" for answer in answers
                )
            print(f"  {statuses[0]} {statuses[1]}  {name}{'' if same else '   DIFFERENT'}")
            differences += not same
    if differences:
        fail(f"{differences} answers differ")
    print(f"both witnesses: {len(corpus(log))} requests answered alike")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--folder", required=True, type=Path)
    options = parser.parse_args()
    log = Log()
    feed(options.program, options.folder, log)
    compare(options.program, options.folder, log)


main()
