"""The owner's page: figures as tiles and panels, in words and drawings. Nothing is reckoned here: kpis/figures does."""
