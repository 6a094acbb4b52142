"""When the words of a card answer those of a need: the same words, or words that a list says mean the same."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

Keys = frozenset[str]  # what a word and its forms have in common
Stem = Callable[[str], Keys]

# words that say nothing of what is needed, without accents: English, French, Spanish, Arabic
EMPTY = frozenset(
    """
    a an and any are at be by can could do does for from get give has have help helping how i in is it like lots me
    more my need needed needs of on or our out people some somebody someone something street that the their them there
    they this to up us want we who with would you your
    aide aider au aux avec avoir besoin ce chez dans de des du elle en et faire il je la le les leur leurs ma mes mon
    nos notre nous ou par pour quelqu quelque que qui rue sa ses son sur un une veux vos votre
    algo alguien ayuda ayudar calle con de del el ella en es la las lo los me mi mis necesito necesitamos nuestra
    nuestro o para por que quien se sin su sus tener un una unas uno unos y yo
    في من الى إلى على عن مع هو هي أن ان ما لا يا كل نحن أنا انا احتاج أحتاج نحتاج شخص
    """.split()  # noqa: SIM905
)
SHORTEST = 3  # letters of a word that counts, in scripts that have capitals


class Said(NamedTuple):
    """A text as it is compared: each of its words, and the groups of synonyms it belongs to."""

    words: tuple[Keys, ...]
    groups: frozenset[int]


class Fit(NamedTuple):
    """How well two texts fit: words they share, and groups of synonyms."""

    words: int
    groups: int

    @property
    def any(self) -> bool:
        return bool(self.words or self.groups)


def plain(word: str) -> str:
    """Lower case, and letters without their accents or vowel marks."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if unicodedata.category(letter) not in ("Mn", "Me"))


def words_of(text: str) -> list[str]:
    """The words of a text that say something, in lower case, accents kept."""
    spelled = unicodedata.normalize("NFC", text.casefold())
    words = "".join(letter if _of_a_word(letter) else " " for letter in spelled).split()
    return [word for word in words if plain(word) not in EMPTY and _says_something(word)]


def groups_of(lines: str) -> list[list[list[str]]]:
    """A list as people typed it: a group on each line, words or phrases between commas."""
    typed = ([words_of(term) for term in line.replace("،", ",").split(",")] for line in lines.splitlines())
    return [group for group in ([term for term in terms if term] for terms in typed) if len(group) > 1]


def said(text: str, groups: Iterable[list[list[str]]], stem: Stem) -> Said:
    """A text in the words of an assembly; a phrase of the list is there when all its words are."""
    words = tuple(stem(word) for word in words_of(text))
    there = frozenset().union(*words) if words else frozenset()
    means = (any(all(stem(word) & there for word in term) for term in group) for group in groups)
    return Said(words, frozenset(number for number, meant in enumerate(means) if meant))


def fit(need: Said, card: Said) -> Fit:
    """How many words of the need the card says too, and how many groups they share."""
    there = frozenset().union(*card.words) if card.words else frozenset()
    return Fit(sum(bool(word & there) for word in need.words), len(need.groups & card.groups))


def _of_a_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter) in ("Mn", "Mc")


def _says_something(word: str) -> bool:
    return len(word) >= SHORTEST or (word.upper() == word.lower() and not word.isdigit())


# what every assembly begins with, until its people change it
USUAL = """\
children, kids, childcare, babysitting, baby, enfants, garde, niños, أطفال, طفل
cook, cooking, meals, food, kitchen, hungry, lunch, dinner, repas, cuisine, cocina, comida, طبخ, طعام
drive, driving, ride, lift, van, car, transport, voiture, camionnette, coche, furgoneta, سيارة
mend, repair, fix, broken, leaking, réparer, réparation, arreglar, reparar, إصلاح
bicycle, bike, bicyclette, vélo, bicicleta, bici, دراجة
translate, interpreter, language, traduire, traducteur, traducir, ترجمة
computer, laptop, phone, internet, spreadsheets, ordinateur, ordenador, حاسوب
sewing, sew, clothes, coat, couture, vêtements, coser, ropa, خياطة
nurse, doctor, first aid, health, infirmière, santé, salud, صحة
room, space, hall, garage, place to meet, salle, sala, lugar, قاعة
lawyer, legal, tenants, rent, landlord, eviction, avocat, loyer, abogado, alquiler, إيجار
garden, plants, vegetables, grow, jardin, légumes, jardín, huerto, حديقة
lonely, alone, company, visit, seul, visite, solo, compañía, زيارة
homework, school, teacher, tutoring, lessons, devoirs, école, deberes, escuela, مدرسة
tools, drill, ladder, hammer, outils, perceuse, herramientas, taladro, أدوات
"""
