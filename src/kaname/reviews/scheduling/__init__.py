"""When reviews are held: series, single ones, and what is moved or cancelled."""
