"""The level chart: width = points, height = money per point, area = money; one scale, one water line.

Lengths are SVG units (a wall is 1920 wide), heights count up from the base. No HTML or Flask; a Sight brings words.
"""

from assembly.rounds.readings.chart.drawing import Column, Drawing, Words
from assembly.rounds.readings.chart.page import draw
from assembly.rounds.readings.chart.paper import A_PAGE, CAPITAL, HEIGHT, SMALLEST, WIDTH
from assembly.rounds.readings.chart.sentences import WAITS
from assembly.rounds.readings.chart.sight import Sight

__all__ = ["A_PAGE", "CAPITAL", "HEIGHT", "SMALLEST", "WAITS", "WIDTH", "Column", "Drawing", "Sight", "Words", "draw"]
