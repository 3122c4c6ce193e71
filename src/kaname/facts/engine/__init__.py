"""The fact store's tables in DuckDB: how they are opened, loaded, stamped, rolled up and deleted from."""
