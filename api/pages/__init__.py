"""The web pages: routes, view models, templates."""
