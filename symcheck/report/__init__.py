"""Verdicts shown: as terminal text, as the JSON record of the contract, as HTML."""
