"""Charts as plain data, built and tested in Python; one small custom element draws them."""
