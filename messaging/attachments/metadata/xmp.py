"""XMP: what it says, by the names it uses. It is never parsed, since all of it goes."""

import re

from messaging.attachments.metadata.found import Found

NAMES = {
    Found.LOCATION: rb"GPS[LC]|Location(Shown|Created)|photoshop:(City|State|Country)|Iptc4xmpCore:Location",
    Found.CAMERA: rb"tiff:M(ake|odel)|SerialNumber|aux:Lens|exifEX:|exif:FNumber",
    Found.AUTHOR: rb"dc:creator|dc:rights|photoshop:AuthorsPosition|photoshop:Credit|OwnerName",
    Found.DATE: rb"CreateDate|DateCreated|ModifyDate|DateTimeOriginal",
    Found.DESCRIPTION: rb"dc:(description|title|subject)|exif:UserComment|photoshop:Headline",
    Found.SOFTWARE: rb"CreatorTool|xmpMM:|softwareAgent",
    Found.THUMBNAIL: rb"xmp:Thumbnails|xmpGImg",
}
PATTERNS = {found: re.compile(names) for found, names in NAMES.items()}


def read(data: bytes) -> set[Found]:
    """Return what an XMP packet says, in any of its encodings."""
    text = data.replace(b"\x00", b"")
    return {found for found, pattern in PATTERNS.items() if pattern.search(text)} or {Found.OTHER}
