"""How a list of event numbers is packed: the numbers of one stretch as 16-bit distances from its beginning, or, where that takes
more room, as one bit per number. Pure."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

STRETCH = 13  # numbers that lie in one stretch, as a power of two
SIZE = 1 << STRETCH
_AS_BITS = SIZE // 8  # bytes; whatever is shorter are distances

Mask = NDArray[np.bool_]  # of consecutive numbers, whether each is meant
Bits = NDArray[np.uint8]  # the same, eight numbers in one
Numbers = NDArray[np.int64]


def find_stretch(number: int) -> int:
    """Returns the stretch that a number lies in."""
    return number >> STRETCH


def pack(offsets: Iterable[int]) -> bytes:
    """Returns distances from the beginning of the stretch, each below SIZE, as bytes."""
    told = sorted(set(offsets))
    if 2 * len(told) < _AS_BITS:
        return struct.pack(f"<{len(told)}H", *told)
    mask = np.zeros(SIZE, dtype=np.bool_)
    mask[told] = True
    return np.packbits(mask, bitorder="little").tobytes()


def find_offsets(members: bytes) -> Numbers:
    """Returns the distances in `members`, in order."""
    if len(members) == _AS_BITS:
        return np.flatnonzero(_find_bits(members))
    return np.frombuffer(members, dtype="<u2").astype(np.int64)


def unite(lists: Iterable[Sequence[tuple[int, bytes]]], count: int) -> Bits:
    """Returns which numbers of `count` stretches are in any of some lists, each told as (nth stretch, members)."""
    bits = np.zeros((count, _AS_BITS), dtype=np.uint8)
    for told in lists:
        dense = [(nth, members) for nth, members in told if len(members) == _AS_BITS]
        if dense:
            bits[[nth for nth, _ in dense]] |= _join(dense, np.uint8).reshape(-1, _AS_BITS)
        sparse = [(nth, members) for nth, members in told if len(members) != _AS_BITS]
        if sparse:
            rows = np.repeat(np.arange(len(sparse)), [len(members) >> 1 for _, members in sparse])
            met = np.zeros((len(sparse), SIZE), dtype=np.bool_)
            met[rows, _join(sparse, "<u2")] = True
            bits[[nth for nth, _ in sparse]] |= np.packbits(met, axis=1, bitorder="little")
    return bits.ravel()


def pack_mask(mask: Mask) -> Bits:
    """Returns the same as bits."""
    return np.packbits(mask, bitorder="little")


def find_numbers(bits: Bits) -> Numbers:
    """Returns the numbers whose bits are set, ascending; there are whole stretches of bits."""
    words = bits.view(np.uint64)
    some = np.flatnonzero(words)
    rows, offsets = np.nonzero(np.unpackbits(words[some].view(np.uint8).reshape(-1, 8), axis=1, bitorder="little"))
    return (some[rows] << 6) + offsets


def count_bits(bits: Bits) -> int:
    """Returns how many are set."""
    return int(np.bitwise_count(bits.view(np.uint64)).sum())


def _join(told: Sequence[tuple[int, bytes]], kind: Any) -> NDArray[Any]:
    return np.frombuffer(b"".join(members for _, members in told), dtype=kind)


def change(members: bytes, gained: Collection[int], lost: Collection[int]) -> bytes:
    """Returns `members` with some distances more and some fewer."""
    if len(members) < _AS_BITS:
        told = set(struct.unpack(f"<{len(members) // 2}H", members))
        return pack((told - set(lost)) | set(gained))
    bits = bytearray(members)
    for offset in lost:
        bits[offset >> 3] &= ~(1 << (offset & 7))
    for offset in gained:
        bits[offset >> 3] |= 1 << (offset & 7)
    if 2 * int.from_bytes(bits, "little").bit_count() < _AS_BITS:
        return pack(np.flatnonzero(_find_bits(bytes(bits))).tolist())
    return bytes(bits)


def _find_bits(members: bytes) -> Mask:
    return np.unpackbits(np.frombuffer(members, dtype=np.uint8), bitorder="little").view(np.bool_)
