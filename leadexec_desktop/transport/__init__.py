"""HTTP, and nothing else: knows no leads."""
