"""The API of imports: files with a mapping, facts as JSON, measurements, deletion."""

from __future__ import annotations

from ninja import Router

from kaname.imports.endpoints import facts, imports, measurements

router = Router()
router.add_router("", imports.router, tags=["imports"])
router.add_router("", facts.router, tags=["facts"])
router.add_router("", measurements.router, tags=["measurements"])
