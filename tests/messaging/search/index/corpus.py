"""Messages in many scripts, spread over several blocks, and queries for parts of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from django.utils import timezone

from accounts.models import User
from chatsite.db.bulk import insert_rows
from messaging.attachments.models import Attachment
from messaging.features import Named
from messaging.models import Feature, Message
from messaging.search.folding import Kind, kinds_of, searchable
from messaging.search.index.models import BLOCK_IDS
from messaging.search.index.reading import Wanted, candidates
from rooms.models import Room

WORDS = {
    "english": "the release is ready to ship and our server was slow because of cache in production I am a C++ fan",
    "german": "Straße größer Übergabe Fußgängerüberweg müssen weiß der die das Weißbier über Größe Maß",
    "french": "déjà vu œuvre cœur naïve été élève garçon où ça l’été",
    "polish": "łódź żółć gęślą jaźń źdźbło Kraków",
    "turkish": "İstanbul ılık ışık çalışma değil Türkçe",
    "vietnamese": "tiếng Việt không được người đường phố",
    "greek": "καλημέρα κόσμε ΣΊΣΥΦΟΣ σίσυφος Ελλάδα ᾳ",
    "russian": "привет мир ёлка Йод сервер не работает подъезд",
    "hebrew": "שָׁלוֹם עולם שלום מה נשמע בְּרֵאשִׁית",
    "arabic": "مَرْحَبًا بالعالم مرحبا ـــ كتاب الخادم ١٢٣",
    "hindi": "नमस्ते दुनिया हिन्दी में लिखना क़लम",
    "bengali": "বাংলা ভাষা আমার সোনার",
    "tamil": "தமிழ் மொழி வணக்கம்",
    "thai": "สวัสดีชาวโลก ภาษาไทย เซิร์ฟเวอร์ช้า น้ำ",
    "burmese": "မင်္ဂလာပါ မြန်မာ",
    "khmer": "សួស្តី ខ្មែរ",
    "chinese": "你好世界 服务器很慢 發布 今天我们 中国 人 龘",
    "japanese": "こんにちは 世界 ガギグ ｶﾞｷﾞ サーバー 遅い 日本語 々",
    "korean": "안녕하세요 서버가 느려요 한국어 가",
    "georgian": "გამარჯობა მსოფლიო",
    "armenian": "բարեւ աշխարհ և",
    "emoji": "👍 👍🏽 🎉 ❤️ 👩‍💻 🇩🇪 1️⃣ ☕ →",
    "code": "https://example.org/a/b?x=1&y=ab%20c ABC-1234 a_b foo(bar) #hash @name C# x[0]!=y 10.0.0.1 it’s ...",
    "wide": "ＡＢＣ　１２３ ﬁle ① ㌔ ½",
}


@dataclass(frozen=True)
class Said:
    """What is in a message's row."""

    id: int
    room: int
    author: int | None
    content: str
    files: tuple[Named, ...] = ()

    @cached_property
    def text(self) -> str:
        """Return what is searched of it."""
        return searchable(self.content, self.files)

    @cached_property
    def kinds(self) -> Kind:
        """Return what can be asked for of it, besides words."""
        return kinds_of(html_of(self), self.files)


def texts(random: Random, count: int) -> Iterator[str]:
    """Yield texts of words of one script, some of two, as people write."""
    scripts = [words.split() for words in WORDS.values()]
    for _ in range(count):
        words = random.choice(scripts) + (random.choice(scripts) if random.random() < 0.2 else [])
        glue = "" if random.random() < 0.1 else random.choice([" ", " ", " ", ", ", "\n"])
        text = glue.join(random.choices(words, k=random.randint(1, 9)))
        yield text + (f" <@{random.randint(1, 99)}>" if random.random() < 0.05 else "") or "x"


def write(rooms: Sequence[Room], people: Sequence[User], ids: Iterable[int], random: Random) -> list[Said]:
    """Store messages past every service, as an earlier version left them."""
    names = ("id", "room", "seq", "version", "author", "content", "html", "render_version", "created_at", "features")
    chosen = sorted(ids)
    said = [
        Said(pk, random.choice(rooms).pk, random.choice(people).pk, text, tuple(files(random)))
        for pk, text in zip(chosen, texts(random, len(chosen)), strict=True)
    ]
    now = timezone.now()
    insert_rows(
        Message,
        names,
        (
            (one.id, one.room, one.id + 9, one.id + 9, one.author, one.content, html_of(one), 0, now, features_of(one))
            for one in said
        ),
    )
    Attachment.objects.bulk_create(
        Attachment(room_id=one.room, message_id=one.id, kind=file.kind, name=file.name, size=1, file=file.name)
        for one in said
        for file in one.files
    )
    return said


def files(random: Random) -> Iterator[Named]:
    """Yield the files of a message: mostly none."""
    for _ in range(random.choice([1, 1, 2]) if random.random() < 0.1 else 0):
        name = random.choice(
            ["Budget Übersicht.xlsx", "東京 2.jpg", "IMG_0042.JPG", "a b.mp4", "отчёт.pdf", "voice.ogg"]
        )
        yield Named(random.choice(["image", "video", "audio", "file"]), name)


def features_of(one: Said) -> int:
    """Return what hangs on a message."""
    return int(Feature.ATTACHMENTS if one.files else 0)


def html_of(one: Said) -> str:
    """Return something like its HTML."""
    return '<a href="x">' if "https:" in one.content else "<p>"


def spread(random: Random, blocks: int, each: int) -> list[int]:
    """Return ids in the first blocks, with holes between them."""
    return [
        number * BLOCK_IDS + place
        for number in range(blocks)
        for place in sorted(random.sample(range(1, BLOCK_IDS), each))
    ]


def query(random: Random, said: Sequence[Said]) -> list[str]:
    """Return one to three folded pieces, mostly of one message: parts of words, phrases, single signs."""
    text = random.choice(random.choice(said).text.split("\n"))
    pieces = []
    for _ in range(random.choice([1, 1, 1, 2, 2, 3])):
        if random.random() < 0.05:
            text = random.choice(random.choice(said).text.split("\n"))
        start = random.randrange(max(len(text), 1))
        pieces.append(text[start : start + random.choice([1, 2, 2, 3, 3, 4, 4, 5, 6, 6, 9, 9, 12, 16, 20, 30])].strip())
    return [piece for piece in pieces if piece] or ["e"]


def scan(said: Iterable[Said], wanted: Wanted) -> list[int]:
    """Return what is wanted, newest first, by reading everything."""
    return sorted((one.id for one in said if is_wanted(one, wanted)), reverse=True)


def is_wanted(one: Said, wanted: Wanted) -> bool:
    """Tell whether a message meets all conditions."""
    return (
        wanted.first <= one.id
        and (wanted.below is None or one.id < wanted.below)
        and one.room in wanted.rooms
        and (not wanted.authors or one.author in wanted.authors)
        and one.kinds & wanted.kinds == wanted.kinds
        and all(part in one.text for part in wanted.texts)
    )


def search(wanted: Wanted, row_of: Callable[[int], Said | None]) -> list[int]:
    """Return what is wanted of the candidates, in their order; check what the steps promise."""
    found: list[int] = []
    reached = None
    for step in candidates(wanted):
        assert list(step.ids) == sorted(set(step.ids), reverse=True)
        assert all(pk >= step.reached and (reached is None or pk < reached) for pk in step.ids), (reached, step)
        reached = step.reached
        rows = [row_of(pk) for pk in step.ids]
        found += [row.id for row in rows if row and is_wanted(row, wanted)]
    return found
