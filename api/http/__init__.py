"""The manners of GraphQL over HTTP: media types, requests, answers."""
