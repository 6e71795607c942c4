"""What apps register with those below them, and provide to them."""

from chatsite.registry import Provided, Registry


def test_entries_are_given_in_the_order_in_which_they_were_added():
    registry: Registry[int] = Registry()
    for name, entry in (("b", 1), ("a", 2), ("b", 3)):
        registry.add(name, entry)
    assert list(registry) == [3, 2], "a name has one entry, however often its app gets ready"


def test_a_function_that_registers_itself_stays_what_it_is():
    registry: Registry[object] = Registry()
    function = registry.register("name")(len)
    assert (function, list(registry)) == (len, [len])


def test_the_default_stands_in_before_and_after():
    answer = Provided("no one")
    assert answer.part == "no one"
    answer.provide("Alice")
    assert answer.part == "Alice"
    answer.withdraw()
    assert answer.part == "no one"
