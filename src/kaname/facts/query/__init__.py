"""From metric definitions to grouped queries on rollups or facts, and from their answers to numbers."""
