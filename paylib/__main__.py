"""`python -m paylib`: the `paylib` command."""

from paylib.cli import main

main()
