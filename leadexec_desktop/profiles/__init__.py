"""What a lead source's form asks: model, validation, profile files. Pure."""
