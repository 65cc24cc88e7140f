"""Qt, and nothing else: talks to services, holds no rules."""
