"""From evidence to words: what may be mentioned, what may be suggested, and a draft of both."""
