"""What a manager asks next: where will it end, what drives it, what changed, what if, did it help."""
