"""Errors that carry a message for people. Services raise them; views show them."""


class Domeinfout(Exception):
    """A rule says no. The message is Dutch, for the person who tried, and says what to do instead."""


class VerouderdeActie(Domeinfout):
    """Somebody else was first: what the person saw is no longer so. Becomes a page with status 409."""
