"""The trade: nouns, verbs and rules, with no web, no async and no environment."""
