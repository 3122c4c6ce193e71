"""The fact store: streams, metric definitions, load, evaluate. The only room that knows an engine."""
