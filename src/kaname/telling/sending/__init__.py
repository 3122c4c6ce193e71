"""How news leaves the product: what is due, one attempt at a time, and a file for each way out."""
