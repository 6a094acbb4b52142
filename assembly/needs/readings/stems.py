"""What the forms of a word have in common, in the languages that our rooms speak most."""

from functools import lru_cache

import snowballstemmer

from assembly.needs.rules.matching import Keys, plain

LATIN = tuple(snowballstemmer.stemmer(language) for language in ("english", "french", "spanish"))
ARABIC = (snowballstemmer.stemmer("arabic"),)


@lru_cache(maxsize=20_000)
def stem(word: str) -> Keys:
    """The stems of a word, as it is spelled and without its accents, each without accents: nobody says which language
    a card is in, and two cards of one language find each other by its own rules."""
    tongues = ARABIC if any("\u0600" <= letter <= "\u06ff" for letter in word) else LATIN
    spelled = {word, plain(word)}
    stems = (plain(tongue.stemWord(form)) for tongue in tongues for form in spelled)
    return frozenset({plain(word), *(each for each in stems if len(each) > 2)})
