"""One noun per file; Django finds a package's models by importing them here."""

from kaname.imports.models.deletion import FactDeletion
from kaname.imports.models.measurement import Measurement, MeasurementRevision
from kaname.imports.models.run import ImportRun
from kaname.imports.models.saved_mapping import SavedMapping
from kaname.imports.models.source import Source

__all__ = ["FactDeletion", "ImportRun", "Measurement", "MeasurementRevision", "SavedMapping", "Source"]
