"""Who stands around a cue: subjects, objects, those behind prepositions, as accounts of calls."""
