"""Today (きょう): what is to be done, how it stands and what went well; for managers, who needs what."""
