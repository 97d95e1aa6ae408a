"""Stress: what would break the balance sheet, how likely that is, and what brings it back.

A package and not one module, because each question has a method of its own:

goal
    The slider in reverse: which value of one lever gives a wanted ratio.
maps
    Both ratios over two levers, and the lines where a limit is reached.
tornado
    Which lever moves the ratio most, and which fact is most worth checking.
breach
    How likely each line is crossed when prices move at random.

What comes in is a `Book` and one value for each lever; amounts are USD billion,
ratios are fractions, and a result turns into plain data with ``as_json``.
"""

import numpy as np

# The C library hands freed memory of this size back to the system, which has to find it anew for
# the next array: three times as long as the sums themselves. A larger block, made and freed once,
# teaches it to keep what is smaller (the "dynamic threshold" of glibc; elsewhere this does nothing).
np.empty(1 << 21)
