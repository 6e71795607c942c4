"""What people write and search for, in many scripts: for each query the messages of its group that it must find.

A message is named by the letter before it. Queries run in a room of their group alone.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Messages by their letters, and queries with the letters of what they find."""

    name: str
    messages: str
    queries: str

    def texts(self) -> dict[str, str]:
        """Return each message by its letter; ``⏎`` is a line break."""
        lines = (line.strip() for line in self.messages.strip().splitlines())
        return {line[0]: line[2:].replace("⏎", "\n") for line in lines}

    def expectations(self) -> list[tuple[str, str]]:
        """Return ``(query, letters)`` in order; a lone hyphen stands for no letter."""
        pairs = (line.strip().rsplit(" → ", 1) for line in self.queries.strip().splitlines())
        return [(query, "" if letters == "-" else letters) for query, letters in pairs]


CORPUS = [
    Group(
        "English",
        """
        a The quarterly budget plan is ready for review
        b Planning starts on Monday; bring the BUDGET
        c I don't think we can't do it
        d I don’t know, said she
        e Re-read the well-known co-op agreement
        f naïve résumé of a café in Zürich
        g “We shall see,” he wrote — finally
        h the the the
        i unbelievable⏎second line
        """,
        """
        budget → ab
        BUDGET → ab
        plan → ab
        planning → b
        budget plan → ab
        "budget plan" → a
        "plan is ready" → a
        lanni → b
        budget -planning → a
        -budget → cdefghi
        -budget -the → cdfgi
        "budget plan" monday → -
        quarterly monday → -
        don't → cd
        don’t → cd
        "I don't" → cd
        can't → c
        well-known → e
        known → e
        -known budget → ab
        co-op → e
        naive → f
        naïve → f
        resume → f
        cafe → f
        CAFÉ → f
        zurich → f
        "we shall see" → g
        "see," → g
        wrote → g
        believ → i
        "unbelievable second" → i
        second line → i
        "line second" → -
        the → abeh
        "the the" → h
        xyzzy → -
        """,
    ),
    Group(
        "German",
        """
        a Die Straße ist gesperrt, Umleitung über die Brücke
        b STRASSENBAHN fährt nicht
        c Donaudampfschifffahrtsgesellschaft
        d Übermorgen treffen wir uns in Köln
        e Er sagte „bis morgen“ und ging
        f Das Maß ist voll, die Masse tobt
        g Größe: 5 ß-Tasten
        h Kaffee à la carte
        """,
        """
        straße → ab
        strasse → ab
        STRASSE → ab
        Straßenbahn → b
        uber → ad
        über → ad
        ubermorgen → d
        dampfschiff → c
        schifffahrt → c
        gesellschaft → c
        koln → d
        KÖLN → d
        "bis morgen" → e
        „bis morgen“ → e
        »bis morgen« → e
        mass → f
        maß → f
        ß → abfg
        grosse → g
        größe → g
        fahrt → bc
        "die brücke" → a
        brucke -straße → -
        a → abcefgh
        ä → abcefgh
        "à la" → h
        """,
    ),
    Group(
        "French",
        """
        a L’été dernier à Paris, nous étions déjà là
        b Où est l'œuf ? Le cœur du problème
        c « Bonjour », dit-il, « ça va ? »
        d garçon, façade, reçu
        e AIGUË et Noël
        f ÉCOLE FERMÉE
        """,
        """
        ete → a
        été → a
        l'été → a
        l’été → a
        etions → a
        deja → a
        ou → abc
        où → abc
        œuf → b
        oeuf → b
        coeur → b
        cœur → b
        "« bonjour »" → c
        bonjour → c
        «ça va» → c
        ca va → c
        garcon → d
        facade → d
        recu → d
        aigue → e
        noel → e
        école → f
        ecole fermee → f
        "école fermée" → f
        -école garçon → d
        dit-il → c
        """,
    ),
    Group(
        "Turkish",
        """
        a İstanbul'da ışık yandı
        b istanbul ISPARTA ılık
        c DİYARBAKIR'dan geldim
        d çok şeker, güzel öğün
        """,
        """
        istanbul → ab
        İSTANBUL → ab
        ISTANBUL → ab
        ıstanbul → ab
        ışık → a
        isik → a
        IŞIK → a
        ısparta → b
        isparta → b
        ılık → b
        diyarbakir → c
        DIYARBAKIR → c
        cok → d
        şeker → d
        seker → d
        guzel → d
        öğün → d
        ogun → d
        istanbul'da → a
        istanbul -ışık → b
        """,
    ),
    Group(
        "Polish and its neighbours",
        """
        a Zażółć gęślą jaźń w Łodzi
        b ŁÓDŹ jest piękna
        c Příliš žluťoučký kůň úpěl
        d Árvíztűrő tükörfúrógép
        e Đorđe voli čokoladu
        f Blåbærgrød på øen
        g Þetta er íslenska, ðað
        h Tiếng Việt: đường phố Hà Nội
        """,
        """
        zazolc → a
        zażółć → a
        gesla → a
        jazn → a
        lodz → ab
        łódź → ab
        ŁODZI → a
        piekna → b
        zlutoucky → c
        kůň → c
        kun → c
        arvizturo → d
        tükörfúrógép → d
        furogep → d
        dorde → e
        Đorđe → e
        cokoladu → e
        blabaergrod → f
        blåbær → f
        øen → f
        oen → f
        þetta → g
        islenska → g
        tieng viet → h
        "tieng viet" → h
        Tiếng Việt → h
        duong pho → h
        đường → h
        ha noi → h
        """,
    ),
    Group(
        "Greek",
        """
        a Ο Οδυσσέας γύρισε στην Ιθάκη
        b ΟΔΟΣ ΕΡΜΟΥ, δρόμος παλιός
        c Καλημέρα! Τι κάνεις;
        d άνθρωπος και ΆΝΘΡΩΠΟΙ
        """,
        """
        οδυσσεας → a
        ΟΔΥΣΣΕΑΣ → a
        Οδυσσέας → a
        ιθακη → a
        οδος → b
        οδοσ → b
        ερμου → b
        δρομος → b
        δρόμοσ → b
        δρόμο → b
        καλημερα → c
        ΚΑΛΗΜΈΡΑ → c
        "τι κανεις" → c
        ανθρωπ → d
        ανθρωποι → d
        άνθρωπος → d
        ό → abd
        ς → abcd
        """,
    ),
    Group(
        "Russian and Ukrainian",
        """
        a Всё будет хорошо, ёлка готова
        b ВСЕ НА МЕСТЕ
        c Йогурт и чай для Андрея
        d Її їжак з’їв ґудзик
        e Съешь ещё этих мягких французских булок
        """,
        """
        все → ab
        всё → ab
        ВСЁ → ab
        елка → a
        ёлка → a
        хорошо → a
        орош → a
        место → -
        мест → b
        йогурт → c
        иогурт → c
        чай → c
        андрей → -
        андре → c
        їжак → d
        іжак → d
        з'їв → d
        з’їв → d
        ґудзик → d
        булок → e
        "французских булок" → e
        съешь → e
        ещe → -
        еще → e
        булок -чай → e
        """,
    ),
    Group(
        "Arabic, Persian and Urdu",
        """
        a مُحَمَّد ذهب إلى المدرسة
        b المدرسة كبيرة جداً
        c أهلاً وسهلاً بكم
        d کتاب خوب است، علی گفت
        e الســلام عليكم
        f سعر ١٢٣ ريال
        g قیمت ۴۵۶ تومان
        h یہ اردو ہے
        """,
        """
        محمد → a
        مُحَمَّد → a
        المدرسة → ab
        مدرسة → ab
        "المدرسة كبيرة" → b
        الى → a
        إلى → a
        اهلا → c
        أهلاً → c
        وسهلا → c
        كتاب → d
        کتاب → d
        علي → de
        علی → de
        السلام → e
        عليكم → e
        علیکم → e
        123 → f
        ١٢٣ → f
        ۱۲۳ → f
        456 → g
        ۴۵۶ → g
        قيمت → g
        اردو → h
        جدا → b
        المدرسة -محمد → b
        """,
    ),
    Group(
        "Hebrew",
        """
        a שָׁלוֹם עולם
        b שלום לכולם, מה נשמע
        c ספר טוב מאוד
        d צה״ל וארה"ב
        e חברים של סבא
        """,
        """
        שלום → ab
        שָׁלוֹם → ab
        "שלום עולם" → a
        עולם → a
        כולם → b
        נשמע → b
        "מה נשמע" → b
        ספר → c
        פר → c
        ם → abe
        חברים → e
        סבא → e
        ב → cde
        שלום -עולם → b
        ארה → d
        """,
    ),
    Group(
        "Chinese",
        """
        a 我家在上海东边。
        b 我家在，上海，东边
        c 北京和上海的天气
        d 東京は日本の首都
        e 具体情况就需要分析了
        f ＡＢＣ公司２０２６年计划
        g 中文「引号」测试
        """,
        """
        上海 → abc
        海 → abc
        京 → cd
        北京 → c
        北 → c
        上海东边 → a
        "上海东边" → a
        上海 东边 → ab
        我家 -，上海 → a
        天气 → c
        情况 → e
        具体情况 → e
        分 → e
        abc → f
        ABC公司 → f
        ＡＢＣ → f
        2026年 → f
        ２０２６ → f
        公司2026 → f
        「引号」 → g
        引号 → g
        "「引号」测试" → g
        。 → a
        ， → b
        , → b
        上海　天气 → c
        东京 → -
        """,
    ),
    Group(
        "Japanese",
        """
        a 東京タワーに行きました
        b とうきょうは楽しい
        c ﾄｳｷｮｳﾀﾜｰ半角ｶﾞｷﾞ
        d ガギグゲゴ、かきくけこ
        e パンとハンとバン
        f 私は「はい」と言った。
        g らーめん二〇二六年㍿
        """,
        """
        東京 → a
        東 → a
        京タ → a
        タワー → ac
        ワ → ac
        ﾀﾜｰ → ac
        とうきょう → b
        トウキョウ → c
        トウキョウタワー → c
        ガギ → cd
        ｶﾞ → cd
        ガ → cd
        カ → -
        か → d
        が → -
        パン → e
        ハン → e
        バン → e
        ﾊﾟﾝ → e
        はい → f
        「はい」 → f
        "「はい」と" → f
        ー → acg
        楽しい → b
        行きました → a
        株式会社 → g
        〇 → g
        の → -
        東京 -タワー → -
        """,
    ),
    Group(
        "Korean",
        """
        a 서울에서 부산까지 갔습니다
        b 서울 날씨가 좋아요
        c 안녕하세요 반갑습니다
        d 한국어 검색 시험
        """,
        """
        서울 → ab
        서 → ab
        울 → ab
        부산 → a
        습니다 → ac
        갔습니다 → a
        안녕 → c
        안녕하세요 → c
        하세 → c
        검색 → d
        국어 → d
        "서울 날씨" → b
        서울 -부산 → b
        날씨 → b
        한글 → -
        서울 → ab
        """,
    ),
    Group(
        "Thai and Lao",
        """
        a วันนี้อากาศดีมาก
        b ที่นี่มีน้ำแข็งขาย
        c ราคา ๑๒๓ บาท
        d ສະບາຍດີ ເພື່ອນ
        """,
        """
        อากาศ → a
        วันนี้ → a
        วันนี → a
        ดี → a
        นี → ab
        น้ำ → b
        น้ำแข็ง → b
        ที่นี่ → b
        มี → b
        ข → b
        ราคา → c
        บาท → c
        ก → a
        ສະບາຍດີ → d
        ເພື່ອນ → d
        """,
    ),
    Group(
        "Hindi and other Indic scripts",
        """
        a नमस्ते दुनिया, आप कैसे हैं
        b मुझे हिन्दी पसंद है
        c क़लम और काग़ज़
        d মূল্য ১০০ টাকা বাংলা
        e தமிழ் மொழி
        f कीमत १२३ रुपये
        """,
        """
        नमस्ते → a
        दुनिया → a
        हिन्दी → b
        हिन → b
        पसंद → b
        मुझे → b
        "हिन्दी पसंद" → b
        क़लम → c
        क़लम → c
        काग़ज़ → c
        है → ab
        हैं → a
        বাংলা → d
        টাকা → d
        தமிழ் → e
        மொழி → e
        123 → f
        १२३ → f
        रुपये → f
        """,
    ),
    Group(
        "Emoji",
        """
        a Party 🎉🎉 tonight
        b 👍🏽 agreed
        c 👍 ok
        d 👩‍👩‍👧‍👦 family time
        e 🇩🇪 against 🇫🇷
        f I ❤️ this ❤
        g keycap 1️⃣ and ☎️
        h 🏳️‍🌈 pride
        i :) and ¯\\_(ツ)_/¯ and ;-)
        j party:tada: shrug
        """,
        """
        🎉 → a
        🎉🎉 → a
        🎉🎉🎉 → -
        👍 → bc
        👍🏽 → b
        🏽 → b
        👩‍👩‍👧‍👦 → d
        👩 → d
        👦 → d
        🇩🇪 → e
        🇫🇷 → e
        🇩🇪 🇫🇷 → e
        🇮🇹 → -
        ❤ → f
        ❤️ → f
        1️⃣ → g
        ☎ → g
        🏳️‍🌈 → h
        🌈 → h
        party 🎉 → a
        🎉 -party → -
        -🎉 party → j
        :) → i
        ;-) → i
        ツ → i
        ¯\\_(ツ)_/¯ → i
        :tada: → j
        """,
    ),
    Group(
        "URLs and addresses",
        """
        a See https://www.example.org/docs/Search?q=a%20b&page=2#top for details
        b kdenlive is at https://kdenlive.org/
        c [the paper](https://paper.example.com/doc/Larger-pull-requests-U5q5qSPF)
        d write to mira.k+news@example.org or franzkarl@firma.example
        e server 10.100.200.101 and fe80::1%eth0
        f C:\\Users\\mira\\notes.txt and /etc/nginx/nginx.conf
        g ftp.example.net:2121/~mira
        """,
        """
        https://www.example.org/docs/Search?q=a%20b&page=2#top → a
        www.example → a
        example.org → ad
        example → acdg
        docs/search → a
        docs search → a
        q=a%20b → a
        #top → a
        page=2 → a
        kdenlive → b
        kdenlive.org → b
        https://kdenlive.org/ → b
        //kden → b
        pull-requests → c
        U5q5qSPF → c
        paper.example.com → c
        http → abc
        https:// → abc
        mira.k → d
        @example.org → d
        mira.k+news@example.org → d
        franz → d
        firma.example → d
        10.100.200.101 → e
        10.100 → e
        .200. → e
        fe80::1 → e
        %eth0 → e
        C:\\Users → f
        \\mira\\ → f
        nginx.conf → f
        /etc/ → f
        .txt → f
        ~mira → g
        example.net:2121 → g
        :2121 → g
        has:link → abc
        -has:link → defg
        example has:link → ac
        """,
    ),
    Group(
        "Tickets, numbers and tags",
        """
        a ABC-1234 is fixed by #5678
        b ABC-12345 is open
        c abc 1234 without a hyphen
        d #hash and #Hash-tag and #v2.1
        e version 1.2.3-rc.1+build5
        f costs €1,234.56 or $99 (50% off)
        g on 2026-11-29 at 14:05
        h user-123, user_123, a_b and _c_
        i phone +49 (30) 123 456
        j ISBN 978‑3‑16‑148410‑0
        """,
        """
        ABC-1234 → ab
        abc-1234 → ab
        "ABC-1234 is" → a
        ABC-12345 → b
        abc 1234 → abc
        1234 → abc
        ABC - → ab
        #5678 → a
        5678 → a
        #hash → d
        hash → d
        #hash-tag → d
        #v2.1 → d
        # → ad
        1.2.3 → e
        1.2.3-rc.1 → e
        rc.1+build5 → e
        €1,234.56 → f
        1,234 → f
        $99 → f
        50% → f
        (50% → f
        2026-11-29 → g
        14:05 → g
        user-123 → h
        user_123 → h
        a_b → h
        _c_ → h
        +49 → i
        "123 456" → i
        (30) → i
        978-3-16 → j
        ABC-1234 -open → a
        "-1234" → ab
        """,
    ),
    Group(
        "Code",
        """
        a C++ and C# and F#
        b `foo(bar, baz)` returns -1
        c if (x != y && z >= 0) { return; }
        d git commit --force -m "first try"
        e ```py⏎def hello(name: str) -> str:⏎    return f"hi {name}"⏎```
        f SELECT * FROM users WHERE name LIKE '%\\_%'
        g sess.crate_types() versus sess.opts.crate_types
        h <div class="x">&amp;</div>
        i "key": "value", "key2":"value2"
        j x = a->b; p::q
        k rm -rf ./tmp && echo done
        l std::vector<int> v;
        """,
        """
        C++ → a
        c# → a
        F# → a
        foo( → b
        foo(bar → b
        "foo(bar, baz)" → b
        bar, → b
        != → c
        && → ck
        >= → c
        "x != y" → c
        { → ce
        --force → d
        -m → abcgijl
        "-m" → d
        "first try" → d
        "def hello" → e
        hello(name → e
        -> → ej
        "str) ->" → e
        {name} → e
        SELECT → f
        "select *" → f
        "*" → f
        %\\_% → f
        % → f
        _ → fg
        '%\\_%' → f
        sess → g
        sess opts → g
        sess.opts → g
        crate_types → g
        crate → g
        types() → g
        <div → h
        &amp; → h
        & → chk
        class="x" → h
        <div class → h
        "key": → i
        "key2":"value2" → i
        a->b → j
        p::q → j
        :: → jl
        "rm -rf" → k
        ./tmp → k
        vector<int> → l
        std::vector → l
        <int> → l
        ; → chjl
        """,
    ),
    Group(
        "Quotation marks, blanks and marks",
        """
        a he said "yes" and left
        b he said “yes” and left
        c „Nein“, sagte sie
        d 5" pipe and 3.5" disk
        e it's 6' tall
        f a   b⏎⏎c
        g zero​width and soft­hyphen
        h non breaking space
        i ellipsis… and three...
        j dash – and — and -
        k ﬁne ﬂow ½ ①② ™
        l ｆｕｌｌ　ｗｉｄｔｈ ！？
        """,
        """
        "said "yes" and" → ab
        "yes" → ab
        “yes” → ab
        said yes → ab
        he said → ab
        nein → c
        „Nein“ → c
        5" → d
        3.5" → d
        it's → e
        it’s → e
        6' → e
        "a b c" → f
        "a b" → f
        zerowidth → g
        softhyphen → g
        "non breaking space" → h
        non breaking → h
        ... → i
        … → i
        – → j
        — → j
        fine → k
        ﬁne → k
        flow → k
        1⁄2 → k
        ½ → k
        ① → k
        12 → k
        tm → k
        "full width" → l
        full width → l
        ｆｕｌｌ → l
        ！？ → l
        !? → l
        """,
    ),
]
