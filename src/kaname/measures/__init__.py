"""KPI arithmetic and statistics: numbers in, numbers out."""
