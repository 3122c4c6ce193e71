"""Why a number moved between two stretches of days."""
