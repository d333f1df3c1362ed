"""A group that becomes a supergroup: it is the same chat with another id, and its messages are numbered anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select, update

from briefings import outbox, readers, subscriptions
from briefings.desk import broadcasts
from briefings.model import Delivery, Edition, Reader, ReaderKind, Subscription
from briefings.store import note_change

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession


async def rekey(session: AsyncSession, old: int, new: int, now: dt.datetime) -> None:
    """A group has become a supergroup: all that was known of the one is now of the other.

    Where we met the new one before we were told, an active subscription of its own stays.
    """
    # Held first, as by who spreads them: or a batch that is being written would pass by the chat, whose id it has read.
    announced = select(Edition).where(Edition.spread_after.is_not(None))
    spreading = (await session.scalars(announced.with_for_update(read=True))).all()
    await subscriptions.hold(session, old, new)
    reader = await session.get(Reader, old, with_for_update=True)  # we are told twice, in either chat
    if reader is None:
        return
    if await session.get(Reader, new) is None:
        await session.execute(update(Reader).where(Reader.id == old).values(id=new, kind=ReaderKind.SUPERGROUP))
    else:
        await _merge(session, reader, new)
    await outbox.rekey(session, old, new)
    await broadcasts.rekeyed(session, spreading, old, new, now)
    await note_change(session, readers.CHANGED)
    session.expire_all()


async def _merge(session: AsyncSession, reader: Reader, new: int) -> None:
    """Move what hangs on the reader to the chat `new`, which is known too, and delete the reader."""
    of_old, of_new = Subscription.chat_id == reader.id, Subscription.chat_id == new
    await session.execute(delete(Subscription).where(of_new, Subscription.active.is_(False)))
    taken = select(Subscription.thread_id).where(of_new)
    moved = update(Subscription).where(of_old, Subscription.thread_id.not_in(taken))
    await session.execute(moved.values(chat_id=new).execution_options(synchronize_session=False))
    kept = {"language": reader.language, "language_chosen": reader.language_chosen, "menu": None}
    await session.execute(update(Reader).where(Reader.id == new, Reader.language_chosen.is_(False)).values(kept))
    to_old, to_new = Delivery.chat_id == reader.id, and_(Delivery.chat_id == new, Delivery.thread_id == 0)
    await outbox.make_room(session, to_new, to_old)  # a mere group has no topics
    await session.execute(delete(Delivery).where(to_old, Delivery.slot.in_(select(Delivery.slot).where(to_new))))
    await session.execute(delete(Reader).where(Reader.id == reader.id))
