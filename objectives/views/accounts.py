"""Signing in, the first run, and a reader's own preferences."""
