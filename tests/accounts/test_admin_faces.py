"""What stands for a person without a picture in the admin: the letters of the chat (static/js/lib/person.js)."""

import pytest

from accounts.admin_faces import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Lovelace", "AL"),
        ("Anna Maria van Beek", "AB"),
        ("👩‍👧 Family", "👩‍👧F"),
        ("山田", "山"),
        ("Ålice (she/her)", "Å"),
        ("Ada Lovelace – Berlin [EU]", "AB"),
        ("(ada)", "("),
    ],
)
def test_initials_are_whole_letters_of_the_first_and_last_word(name, letters):
    assert initials(name) == letters
