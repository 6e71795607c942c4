"""Messages as a large site has them, in twelve scripts, with words of known frequency, for ``bench.search``."""

from collections.abc import Iterator
from itertools import accumulate
from random import Random

TEXTS = {
    "English": (
        "the to and a of is in it you that for on with this have be are not but we can if at so as was they all just "
        "what or there do my from one your when get will would like about time know think out some need work make new "
        "see how then good now want an has them been which more other please also people because use could their our "
        "only into here way after should any where over same today great server deploy release build test error issue "
        "update"
    ),
    "German": "der die das und ist nicht ich zu es ein mit auf für wir den Straße größer Übergabe heute morgen "
    "läuft Fehler Fußgängerüberweg müssen können Besprechung",
    "French": "le la les est pas déjà été élève garçon où ça œuvre cœur réunion demain serveur",
    "Russian": "и в не на что это как привет мир сервер работает ошибка сегодня подъезд ёлка завтра",
    "Greek": "και το είναι καλημέρα κόσμε σήμερα αύριο σφάλμα διακομιστής",
    "Arabic": "في من على هذا مرحبا بالعالم الخادم اليوم خطأ كتاب",
    "Hebrew": "את של על זה שלום עולם היום שרת שגיאה",
    "Hindi": "है और में यह नमस्ते दुनिया सर्वर आज हिन्दी त्रुटि",
    "Thai": "สวัสดี ชาวโลก วันนี้ เซิร์ฟเวอร์ ช้า ภาษาไทย ทดสอบ",
}
COMMON = TEXTS["English"].split()
GERMAN = TEXTS["German"].split()
OTHERS = [text.split() for name, text in TEXTS.items() if name not in {"English", "German"}]
HAN = [chr(0x4E00 + (number * 7919) % 3500) for number in range(3500)]
KANA = [chr(code) for code in range(0x3042, 0x3094)] + [chr(code) for code in range(0x30A2, 0x30F4)]
HANGUL = [chr(0xAC00 + (number * 4973) % 11172) for number in range(1500)]
EMOJI = list("👍🎉🔥🚀😀😅🙏💯☕🐛")
SYLLABLES = [a + b + c for a in "bcdfgklmnprstv" for b in "aeiou" for c in ("", "n", "r", "s", "t")]
HIDDEN = "zanzibar"  # said often, but only in rooms that the reader can't read
RARE_EVERY = 40  # messages that have a rare word; each of these is said about five times in a million messages


def vocabulary(random: Random, size: int = 20_000) -> list[str]:
    """Return words, common ones first."""
    made = {"".join(random.choices(SYLLABLES, k=random.randint(2, 4))) for _ in range(size)}
    return COMMON + sorted(made - set(COMMON))


def zipf(count: int, exponent: float = 1.0) -> list[float]:
    """Return the sums of weights by which the first of ``count`` words are common."""
    return list(accumulate(1 / (place + 2) ** exponent for place in range(count)))


def contents(count: int, seed: int = 18) -> Iterator[str]:
    """Yield texts."""
    random = Random(seed)
    words = vocabulary(random)
    english, han, hangul = zipf(len(words)), zipf(len(HAN)), zipf(len(HANGUL))
    for number in range(count):
        chance = random.random()
        length = min(1 + int(random.expovariate(1 / 10)), 60)
        if chance < 0.62:
            text = " ".join(random.choices(words, cum_weights=english, k=length))
        elif chance < 0.72:
            text = " ".join(random.choices(GERMAN + words[:40], k=length))
        elif chance < 0.80:
            text = "".join(random.choices(HAN, cum_weights=han, k=2 * length))
        elif chance < 0.85:
            text = "".join(random.choices(KANA + HAN[:80], k=2 * length))
        elif chance < 0.88:
            text = " ".join("".join(random.choices(HANGUL, cum_weights=hangul, k=3)) for _ in range(length))
        else:
            script = random.choice(OTHERS)
            text = " ".join(random.choices(script, k=length))
        yield text + addition(random, number)


def addition(random: Random, number: int) -> str:
    """Return what a text ends with: often nothing; an emoji, a link, a ticket, a word that hardly anyone uses."""
    if number % RARE_EVERY == 0:
        return f" {rare(number // RARE_EVERY % 5_000)}"
    chance = random.random()
    if chance < 0.05:
        return f" {random.choice(EMOJI)}"
    if chance < 0.10:
        return f" https://git.example.org/team/app/commit/{random.getrandbits(64):016x}?tab=files#L{number % 500}"
    if chance < 0.13:
        return f" ABC-{number}"
    return random.choice(["", ".", "!", "?"])


def rare(number: int) -> str:
    """Return a rare word."""
    letters = "qxzjvkwy"
    return "".join(letters[number // 8**place % 8] + "aeiou"[(number + place) % 5] for place in range(5))
