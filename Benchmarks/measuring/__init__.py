"""What `bench.py` measures with, and what it measures: a file for each."""
