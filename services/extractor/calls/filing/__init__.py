"""What becomes of an account: completed, filed, weighed; and what all accounts of a call say together."""
