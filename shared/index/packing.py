"""How a list of event numbers is packed: the numbers of one stretch as 16-bit distances from its beginning, or, where that takes
more room, as one bit per number. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

STRETCH = 15  # numbers that lie in one stretch, as a power of two; its bits fill one page of SQLite's
SIZE = 1 << STRETCH
_AS_BITS = SIZE // 8  # bytes; whatever is shorter are distances
_DISTANCE = "<u2"

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
        return np.array(told, dtype=_DISTANCE).tobytes()
    mask = np.zeros(SIZE, dtype=np.bool_)
    mask[told] = True
    return np.packbits(mask, bitorder="little").tobytes()


def find_offsets(members: bytes) -> Numbers:
    """Returns the distances in `members`, in order."""
    if len(members) == _AS_BITS:
        return np.flatnonzero(_find_bits(members))
    return np.frombuffer(members, dtype=_DISTANCE).astype(np.int64)


def unite(lists: Iterable[Sequence[tuple[int, bytes]]], count: int) -> Bits:
    """Returns which numbers of `count` stretches are in any of some lists, each told as (nth stretch, members)."""
    bits = np.zeros((count, _AS_BITS), dtype=np.uint8)
    told = [one for some in lists for one in some]
    for nth, members in told:
        if len(members) == _AS_BITS:
            bits[nth] |= np.frombuffer(members, dtype=np.uint8)
    if sparse := [(nth, members) for nth, members in told if len(members) != _AS_BITS]:
        starts = np.array([nth << STRETCH for nth, _ in sparse])
        numbers = np.repeat(starts, [len(members) >> 1 for _, members in sparse])
        numbers += np.frombuffer(b"".join(members for _, members in sparse), dtype=_DISTANCE)
        met = np.zeros(count << STRETCH, dtype=np.bool_)
        met[numbers] = True
        bits |= pack_mask(met).reshape(bits.shape)
    return bits.ravel()


def pack_mask(mask: Mask) -> Bits:
    """Returns the same as bits."""
    return np.packbits(mask, bitorder="little")


def find_numbers(bits: Bits, every: int = 1) -> Numbers:
    """Returns the numbers whose bits are set, ascending; there are whole stretches of bits. With `every`, a sample of them: those
    of one in so many words of 64."""
    words = bits.view(np.uint64)[::every]
    some = np.flatnonzero(words)
    places = np.flatnonzero(np.unpackbits(words[some].view(np.uint8), bitorder="little").view(np.bool_))
    return (some[places >> 6] * every << 6) + (places & 63)


def count_bits(bits: Bits) -> int:
    """Returns how many are set."""
    return int(np.bitwise_count(bits.view(np.uint64)).sum())


def change(members: bytes, gained: Collection[int], lost: Collection[int]) -> bytes:
    """Returns `members` with some distances fewer and some more."""
    if len(members) < _AS_BITS:
        for offsets, is_member in ((lost, False), (gained, True)):
            for offset in offsets:
                members = _set_distance(members, offset, is_member)
        return members if len(members) < _AS_BITS else pack(np.frombuffer(members, dtype=_DISTANCE).tolist())
    bits = bytearray(members)
    for offset in lost:
        bits[offset >> 3] &= ~(1 << (offset & 7))
    for offset in gained:
        bits[offset >> 3] |= 1 << (offset & 7)
    if lost and 2 * int.from_bytes(bits, "little").bit_count() < _AS_BITS:
        return pack(np.flatnonzero(_find_bits(bytes(bits))).tolist())
    return bytes(bits)


def _set_distance(members: bytes, offset: int, is_member: bool) -> bytes:
    """Returns ascending distances with one more or one fewer; what is so already stays."""
    nth = 2 * int(np.searchsorted(np.frombuffer(members, dtype=_DISTANCE), offset))
    told, rest = offset.to_bytes(2, "little"), members[nth:]
    return members[:nth] + (told if is_member else b"") + rest.removeprefix(told)


def _find_bits(members: bytes) -> Mask:
    return np.unpackbits(np.frombuffer(members, dtype=np.uint8), bitorder="little").view(np.bool_)
