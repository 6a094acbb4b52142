"""The level picture, as a working drawing: width = points, height = money for each point, so area = money.

One scale for all columns on all pages; one water line at the rate. Lengths are units of the SVG (a wall is 1920 of them
wide); heights count upwards from the base line. Nothing that is read is smaller than SMALLEST. No HTML and no Flask:
words come in through a Sight, and the template only prints what stands here.
"""

from assembly.rounds.readings.picture.drawing import Column, Drawing, Words
from assembly.rounds.readings.picture.paper import A_PAGE, CAPITAL, HEIGHT, SMALLEST, WIDTH
from assembly.rounds.readings.picture.sayings import WAITS
from assembly.rounds.readings.picture.sheet import draw
from assembly.rounds.readings.picture.sight import Sight

__all__ = ["A_PAGE", "CAPITAL", "HEIGHT", "SMALLEST", "WAITS", "WIDTH", "Column", "Drawing", "Sight", "Words", "draw"]
