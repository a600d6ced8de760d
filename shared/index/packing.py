"""How a list of event numbers is packed: the numbers of one stretch as 16-bit distances from its beginning, or, where that takes
more room, as one bit per number. Pure."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable

import numpy as np
from numpy.typing import NDArray

STRETCH = 13  # numbers that lie in one stretch, as a power of two
SIZE = 1 << STRETCH
_AS_BITS = SIZE // 8  # bytes; whatever is shorter are distances

Mask = NDArray[np.bool_]  # of consecutive numbers, whether each is meant
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


def mark(mask: Mask, members: bytes) -> None:
    """Sets in `mask`, which begins where the stretch does, what is in `members`."""
    if len(members) == _AS_BITS:
        mask[:SIZE] |= _find_bits(members)
    else:
        mask[np.frombuffer(members, dtype="<u2")] = True


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
