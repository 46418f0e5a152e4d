"""The cheapest flow through a network, from any prices to begin with, with the prices that prove it.

The primal-dual method (Ford, Fulkerson, "Flows in Networks", 1962): along arcs that cost nothing at the present
potentials as much is sent as fits; then the potentials are raised by the distances from where too much is left, so
that new arcs cost nothing. Potentials near the optimum leave little to do, which is why a flow is found anew in a
moment after a few arcs were added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.graph.python import max_flow
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """Arcs between nodes that are counted from 0; no two arcs join the same two nodes.

    Attributes:
        tail: (arcs,), where each arc begins.
        head: (arcs,), where it ends.
        capacity: (arcs,), how much it carries at most.
        cost: (arcs,), of each unit, a whole number.
        supply: (nodes,), what each node sends out; what it takes in is negative.
    """

    tail: Integers
    head: Integers
    capacity: Integers
    cost: Integers
    supply: Integers

    def reduced_cost(self, potential: Integers) -> Integers:
        """What a unit costs beside the drop of the potential, (arcs,)."""
        return self.cost + potential[self.tail] - potential[self.head]

    def excess(self, flow: Integers) -> Integers:
        """What each node has left over, (nodes,); negative where it lacks."""
        nodes = len(self.supply)
        out = np.bincount(self.tail, weights=flow, minlength=nodes)
        into = np.bincount(self.head, weights=flow, minlength=nodes)
        return self.supply + into.astype(np.int64) - out.astype(np.int64)


def cheapest(network: Network, potential: Integers, flow: Integers) -> tuple[Integers, Integers]:
    """The cheapest flow that meets every supply, and the potentials that prove it: (flow, potential).

    It is the cheapest because an arc whose reduced cost is positive carries nothing, and one whose reduced cost is
    negative all it can (complementary slackness).

    Args:
        network: some flow through it has to meet every supply.
        potential: (nodes,), whole numbers; the nearer those of the cheapest flow, the sooner it is found.
        flow: (arcs,), where to begin, as far as the potentials allow.
    """
    potential = potential.astype(np.int64)
    reduced = network.reduced_cost(potential)
    flow = np.where(reduced < 0, network.capacity, np.where(reduced > 0, 0, flow))
    excess, residual = network.excess(flow), _Residual.of(network)
    while excess.any():
        flow, excess = _sent_for_nothing(network, reduced, flow, excess)
        if excess.any():
            potential = potential + residual.distance(network, reduced, flow, excess)
            reduced = network.reduced_cost(potential)
    return flow, potential


def _sent_for_nothing(
    network: Network, reduced: Integers, flow: Integers, excess: Integers
) -> tuple[Integers, Integers]:
    """The flow after as much as possible has gone from excess to want along arcs without reduced cost, and the excess
    that is left."""
    nodes = len(network.supply)
    source, sink = nodes, nodes + 1
    free = np.flatnonzero((reduced == 0) & (flow < network.capacity))
    back = np.flatnonzero((reduced == 0) & (flow > 0))
    solver = max_flow.SimpleMaxFlow()
    forth = solver.add_arcs_with_capacity(network.tail[free], network.head[free], network.capacity[free] - flow[free])
    undone = solver.add_arcs_with_capacity(network.head[back], network.tail[back], flow[back])
    over, under = np.flatnonzero(excess > 0), np.flatnonzero(excess < 0)
    gone = solver.add_arcs_with_capacity(np.full_like(over, source), over, excess[over])
    come = solver.add_arcs_with_capacity(under, np.full_like(under, sink), -excess[under])
    status = solver.solve(source, sink)
    if status != solver.OPTIMAL:
        raise AssertionError(f"max flow ended with status {status}")
    flow, excess = flow.copy(), excess.copy()
    flow[free] += solver.flows(forth)
    flow[back] -= solver.flows(undone)
    excess[over] -= solver.flows(gone)
    excess[under] += solver.flows(come)
    return flow, excess


@dataclass(frozen=True)
class _Residual:
    """Where flow can still go, or come back: a graph with two edges for each arc, one either way. It is put together
    once, and only the lengths of its edges change.

    Attributes:
        order: (edges,), which edge stands where, forth ones counted before those back.
        graph: nodes × nodes.
    """

    order: Integers
    graph: sparse.csr_array

    @classmethod
    def of(cls, network: Network) -> _Residual:
        tail = np.concatenate([network.tail, network.head])
        head = np.concatenate([network.head, network.tail])
        nodes = len(network.supply)
        order = np.argsort(tail, kind="stable")
        start = np.append(0, np.cumsum(np.bincount(tail, minlength=nodes)))
        shape = nodes, nodes
        graph = sparse.csr_array(
            (np.empty(len(tail)), head[order].astype(np.int32), start.astype(np.int32)), shape=shape
        )
        return cls(order, graph)

    def distance(self, network: Network, reduced: Integers, flow: Integers, excess: Integers) -> Integers:
        """How far each node is from the nearest excess, (nodes,), but no farther than the farthest that wants."""
        forth = np.where(flow < network.capacity, reduced, np.inf)  # whole numbers far below 2**53
        back = np.where(flow > 0, -reduced, np.inf)
        self.graph.data[:] = np.concatenate([forth, back])[self.order]
        distance = dijkstra(self.graph, indices=np.flatnonzero(excess > 0), min_only=True)
        wanting = distance[excess < 0]
        farthest = wanting[np.isfinite(wanting)].max()
        near: Integers = np.minimum(distance, farthest).astype(np.int64)
        return near
