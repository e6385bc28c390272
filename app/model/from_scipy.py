"""What Crossover takes from SciPy, whose import takes longer than that of all else together.

Import it in the functions that need it. Threads that need it at once wait here for one another:
two that import parts of SciPy side by side may each see a part of the other's half finished.
"""

from scipy.interpolate import CubicSpline
from scipy.optimize import brentq
from scipy.special import betainc, betaincinv, ndtr, ndtri, stdtrit
from scipy.stats import qmc

__all__ = ["CubicSpline", "betainc", "betaincinv", "brentq", "ndtr", "ndtri", "qmc", "stdtrit"]
