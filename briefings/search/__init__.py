"""Search in the briefings: words in any form, in either language."""
