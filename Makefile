# Thin on purpose: the work is in Deploy/ and .ci/, so that each step can be run by itself.

.DEFAULT_GOAL := help
.PHONY: help demo demo-stop smoke test drill fuzz mutants bench lint deps clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## build, run two logs, six witnesses, a monitor and an audited bank; prove, erase, hold back, tamper
	@Deploy/demo/run.sh

demo-stop: ## stop what `make demo` left running
	@Deploy/demo/stop.sh

smoke: ## run the demo in a folder of its own, stop it, check that nothing is left
	@Deploy/smoke-test.sh

test: ## install what is missing, build, run every test
	@.ci/test

drill: ## the long forms of the fault tests: kills, failpoints, lost answers, full disks, clocks
	@Deploy/drill/run.sh

fuzz: ## random bytes into every parser, a minute each (FUZZ_SECONDS, FUZZ_JOBS)
	@Deploy/install-dependencies.sh test
	@Fuzz/run.py

mutants: ## break the code in small ways, one at a time: the tests have to notice each
	@Deploy/install-dependencies.sh test
	@Tests/mutants/mutants.py

bench: ## measure rates and latencies beside COPY, nginx and OpenSSL (15 minutes; a quiet machine)
	@Deploy/install-dependencies.sh bench
	@Deploy/build-release.sh concordatd concordat concordat-bench concordat-witness concordat-monitor
	@Benchmarks/bench.py --record

lint: ## swift-format --strict, warnings as errors, layers, scripts
	@.ci/lint

deps: ## install the Debian packages that building, testing and the demo need
	@Deploy/install-dependencies.sh demo

clean: ## remove what was built; demo folders are kept
	@rm -rf .build .build-fuzz
