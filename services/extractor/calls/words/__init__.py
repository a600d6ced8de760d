"""What everything about calls rests on: sightings, accounts, mentions by their place, small questions to the words around."""
