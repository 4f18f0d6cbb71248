"""Everything that is kept of one person, told to that person: `people` says who, `kept` what, the rest how."""
