"""Shows a log as it is, but for its SHA-256 head: that has another root, signed with the log's own key.

    stolen_key.py --log http://127.0.0.1:8080/drill --key keys/drill/ed25519.pem --root BASE64

What a thief of the key can show to one reader and not to others. Prints the URL that it serves, on loopback, until
it is stopped.
"""

import argparse
import base64
import http.server
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path


def forged(checkpoint: bytes, root: str, key: Path) -> bytes:
    """The checkpoint with another root under the same key's name and id."""
    text, _, signatures = checkpoint.decode().partition("\n\n")
    origin, size, _ = text.split("\n")
    name, signature = next(
        line.removeprefix("\u2014 ").split(" ") for line in signatures.split("\n") if f"\u2014 {origin} " in line
    )
    message = f"{origin}\n{size}\n{root}\n"
    with tempfile.NamedTemporaryFile() as file:
        file.write(message.encode())
        file.flush()
        signed = subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", file.name],
            check=True, capture_output=True,
        ).stdout
    line = base64.b64encode(base64.b64decode(signature)[:4] + signed).decode()
    return f"{message}\n\u2014 {name} {line}\n".encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--log", required=True, metavar="URL")
    parser.add_argument("--key", required=True, type=Path)
    parser.add_argument("--root", required=True, help="the root to sign, in base64")
    options = parser.parse_args()
    base, _, name = options.log.rpartition("/")
    with urllib.request.urlopen(f"{options.log}/checkpoint", timeout=10) as answer:
        head = forged(answer.read(), options.root, options.key)

    class Thief(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = 200, head
            if self.path != f"/{name}/checkpoint":
                try:
                    with urllib.request.urlopen(base + self.path, timeout=10) as answer:
                        body = answer.read()
                except urllib.error.HTTPError as error:
                    status, body = error.code, error.read()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Thief)
    print(f"http://127.0.0.1:{server.server_port}/{name}", flush=True)
    server.serve_forever()


main()
