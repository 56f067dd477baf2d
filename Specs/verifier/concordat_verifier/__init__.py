"""Reference verifier for Concordat logs: Python 3.11, standard library only.

It shares no code with the log. Each module covers one subject and cites the
rules of the documents in Specs/ (TREE-3, NOTE-7, ...) where it keeps them.

Three outcomes, never mixed up:

* a function returns: the claim is proven;
* it raises `Refuted`: what was presented is damaged or contradicts itself;
* it raises `Undecided`: nothing is known to be wrong, but the verifier's own
  keys do not suffice to say that anything is right.
"""
