"""Where numbers will end: computed by a job, kept in the ledger, read by boards and pages."""
