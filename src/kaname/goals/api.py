"""Metrics, goals and targets for programs; the same scope as the pages."""

from ninja import Router

from kaname.goals.action_ticks_api import router as ticks
from kaname.goals.actions_api import router as actions
from kaname.goals.goal_cells_api import router as cells
from kaname.goals.goal_csfs_api import router as csfs
from kaname.goals.goal_files_api import router as files
from kaname.goals.goal_kpis_api import router as kpis
from kaname.goals.goal_plan_api import router as plan
from kaname.goals.goal_sheet_api import router as sheets
from kaname.goals.goal_tree_api import router as tree
from kaname.goals.goals_api import router as goals
from kaname.goals.initiatives_api import router as initiatives
from kaname.goals.metrics_api import router as metrics
from kaname.goals.notices_api import router as notices
from kaname.goals.proposals_api import router as proposals
from kaname.goals.targets_api import router as targets

router = Router()
router.add_router("", metrics)
# Before the goals, whose keys would be taken for them.
router.add_router("", files)
router.add_router("", goals)
router.add_router("", cells)
router.add_router("", csfs)
router.add_router("", kpis)
router.add_router("", tree)
router.add_router("", plan)
router.add_router("", sheets)
router.add_router("", initiatives)
# Before the actions, whose ids would be taken for them.
router.add_router("", ticks)
router.add_router("", actions)
router.add_router("", targets)
router.add_router("", proposals)
router.add_router("", notices)
