"""A log of ten million entries: proofs, and the way back after a crash."""

import time

SIZE = 10_000_000


def measure_large(daemon, plan, report):
    daemon.grow(SIZE)
    size = daemon.published_size
    run = daemon.load("proof.lua", 1, plan.seconds, "/bench/proof/inclusion", size)
    if run.result["refused"] or run.result["broken"]:
        raise SystemExit(f"proofs were refused: {run.result}")
    report.at_most("inclusion proof at 10 million entries, one connection: p99", "ms",
                   run.result["p99"], 5)
    under_load = daemon.load("proof.lua", 16, plan.seconds, "/bench/proof/inclusion", size)
    report.at_least("inclusion proofs at 10 million entries, 16 connections", "requests/s",
                    under_load.result["requests"] / under_load.result["seconds"], None)
    times = []
    for _ in range(3):
        daemon.load("add.lua", 64, 2, "/bench/add")  # so that there is something to recover
        daemon.kill()
        start = time.monotonic()
        daemon.start()
        daemon.append_one()
        times.append(time.monotonic() - start)
    report.at_most("start after kill -9 with 10 million entries, to the first promise", "s",
                   max(times), 10)
