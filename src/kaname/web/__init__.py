"""What pages share: base templates, components, vendored assets, charts, live updates, API envelope."""
