"""What Plumbline costs, as ratios that are measured in one run: `make bench`.

Every ratio has a floor and a subject that take turns on the same machine, so that
what else the machine does weighs on both. docs/performance.md has the method and the
results.
"""
