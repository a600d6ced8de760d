"""Reading a posted page: which of its lines are the article, in which language it is, and when it came out."""
