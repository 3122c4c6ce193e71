"""A mapping as a form: what a person sees and changes for each field, and back to plain data."""
