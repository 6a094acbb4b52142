"""Door codes: a word and two digits, easy to read from the last row and to type; a slip's code has four digits."""

import unicodedata

# Short, plain, hard to misread or to mishear; no word that could hurt on a wall.
WORDS = tuple(
    """
    ACORN AMBER ANCHOR APPLE APRIL ARROW ASPEN AUTUMN BADGE BAKER BAMBOO BANJO BARLEY BASIL BEACH BEAR BEECH
    BELL BERRY BIRCH BIRD BLOOM BLUE BOAT BOOK BREAD BREEZE BRICK BRIDGE BROOK BROOM BUTTER CABIN CAMEL CANDLE
    CANOE CARROT CASTLE CEDAR CHALK CHERRY CIRCLE CLOCK CLOUD CLOVER COAST COCOA COMET COPPER CORAL CORN
    COTTON CRANE CREEK CROW DAISY DAWN DEER DOVE DRUM DUCK DUNE EAGLE EARTH EMBER FABLE FALCON FARM FEATHER
    FERN FIDDLE FIELD FIG FINCH FLAME FLOUR FLUTE FOREST FOX FROST GARDEN GARLIC GATE GINGER GLASS GOLD GOOSE
    GRAIN GRAPE GREEN GROVE HARBOR HARP HAVEN HAWK HAZEL HERON HILL HONEY HORSE ISLAND IVORY IVY JASMINE JUNE
    JUNIPER KETTLE KITE LADDER LAKE LAMP LANTERN LARK LAUREL LEAF LEMON LENTIL LILAC LILY LINDEN LINEN LION
    LOTUS MAPLE MARBLE MARCH MEADOW MELON MILK MILL MINT MOON MOSS NEEDLE NEST NOVEL OAK OASIS OCEAN OLIVE
    ONION ORANGE ORCHID OTTER OWL PAPER PARK PEACH PEAR PEBBLE PENCIL PEPPER PIANO PINE PLANET PLUM POND POPPY
    QUILT RABBIT RADIO RAIN RAVEN REED RIVER ROBIN ROCKET ROSE SAFFRON SAGE SAIL SALT SAND SEED SHELL SILVER
    SKY SNOW SONG SPARROW SPRING SPRUCE STAR STONE STORM STREAM SUGAR SUMMER SUN SWAN TABLE TEAPOT THYME TIGER
    TIMBER TOAST TOMATO TRAIN TREE TULIP TURTLE VALLEY VELVET VIOLET VIOLIN WALNUT WATER WHEAT WILLOW WIND
    WINTER WOLF WOOD WOOL WREN
    """.split()  # noqa: SIM905
)


AS_DIGITS, AS_LETTERS = str.maketrans("OIL", "011"), str.maketrans("01L", "OII")
BY_LOOK = {word.translate(AS_LETTERS): word for word in WORDS}


def normal_code(typed: str) -> str:
    """What somebody typed, as a code: "moss-38 ", "M0SS 38" and "Moss３٨" are all "MOSS 38".

    Where a digit is expected O, I and L are one, and where a letter is expected 0 and 1 are. Full-width letters, digits
    of other scripts and accents (NFKD) are read as what they stand for.
    """
    plain = "".join(map(_plain, unicodedata.normalize("NFKD", typed.upper())))
    for digits in (4, 2):
        word, number = BY_LOOK.get(plain[:-digits].translate(AS_LETTERS)), plain[-digits:].translate(AS_DIGITS)
        if word and number.isdecimal():
            return f"{word} {number}"
    word = plain.rstrip("0123456789")
    return f"{word} {plain[len(word) :]}".strip()


def _plain(letter: str) -> str:
    """A letter or an ASCII digit; nothing for anything else."""
    return str(unicodedata.decimal(letter, letter)) if letter.isalnum() else ""


def in_address(code: str) -> str:
    """The code as it stands in an address: "MOSS38"."""
    return code.replace(" ", "")


def words_of(digest: str, number: int = 4) -> str:
    """A few words for the eyes of a hex digest, "AMBER FOX MOON PINE": two that differ seldom say the same."""
    rest, said = int(digest, 16), []
    for _ in range(number):
        rest, place = divmod(rest, len(WORDS))
        said.append(WORDS[place])
    return " ".join(said)
