"""Use cases: blocking, without Qt."""
