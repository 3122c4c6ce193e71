"""Goals out as YAML and in again, with nothing lost."""
