"""What events are found by: a list of events per term, where each stands, and counts of days and pairs, in step with the events.

What a filter can ask for is a term ("the country DE", "the word berlin"), except dates and changes: where an event stands in these
is kept by its number. A term's list holds the numbers
of the live events that have it, packed by stretches of numbers, so that lists of any length are read and intersected a stretch at
a time, in the same way on SQLite and on PostgreSQL. Lists, places and counts change in the transaction that changes the event,
under the lock on the feed's head, so writers never meet in them. `terms` says what an event is found by and is pure;
`services.events` asks.
"""
