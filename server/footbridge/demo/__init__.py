"""A believable program with no real person in it, to look at and to build on.

Owns: the story (`story`, pure) and telling it through the same services that real people use (`telling`). Its database says that
it is a demo from its first row; `serve` refuses such a one, and nothing here touches any other.
"""
