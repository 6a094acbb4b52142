"""Welcome, pairs, a break, a ceremony: people talk, and screens say what to do and for how long."""

from assembly.gatherings.readings import BREAK
from assembly.gatherings.steps import StepKind
from assembly.kernel.features import Feature
from assembly.kernel.rules import N_
from assembly.live.audiences import PHONES
from assembly.live.fragments import Fragment
from assembly.talking.readings import BreakSlide, CeremonySlide, TalkSlide, WelcomeSlide, talk
from assembly.talking.web import talk_page

PICTURES = (("seedling", N_("A seedling")), ("bread", N_("Bread")), ("key", N_("A key")), ("candle", N_("A candle")))

talking = Feature(
    "talking",
    fragments={
        "gathering-talk": Fragment("talking/_talk.html", (PHONES,), lambda reading: (reading.ask(talk),), always=True),
    },
    steps=(
        StepKind(
            "welcome",
            N_("Welcome"),
            N_("What we do tonight, and what happens to what you type."),
            minutes=7,
            phone=talk_page,
            slide=WelcomeSlide,
        ),
        StepKind(
            "pairs",
            N_("In pairs"),
            N_("Turn to somebody you do not know. What do you do best? Three minutes each, phones down."),
            minutes=7,
            phone=talk_page,
            slide=TalkSlide,
        ),
        StepKind(
            BREAK,
            N_("Break"),
            N_("Eat, drink, talk to somebody new."),
            minutes=10,
            phone=talk_page,
            slide=BreakSlide,
        ),
        StepKind(
            "ceremony",
            N_("A moment together"),
            N_("Stand up, look around: this is us."),
            minutes=3,
            phone=talk_page,
            slide=CeremonySlide,
            pictures=PICTURES,
        ),
    ),
)
