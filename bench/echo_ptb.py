"""A bare python-telegram-bot echo bot: `ApplicationBuilder`'s defaults, its default client, updates concurrent."""

import sys

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say what was said."""
    assert update.message
    assert update.message.text
    await update.message.reply_text(update.message.text)


def main(token: str, api: str) -> None:
    """Poll the Bot API server at `api`."""
    application = ApplicationBuilder().token(token).base_url(f"{api}/bot").concurrent_updates(True).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
