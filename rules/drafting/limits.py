"""What a template may do: put values in, choose, and walk through a short list. Everything else is refused when read.

The user's own texts run inside the daemon. Nothing in them can call, compute, grow or loop without end, so there is
nothing to break out of and nothing to wait for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import nodes

FILTERS = frozenset({"capitalize", "default", "first", "last", "length", "lower", "trim", "upper"})
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
    nodes.For,
    nodes.Getattr,
)
_LOOP = frozenset({"index", "first", "last", "length"})


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing a template may not do or does not know, with its line (from 1) and the word it is about."""

    line: int
    word: str
    what: str


def breaches(tree: nodes.Template, known: frozenset[str]) -> Iterator[Breach]:
    """Find what is not allowed in a parsed template, and every name that is not a value in ``known``."""
    yield from _look(tree, known, inside_loop=False)


def _look(node: nodes.Node, known: frozenset[str], *, inside_loop: bool) -> Iterator[Breach]:
    match node:
        case nodes.For() if inside_loop:
            yield Breach(node.lineno, "for", "a loop inside a loop; expected one loop")
            return
        case nodes.For(target=nodes.Name(name=each)):
            known |= {each, "loop"}
            inside_loop = True
        case nodes.Name() if node.name not in known:
            yield Breach(node.lineno, node.name, f'no value "{node.name}"')
        case nodes.Filter() if node.name not in FILTERS:
            yield Breach(node.lineno, node.name, f'no filter "{node.name}"; expected {", ".join(sorted(FILTERS))}')
        case nodes.Getattr() if not (
            isinstance(node.node, nodes.Name) and node.node.name == "loop" and node.attr in _LOOP
        ):
            yield Breach(node.lineno, node.attr, f'no part "{node.attr}"; expected the value itself')
        case _ if not isinstance(node, (*_ALLOWED, nodes.EvalContextModifier)):
            kind = type(node).__name__.lower()
            called = node.node if isinstance(node, nodes.Call) else None
            word = called.name if isinstance(called, nodes.Name) else ""
            yield Breach(node.lineno, word, f"not allowed here ({kind}); expected a value, an if or a for")
            return
        case _:
            pass
    for child in node.iter_child_nodes():
        yield from _look(child, known, inside_loop=inside_loop)
