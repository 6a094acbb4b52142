"""Clusters: tables put cards together, everybody gives one star, and the top three become proposals or needs."""

from assembly.clusters.actions import forget_clusters_of, forget_names_beside_clusters, purge_clusters
from assembly.clusters.readings.clusters import clusters as found
from assembly.clusters.readings.clusters import stars, there
from assembly.clusters.readings.slides import ClustersSlide, StarsSlide
from assembly.clusters.readings.tables import in_the_document, table
from assembly.clusters.web import bp, clusters_page, my_section, stars_page
from assembly.gatherings.steps import DeskPage, Section, StepKind
from assembly.kernel.features import Feature
from assembly.kernel.rules import N_
from assembly.live.audiences import PHONES
from assembly.live.fragments import Fragment

clusters = Feature(
    "clusters",
    blueprints=(bp,),
    fragments={"clusters-tally": Fragment("clusters/_tally.html", (PHONES,), lambda reading: (reading.ask(found),))},
    steps=(
        StepKind(
            "clusters",
            N_("Connect the dots"),
            N_("At your tables: pick two to four cards that go together. What could we do with them?"),
            minutes=20,
            phone=clusters_page,
            slide=ClustersSlide,
            controls="clusters/_clusters_controls.html",
            shows=lambda reading: reading.ask(found),
        ),
        StepKind(
            "stars",
            N_("What would free us most?"),
            N_("One star each. It can be moved until we look."),
            minutes=6,
            phone=stars_page,
            slide=StarsSlide,
            controls="clusters/_stars_controls.html",
            shows=lambda reading: reading.ask(stars),
            waits=lambda reading: reading.ask(stars).given and not reading.ask(stars).shown,
        ),
    ),
    forgets_person=forget_clusters_of,
    forgets_names=forget_names_beside_clusters,
    purges=purge_clusters,
    tables={"clusters": table},
    desk_pages=(DeskPage("clusters", "clusters.desk", N_("Together"), there),),
    mine=(Section("clusters/_my_clusters.html", my_section),),
    document=(Section("clusters/_clusters_document.html", in_the_document),),
)
