"""The register of pairs: how each stands, from the first agreement to its end."""
