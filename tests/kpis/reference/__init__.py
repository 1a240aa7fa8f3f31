"""The same figures in plain Python, written from their definitions: over a generated year they give the same cases."""
