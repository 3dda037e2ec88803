"""What is looked at in a text before it goes to a buyer: six checks, gaps, length, contacts. Pure.

`policy.check` gives findings; each is a code, a severity, the places in the text and a better wording. Sentences in the reader's
language are `sellerdesk.policy`'s.
"""
