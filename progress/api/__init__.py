"""The HTTP API: the same subjects, rules and sentences as the pages, as JSON."""
