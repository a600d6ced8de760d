"""`python -m services.cli` is `diplowire`."""

from services.cli.main import main

main(prog_name="diplowire")
