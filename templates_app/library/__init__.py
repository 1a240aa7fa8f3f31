"""The starter library: templates for sellers in France, written for this project, as data.

One TOML file for each topic; frame.toml has the greeting and the ending of each language. The law behind them: Code de
la consommation as in force in November 2026 (L217-3 ff., L221-18 ff., L612-1 ff.). No link, address or number is in
them, since marketplaces forbid these in messages.
"""
