"""Reply templates of a desk: `facts` (what variables stand for), `saving`, `using`, `finding`, `starting`.

A room tells what its subjects are about: `replies.add_facts("thread", function)`.
"""

from sellerdesk.replies.facts import add_facts, facts_of


__all__ = ["add_facts", "facts_of"]
