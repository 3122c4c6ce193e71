"""Why a KPI changed: effort, composition, rate or size; the market or one team. See docs/measures/why.md."""
