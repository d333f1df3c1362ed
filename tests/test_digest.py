"""What is in a digest, and in what order."""

from __future__ import annotations

from briefings.digest import Item, arrange, briefing_ids, key

ORDER = ["china", "usa", "water"]


def items(*topics: str) -> list[Item]:
    """Briefings 1, 2, … with these topics, parted by spaces."""
    return [Item(number, number, tuple(slugs.split())) for number, slugs in enumerate(topics, start=1)]


def test_sections_stand_in_the_order_of_topics_and_briefings_as_they_come() -> None:
    content = arrange(items("water", "china", "water", "usa"), None, ORDER)
    assert content == (("china", (2,)), ("usa", (4,)), ("water", (1, 3)))


def test_a_briefing_stands_once_under_the_first_of_its_topics_that_is_wanted() -> None:
    assert arrange(items("china water"), None, ORDER) == (("china", (1,)),)
    assert arrange(items("china water"), {"water", "usa"}, ORDER) == (("water", (1,)),)


def test_what_has_no_wanted_topic_is_left_out() -> None:
    assert arrange(items("china", "usa"), {"water"}, ORDER) == ()
    assert arrange(items("china"), set(), ORDER) == ()


def test_a_topic_that_is_not_visible_is_no_heading() -> None:
    assert arrange(items("hidden", "hidden usa"), None, ORDER) == (("usa", (2,)),)
    assert arrange(items("hidden"), {"hidden"}, ORDER) == ()


def test_the_ids_stand_in_the_order_of_the_content() -> None:
    assert briefing_ids((("china", (4, 2)), ("water", (3,)))) == [4, 2, 3]


def test_contents_have_the_same_key_if_they_are_the_same() -> None:
    content = arrange(items("china", "usa"), None, ORDER)
    assert key(content) == key((("china", (1,)), ("usa", (2,))))
    assert len({key(content), key(content[::-1]), key(content[:1]), key(())}) == 4
    assert len(key(content)) <= 80  # the column's length
