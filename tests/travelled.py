"""Runs `kaname WORDS` on another day, whose clock goes on from there: `travelled.py 2026-11-24T09:00+09:00 WORDS`."""

import sys
from datetime import datetime

import time_machine

from kaname.config.cli.app import main

if __name__ == "__main__":
    with time_machine.travel(datetime.fromisoformat(sys.argv.pop(1)), tick=True):
        main()
