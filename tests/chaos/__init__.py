"""`python -m tests.chaos`: the whole system under faults, and a table of what was lost and doubled. `make chaos` runs it.

| module | is |
| --- | --- |
| articles | what is posted: news, and reports of calls that are each one event |
| field | the system that faults are done to: services, workers, broker, database, a receiver of webhooks |
| faults | the table of faults |
| posting | posts at a steady rate, and remembers what was accepted |
| audit | holds what the database tells, and the receiver heard, against what was accepted |
| trial | one run: faults one after another, each with its time to recover |
"""
