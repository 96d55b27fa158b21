"""What happens, told as it happens: the feed of outbox events, and subscriptions to it."""
