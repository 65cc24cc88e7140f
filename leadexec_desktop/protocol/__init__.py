"""The receiver as spoken: wire values, operations, encoders, decoders, outcomes, delivery states. Pure."""
