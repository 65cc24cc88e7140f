"""The built-in receiver on loopback."""
