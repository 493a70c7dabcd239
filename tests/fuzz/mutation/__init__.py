"""Changes of inputs, one kind of file a module: ``(data, random) -> data``, the same for the same seed.

A change of bytes alone would leave hardly an XML well-formed nor an archive whole: what lies behind the first check
would never be met.
"""
