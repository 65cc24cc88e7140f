"""What a lead source's form asks: model, problems, profile files, and reading what was typed. Pure."""
