"""The entrance: `diplowire COMMAND`. Each command lives in a module of its own and is imported only when it is called."""

from __future__ import annotations

import importlib

import click

COMMANDS = {
    "up": ("services.cli.up", "Start the whole system on this machine."),
    "extract": ("services.cli.extract", "Extract calls from files, without any service."),
    "post": ("services.cli.post", "Post articles to the upload service."),
    "watch": ("services.cli.watch", "Print events as they arrive."),
    "keys": ("services.cli.keys", "Create, list and revoke API keys."),
    "migrate": ("services.cli.migrate", "Bring the database to the newest schema."),
    "copy": ("services.cli.copy", "Copy a database into an empty other one."),
}


class LazyGroup(click.Group):
    """Knows its commands by name; a help page does not pay for imports of all of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="diplowire")
def main() -> None:
    """Reads news articles and serves the diplomatic calls they report as structured events.

    \b
    Begin with:   diplowire up                     (in one terminal)
                  diplowire post article.txt       (in another)
                  diplowire watch --after 0

    Settings come from environment variables DIPLOWIRE_… and from .env; see .env.example.
    """
