"""The paper's measures: sizes of letters, gaps and edges, and how much goes on one page."""

WIDTH, HEIGHT = 1800, 740
SMALLEST = 34.1  # 3.15 % of a wall's 1080
AMOUNT = 116.0  # the largest sum; the others follow √money
TITLES = (46.0, 42.0, 38.0, SMALLEST)
CAPITAL = 0.73  # height of figures and capitals, of the size
SIGN = 0.56  # a currency sign set small and high, of the amount's size
GENEROUS = 1.08  # systems differ in their letters: leave room for wider ones

GUTTER = 246.0  # left, for the arrow and the square
SQUARE, SMALL_SQUARE = 112.0, 72.0
GAP = 14.0
AIR = 16.0  # between words and the lines around them
HEADROOM, ABOVE_THE_FRAME = 16.0, 66.0
OFF = 6.0  # the water's misprint: to the left, never up or down
DIMENSION = 24.0  # below the base
ROW, KEY_ROW = 42.0, 47.0
TEAR = 14.0  # depth of the torn edge of a frame that goes on above the paper

A_PAGE = 12
NAMED = 8  # more columns than this get numbers and a key
NOTES = 3  # lines at the foot
SQUEEZED = 0.6  # names under the columns may cost this much of the scale, not more
ABOVE = 1.22  # frames higher than this times the highest water are torn off
TOWERING = 3.4  # so is lifted water above this times what a point gets on average
