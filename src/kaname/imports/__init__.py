"""Connections, column mappings, import runs and measurements typed by hand."""
