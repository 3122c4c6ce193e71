"""Gentle marks on what is being written: pure functions from text to marks. See docs/measures/feedback-marks.md."""
