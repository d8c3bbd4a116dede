"""The commands: ``laurel_drain``, ``laurel_rosters``, ``laurel_import`` and ``laurel_compare``."""
