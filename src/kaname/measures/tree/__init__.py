"""The KPI tree: the arithmetic that ties metrics together, how a difference splits over it, what each part moves."""
