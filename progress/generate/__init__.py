"""Synthetic organisations of any size: to try what a big one costs.

The same seed and the same day give the same rows. build.py writes a few thousand
objectives at a time, each batch from a random source of its own, so that memory does
not grow with the size.
"""
