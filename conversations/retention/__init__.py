"""How long things are kept: `rules` in days, `ends` of what is here, `nightly` has it go, unless `holds` keep it."""
