"""Addresses and networks, as the settings name them and as clients have them."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Returns networks by their texts; a single address is the smallest one; else raises ValueError."""
    return tuple(ip_network(text) for text in texts)


def address_of(text: str | None) -> Address | None:
    """Returns an address without its port, None where the text holds none.

    >>> address_of("[2001:db8::1]:443"), address_of("192.0.2.7:80"), address_of("unknown")
    (IPv6Address('2001:db8::1'), IPv4Address('192.0.2.7'), None)
    """
    bare = (text or "").strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def is_within(address: Address | None, among: Iterable[Network]) -> bool:
    """Says whether an address lies in one of the networks."""
    return address is not None and any(address in network for network in among)


def client_name(address: Address) -> str:
    """Returns whom an address stands for: an IPv6 client has a whole network of its own.

    >>> client_name(ip_address("2001:db8::1")), client_name(ip_address("192.0.2.7"))
    ('2001:db8::/64', '192.0.2.7')
    """
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
