"""How a file's columns become facts: data, read from YAML."""
