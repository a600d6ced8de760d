"""The network of who talks to whom: people on a circle, calls as curves, wider for more, with an arrow from who placed them.

Who talks much with each other stands together: communities after Louvain, by networkx. A circle keeps every name legible, which a
spring layout does not where most people talked to one other person only.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import networkx

SIZE = 960
ROOM = 190  # for names, around the circle
WIDEST, THINNEST = 9.0, 1.2
RADIUS = 4.0


class Tie(NamedTuple):
    """Two people who talked: their names, how many calls, and how many of these each is said to have placed."""

    one: str
    other: str
    calls: int
    by_one: int
    by_other: int


class Node(NamedTuple):
    """A person: place, size of the dot, and where and how the name stands: turned by `turn` degrees, `anchor` as SVG has it."""

    x: float
    y: float
    radius: float
    name: str
    calls: int
    name_x: float
    name_y: float
    turn: float
    anchor: str


class Edge(NamedTuple):
    """A tie as a curve; `arrows` tells at which ends the other was called: start, end, both or none."""

    path: str
    width: float
    arrows: str
    tie: Tie


def draw_network(ties: list[Tie]) -> tuple[list[Node], list[Edge]]:
    """Returns the picture on a square of `SIZE`."""
    graph: networkx.Graph[str] = networkx.Graph()
    for tie in ties:
        graph.add_edge(tie.one, tie.other, weight=tie.calls)
    calls = dict(graph.degree(weight="weight"))
    order = _order(graph, calls)
    nodes = {name: _node(name, 2 * math.pi * n / len(order), calls[name]) for n, name in enumerate(order)}
    most = max((tie.calls for tie in ties), default=1)
    return list(nodes.values()), [_edge(tie, nodes[tie.one], nodes[tie.other], most) for tie in ties]


def _order(graph: networkx.Graph[str], calls: dict[str, int]) -> list[str]:
    """Returns the people as they stand on the circle: by community, each from its busiest member along the ties."""
    order: list[str] = []
    if not graph:
        return order
    groups = networkx.community.louvain_communities(graph, seed=1)
    for group in sorted(groups, key=lambda group: (-len(group), min(group))):
        left = sorted(group, key=lambda name: (-calls[name], name))
        while left:
            order += networkx.dfs_preorder_nodes(graph.subgraph(left), left[0])
            left = [name for name in left if name not in order]
    return order


def _node(name: str, angle: float, calls: int) -> Node:
    far, radius = SIZE / 2 - ROOM, RADIUS + 1.5 * math.log(calls)
    x, y = math.cos(angle), math.sin(angle)
    at = far + radius + 6
    turn, flipped = math.degrees(angle), x < 0
    return Node(
        SIZE / 2 + far * x, SIZE / 2 + far * y, radius, name, calls, SIZE / 2 + at * x, SIZE / 2 + at * y,
        turn + 180 if flipped else turn, "end" if flipped else "start",
    )  # fmt: skip


def _edge(tie: Tie, one: Node, other: Node, most: int) -> Edge:
    width = THINNEST + (WIDEST - THINNEST) * math.sqrt((tie.calls - 1) / max(most - 1, 1))
    arrows = {(False, False): "none", (True, False): "end", (False, True): "start", (True, True): "both"}
    begin, end = _inwards(one), _inwards(other)
    pull = math.dist(begin, end) / (SIZE - 2 * ROOM)  # neighbours' curves stay near the rim, the others' go through the middle
    share = min(1.0, 0.25 + 0.75 * pull)
    bend = [(1 - share) * (begin[axis] + end[axis]) / 2 + share * SIZE / 2 for axis in (0, 1)]
    path = f"M{begin[0]:.1f} {begin[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
    return Edge(path, width, arrows[tie.by_one > 0, tie.by_other > 0], tie)


def _inwards(node: Node) -> tuple[float, float]:
    """Returns where curves begin: at the rim of the dot, towards the middle."""
    far = math.hypot(node.x - SIZE / 2, node.y - SIZE / 2)
    share = (far - node.radius - 3) / far
    return SIZE / 2 + (node.x - SIZE / 2) * share, SIZE / 2 + (node.y - SIZE / 2) * share
