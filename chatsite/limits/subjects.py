"""Whom a limit counts: an address, or the network that one party holds."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

UNKNOWN = "unknown"
SUBJECT_PREFIX_BITS = 64  # the smallest IPv6 network that a provider assigns: its holder chooses among 2^64 addresses


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """Return the address that ``text`` is, without a zone; an IPv4 address mapped into IPv6 is the IPv4 address."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def subject(address: str) -> str:
    """Return the subject of every limit that counts addresses: an IPv4 address, or the /64 of an IPv6 address."""
    parsed = parse_address(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((int(parsed), SUBJECT_PREFIX_BITS), strict=False))
    return str(parsed or UNKNOWN)
