"""The goal sheet (目標管理シート): agreed goals of a person and period, filled in here or in Excel."""
