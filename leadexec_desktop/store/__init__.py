"""Disk and keyring: deliveries, profiles, drafts, settings, credentials."""
