"""Type sales leads by hand and send them to the LeadExec Lead Receiver."""

__version__ = "0.1.0"
