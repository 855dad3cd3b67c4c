"""Which IP addresses may be talked to: public ones, unless private ones are allowed.
IPv6 forms that carry an IPv4 address are judged by what they carry.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

NAT64 = IPv6Network("64:ff9b::/96")
"""The well-known prefix behind which a translator reaches IPv4 addresses."""


def refusal(text: str, networks: Iterable[IPv4Network | IPv6Network], allow_private: bool = False) -> str:
    """Why this address is not talked to, in a few words; empty where it may be.

    >>> refusal("10.1.2.3", ())
    'it is private or reserved'
    >>> refusal("::ffff:127.0.0.1", ())
    'it is loopback'
    >>> refusal("1.1.1.1", ())
    ''
    """
    try:
        address = _carried(ip_address(text))
    except ValueError:
        return "it is no IP address"
    if address.is_multicast:
        return "it is multicast"
    if address.is_unspecified:
        return "it is unspecified"
    if allow_private:
        return ""
    if address.is_loopback:
        return "it is loopback"
    if address.is_link_local:
        return "it is link-local"
    if not address.is_global or address.is_reserved:
        return "it is private or reserved"
    if any(address in network for network in networks):
        return "it is in a network that rules/web.toml refuses"
    return ""


def _carried(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside an IPv6 one, where it holds one: mapped, 6to4, or behind a NAT64 translator."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address
