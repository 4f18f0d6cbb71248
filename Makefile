.PHONY: demo test check faults vertrouwen bench pictures lock sbom

demo: ## install what is missing, load the demo and serve it
	scripts/demo

test check: ## everything CI runs, in the same order
	scripts/test

faults: ## every fault of which we say what happens, one line each
	scripts/faults

vertrouwen: ## every test that carries a number of trust, told in docs/vertrouwen.md
	scripts/vertrouwen

bench: ## measure against bare WeasyPrint and a bare view
	scripts/bench

pictures: ## photograph the pages for docs/beelden
	.venv/bin/python scripts/pictures

lock: ## compile the hashed requirement files
	scripts/lock

sbom: ## name every component and its licence in docs/sbom.cdx.json
	.venv/bin/python scripts/sbom
