"""The calls told so far, and what follows from them: who is meant by a group, whom the text is about, which calls are one."""
