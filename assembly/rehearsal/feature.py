"""Rehearsals: an evening that counts nowhere, pretend phones that come to it, and the demo's stories."""

from assembly.kernel.features import Feature
from assembly.rehearsal.seeds import set_up_mapping_rehearsal, set_up_rehearsal, tell_congress, tell_mapping
from assembly.rehearsal.stories import CONGRESS, MAPPING, MAPPING_REHEARSAL, REHEARSAL
from assembly.rehearsal.web import bp

rehearsal = Feature(
    "rehearsal",
    blueprints=(bp,),
    seeds={
        MAPPING: tell_mapping,
        CONGRESS: tell_congress,
        MAPPING_REHEARSAL: set_up_mapping_rehearsal,
        REHEARSAL: set_up_rehearsal,
    },
)
