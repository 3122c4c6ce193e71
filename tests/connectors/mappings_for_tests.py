"""Mappings that many tests share."""


def measurements(**origins):
    """A mapping of one column `day` and one `value` to measurements, changed by `origins`; `file` is the file part."""
    options = origins.pop("file", {})
    fact = {"stream": "measurements", "id": ["id"], "occurred_at": "day", "metric": {"value": "m"}, "value": "value"}
    return {"source": "test", "file": options, "facts": [{**fact, **origins}]}
