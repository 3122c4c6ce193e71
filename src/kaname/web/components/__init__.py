"""The pieces pages are made of: functions of plain values that return safe HTML. Templates call them as tags."""
