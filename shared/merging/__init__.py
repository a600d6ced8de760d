"""Which reports tell of the same call, and the event they make together.

Pure: `people`, `wording`, `copies`, `sighting`, `days`, `zones`, `loose` and `grouping` say which reports are of one call;
`outcomes`, `content`, `word` and `changes` what the event says. SQL: `neighbours`, `assignment`, `publishing`, `reports` and
`rulings`, called inside a transaction of their caller.
"""
