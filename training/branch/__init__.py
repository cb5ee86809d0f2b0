"""The second part of the model: grammar, affect and negation, on top of an encoder that no longer changes."""
