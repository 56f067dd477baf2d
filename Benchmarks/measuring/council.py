"""Three witnesses of each side, in full mode, and the policy that wants two of three of both."""

import json
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request

NAMES = ("eu1", "eu2", "eu3", "cn1", "cn2", "cn3")
QUORUM = ("group eu 2 eu1 eu2 eu3", "group cn 2 cn1 cn2 cn3", "group both all eu cn", "quorum both")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


class Council:
    """Six processes of concordat-witness."""

    def __init__(self, programs, folder):
        self.program = programs / "concordat-witness"
        self.folder = pathlib.Path(folder, "council")
        self.folder.mkdir()
        self.log = open(self.folder / "log", "w")
        self.policy = self.folder / "policy"
        self.processes = []

    def convene(self, daemon):
        """Starts the witnesses of a daemon's log, which need not run yet; returns the flags that it
        is to be started with."""
        keys = pathlib.Path(daemon.data, "keys", "bench")
        ed25519, sm2 = ((keys / f"{kind}.vkey").read_text().strip() for kind in ("ed25519", "sm2"))
        lines = [f"log {ed25519}", f"log {sm2}"]
        for name in NAMES:
            port = free_port()
            file = self.folder / f"{name}.json"
            file.write_text(json.dumps({
                "name": f"witness.example/{name}", "data": str(self.folder / name),
                "listen": f"127.0.0.1:{port}",
                "logs": [{"origin": "log.example/bench", "vkeys": [ed25519], "sm3Vkeys": [sm2],
                          "url": f"{daemon.url}/bench"}]}))
            self.run("keys", "new", "--config", file)
            url = f"http://127.0.0.1:{port}"
            lines.append(self.run("keys", "show", "--config", file, "--url", url).strip())
            self.processes.append(subprocess.Popen(
                [self.program, "serve", "--config", file, "--log-level", "warning"],
                stdout=self.log, stderr=self.log))
            self.wait_until_alive(url)
        self.policy.write_text("\n".join([*lines, *QUORUM, ""]))
        return ["--policy", self.policy]

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments], check=True, stdout=subprocess.PIPE,
                              stderr=self.log, text=True).stdout

    def wait_until_alive(self, url):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{url}/healthz").close()
                return
            except OSError:
                time.sleep(0.05)
        sys.exit(f"a witness does not start, see {self.log.name}")

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait()
        self.log.close()
