"""Appends and tiles over HTTP."""

import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request

from .load import load
from .machine import Run
from .pairs import gather, pair_of


def measure_posts(daemon, plan, report):
    """`POST add` beside the same server's answer to an empty POST, and memory after a minute."""
    def post(connections, *arguments):
        run = daemon.load("add.lua", connections, plan.seconds, "/bench/add", *arguments)
        if run.result["broken"] or (run.result["refused"] and not arguments):
            sys.exit(f"requests failed: {run.result}")
        return run

    for connections in (64, 512):
        daemon.load("add.lua", connections, 2, "/bench/add")  # caches, pools, the first partition
    pairs = gather(plan, {
        connections: pair_of(f"POST add, {connections} connections",
                             lambda connections=connections: post(connections),
                             lambda connections=connections: post(connections, "empty"))
        for connections in (64, 512)})
    for connections, floor in ((64, None), (512, 0.5)):
        name = f"POST add, {connections} connections"
        report.ratio(name, "requests/s", pairs[connections],
                     "the same server's answer to an empty POST", floor)
        report.latencies(name, pairs[connections])
    print("   appending for a minute", flush=True)
    daemon.load("add.lua", 512, 60, "/bench/add")
    report.at_most("concordatd: resident memory after a minute of appends", "MiB",
                   daemon.resident_mib, 200)


def measure_tiles(daemon, plan, report):
    """A full tile beside nginx serving the same bytes as a file."""
    path = "/bench/tile/0/000"
    daemon.grow(256)
    nginx = Nginx(plan.folder, path, daemon.get("tile/0/000"))

    def measure(url):
        return Run(plan.folder, lambda: load(url, 64, plan.seconds))

    try:
        pairs = gather(plan, {0: pair_of("tile, 64 connections",
                                         lambda: measure(daemon.url + path),
                                         lambda: measure(nginx.url + path))})[0]
    finally:
        nginx.stop()
    report.ratio("8 KiB tile, 64 connections", "requests/s", pairs, "nginx serving the file", 0.4)


class Nginx:
    """nginx with one worker, serving one file."""

    def __init__(self, folder, path, content):
        root = pathlib.Path(folder, "nginx")
        file = root / "files" / path.lstrip("/")
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
        for part in (root, *[p for p in file.parents if root in p.parents]):
            os.chmod(part, 0o755)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        (root / "nginx.conf").write_text(f"""
            daemon off; pid {root}/pid; error_log stderr; worker_processes 1;
            events {{ worker_connections 1024; }}
            http {{
                access_log off; sendfile on; keepalive_requests 1000000000;
                open_file_cache max=100;
                client_body_temp_path {root}/body; proxy_temp_path {root}/proxy;
                fastcgi_temp_path {root}/fastcgi; uwsgi_temp_path {root}/uwsgi;
                scgi_temp_path {root}/scgi;
                server {{ listen 127.0.0.1:{port}; root {root}/files; }}
            }}""")
        with open(root / "log", "w") as log:
            self.process = subprocess.Popen(["nginx", "-c", root / "nginx.conf"], stderr=log)
        for _ in range(100):
            try:
                with urllib.request.urlopen(self.url + path) as answer:
                    if answer.read() != content:
                        sys.exit("nginx serves other bytes")
                return
            except OSError:
                time.sleep(0.05)
        sys.exit(f"nginx does not answer, see {root}/log")

    def stop(self):
        self.process.terminate()
        self.process.wait()
