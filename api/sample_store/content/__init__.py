"""What the sample store says and sells, as JSON; `api.sample_store.reading` reads it."""
