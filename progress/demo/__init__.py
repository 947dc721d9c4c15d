"""The company of the sample: Tidewell, half way through its quarter.

Who works there (people.py), what they want (company.py, process.py,
infrastructure.py, teams.py, earlier.py) and how their numbers came about
(plan.py) is data; build.py writes it as people would: goals through the tree,
numbers through the ledger. Days are counted from the day the sample is loaded.
"""
