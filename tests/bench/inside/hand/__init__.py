"""Pages by hand: the same bytes from raw SQL and joined strings.

By hand means: no model, no template, no escaping that knows what is safe, no language
but English, one cadence for everybody and nobody away, as it is in what was generated.
Whatever the page can do besides is what it takes longer for.

Each module has a `pair()`: two functions without arguments, by hand and as the program
makes it, whose answers are equal.
"""
