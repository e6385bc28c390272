"""What the printers of the table have in common: precedence, and a method for each kind of node."""

import ast
from abc import ABC, abstractmethod
from typing import NamedTuple

from app.model.language import TableError, function_of, name_of


class Sign(NamedTuple):
    """How an operator is written, and how strongly it binds."""

    text: str
    rank: int


OPERATORS: dict[type[ast.AST], Sign] = {
    ast.Add: Sign("+", 5),
    ast.Sub: Sign("-", 5),
    ast.Mult: Sign("*", 6),
    ast.Div: Sign("/", 6),
    ast.Mod: Sign("%", 6),
    ast.Pow: Sign("**", 8),
    ast.LtE: Sign("<=", 4),
    ast.GtE: Sign(">=", 4),
    ast.Lt: Sign("<", 4),
    ast.Gt: Sign(">", 4),
    ast.Eq: Sign("==", 4),
}
NEGATION = 7  # rank
TIGHT = 9  # above every operator


class Printer(ABC):
    """Prints expressions of one scope; subclasses say how their dialect writes the parts."""

    signs: dict[str, str] = {}  # noqa: RUF012  # read only

    def __init__(self, scope: str) -> None:
        self.scope = scope

    def text(self, node: ast.expr, above: int = 0) -> str:
        """Return a tree as text, in brackets where what stands around it binds more strongly."""
        match node:
            case ast.Name() | ast.Attribute():
                return self.name(name_of(node), above)
            case ast.Constant(value):
                return self.constant(value)
            case ast.BinOp():
                return self.binary(node, above)
            case ast.UnaryOp(ast.USub(), operand):
                return wrap(f"{self.sign('-')}{self.text(operand, TIGHT)}", NEGATION, above)
            case ast.UnaryOp(ast.Not(), operand):
                return self.negation(operand, above)
            case ast.Compare(left, [operator], [right]):
                return self.comparison(left, operator, right, above)
            case ast.BoolOp(operator, values):
                return self.both("and" if isinstance(operator, ast.And) else "or", values, above)
            case ast.IfExp(test, body, orelse):
                return self.choice(test, body, orelse, above)
            case ast.Call():
                return self.call(function_of(node), node.args, above)
        raise TableError(f"{ast.unparse(node)} is no expression of the table")

    def sign(self, sign: str) -> str:
        """Return how the dialect writes an operator."""
        return self.signs.get(sign, sign)

    def binary(self, node: ast.BinOp, above: int) -> str:
        """Return arithmetic on two values."""
        sign, rank = OPERATORS[type(node.op)]
        # Python reads a ** b ** c from the right, a spreadsheet from the left: brackets for both.
        left, right = (rank + 1 if sign == "**" else rank), rank + 1
        text = f"{self.text(node.left, left)} {self.sign(sign)} {self.text(node.right, right)}"
        return wrap(text, rank, above)

    def comparison(self, left: ast.expr, operator: ast.cmpop, right: ast.expr, above: int) -> str:
        """Return a comparison."""
        sign, rank = OPERATORS[type(operator)]
        text = f"{self.text(left, rank + 1)} {self.sign(sign)} {self.text(right, rank + 1)}"
        return wrap(text, rank, above)

    @abstractmethod
    def name(self, name: str, above: int) -> str:
        """Return a name."""

    @abstractmethod
    def constant(self, value: object) -> str:
        """Return a number, a text or a truth value."""

    @abstractmethod
    def negation(self, operand: ast.expr, above: int) -> str:
        """Return `not operand`."""

    @abstractmethod
    def both(self, word: str, values: list[ast.expr], above: int) -> str:
        """Return flags joined by `and` or by `or`."""

    @abstractmethod
    def choice(self, test: ast.expr, body: ast.expr, orelse: ast.expr, above: int) -> str:
        """Return `body if test else orelse`."""

    @abstractmethod
    def call(self, function: str, arguments: list[ast.expr], above: int) -> str:
        """Return a function of the table."""


def wrap(text: str, rank: int, above: int) -> str:
    """Return the text, in brackets if it binds less strongly than what stands around it."""
    return f"({text})" if rank < above else text
