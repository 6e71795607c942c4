"""Everything that changes uploads and attachments."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import Conflict, InvalidInput, NotFound, TooLarge, Unavailable
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import limited
from messaging import limits
from messaging.attachments.limits import require_free_disk, require_space
from messaging.attachments.models import Attachment, Upload
from messaging.attachments.names import clean_name
from messaging.attachments.preparing import prepared
from messaging.attachments.queries import attachment_to_read, upload_of
from messaging.attachments.scanning.scanner import Harmful, require_harmless
from messaging.attachments.statistics import watched
from messaging.attachments.storing import storage
from messaging.attachments.storing.removing import remove
from messaging.attachments.storing.sharing import hold
from messaging.attachments.storing.sweeping import queue_sweep
from messaging.attachments.tus.arriving import DATA, Arriving
from messaging.changing import enter_message, require_speaker, store_change
from rooms.policies import require, require_pen
from rooms.queries import room_to_read, standing_in

PIECE_BYTES = 2**20
MADE = "made"
# What the owner may say of a file, by its kind; of others the text for people who don't see them.
SAID_OF = {
    Attachment.Kind.AUDIO.value: {"alt", "duration_s", "waveform"},
    Attachment.Kind.VIDEO.value: {"alt", "duration_s", "waveform", "width", "height"},
}


def require_may_attach(by: User, room_id: int) -> None:
    """Go on only if a person may send files in a room now.

    Raises:
        NotFound: there is no such room, or they may not see it.
        NotAllowed: they are no member, muted, or may not write there.
        RoomClosed: the room is read-only.
    """
    room = room_to_read(by, room_id)
    require_pen(require_speaker(room, standing_in(room_id, by)), room.who_may_write)


@in_transaction
def begin_upload(*, by: User, room_id: int, name: str, length: int, type: str = "") -> Upload:  # noqa: A002
    """Begin the upload of a file of ``length`` bytes, to be sent in a room.

    Raises:
        ChatError: the person may not send it there, or it is too much (:mod:`messaging.attachments.limits`).
    """
    require_may_attach(by, room_id)
    name = clean_name(name)
    require_space(by, name, length)
    queue_sweep()
    return Upload.objects.create(room_id=room_id, owner=by, name=name, type=type, length=length)


def continue_upload(*, by: User, upload_id: UUID, offset: int) -> Arriving:
    """Return what takes the next part of an upload; the latest request to continue it goes on, earlier ones end.

    Raises:
        NotFound: there is no such upload of ``by``'s, or it has expired.
        Conflict: it is not at ``offset``.
        Unavailable: the disk is almost full.
    """
    upload = upload_of(by, upload_id)
    if upload.offset != offset:
        raise Conflict(_("The upload is at {offset}.").format(offset=upload.offset))
    require_may_attach(by, upload.room_id)
    require_free_disk(upload.length - upload.offset)
    return Arriving(upload)


def receive(*, by: User, room_id: int, file: "File[bytes]", name: str) -> Attachment:
    """Take a file that is here whole.

    Raises:
        ChatError: as :func:`begin_upload`.
    """
    upload = begin_upload(by=by, room_id=room_id, name=name, length=file.size)
    arriving = Arriving(upload)
    try:
        for piece in file.chunks(PIECE_BYTES):
            arriving.write(piece)
    finally:
        arriving.close()
    try:
        return finish_upload(upload)
    except Unavailable:
        _give_up(upload)  # it is sent again from its beginning
        raise


def finish_upload(upload: Upload) -> Attachment:
    """Make an attachment of an upload that has arrived whole. Doing it again returns the same.

    Raises:
        NotFound: it was cancelled meanwhile.
        InvalidInput: the virus scanner finds it harmful; it is gone.
        TooLarge: it can't be scanned; it is gone.
        Unavailable: too many pictures are being read, or the scanner can't be asked; worth repeating.
    """
    done = Attachment.objects.filter(pk=upload.pk).first()
    if done is None:
        if not upload.length:
            Arriving(upload).close()  # nothing else brings its file about
        try:
            with watched():
                done = _store_prepared(upload)
        except FileNotFoundError:  # finished or cancelled by another request a moment ago
            done = _finished(upload.pk)
    storage.forget(upload.pk)
    return done


def _store_prepared(upload: Upload) -> Attachment:
    folder = storage.arriving(upload.pk)
    try:
        require_harmless(upload, folder / DATA)
    except (Harmful, TooLarge):
        _give_up(upload)
        raise
    result = prepared(upload, folder / DATA, folder / MADE)
    for name, path in result.files.items():
        storage.put(path, name)
    try:
        return _store(upload.pk, result.facts)
    except NotFound:
        storage.remove(result.files)
        raise


def _give_up(upload: Upload) -> None:
    """Remove an upload that can't become an attachment."""
    Upload.objects.filter(pk=upload.pk).delete()
    storage.forget(upload.pk)


@in_transaction
def _store(upload_id: UUID, facts: Mapping[str, Any]) -> Attachment:
    """Put the attachment's row in the place of the upload's, once."""
    upload = Upload.objects.select_for_update().filter(pk=upload_id).first()
    if upload is None:
        return _finished(upload_id)
    stored = hold(upload, facts)
    shown = {**facts, "stored": stored, "file": stored.file, "previews": stored.previews}
    attachment = Attachment(pk=upload_id, room_id=upload.room_id, owner_id=upload.owner_id, **shown)
    attachment.save(force_insert=True)
    upload.delete()
    return attachment


def _finished(upload_id: UUID) -> Attachment:
    done = Attachment.objects.filter(pk=upload_id).first()
    if done is None:
        raise NotFound
    return done


@limited(limits.edits)
@in_transaction
def describe(*, by: User, attachment_id: UUID, said: Mapping[str, Any]) -> Attachment:
    """Set what is ``said`` of one's own file, before or after it is sent.

    That is ``alt``, of a recording ``duration_s`` and ``waveform``, of a film ``width`` and ``height`` too.

    The same again changes nothing.

    Raises:
        NotFound: ``by`` may not read such a file.
        NotAllowed: it is not theirs, or they may not write in its room now.
        RoomClosed: the room is read-only.
        InvalidInput: something is said of it that only recordings or films have.
    """
    found = attachment_to_read(by, attachment_id)
    require(found.owner_id == by.pk, _("Only the person who sent a file can describe it."))
    _require_recording(found, said)
    if found.message is None:
        require_may_attach(by, found.room_id)
        _set(found, said)
        return found
    room, standing, message = enter_message(found.room_id, found.message.seq, by)
    require_pen(require_speaker(room, standing), room.who_may_write)
    if _set(found, said):
        store_change(room, message)
    return found


def _require_recording(attachment: Attachment, said: Mapping[str, Any]) -> None:
    if wrong := said.keys() - SAID_OF.get(attachment.kind, {"alt"}):
        raise InvalidInput(fields={name: [_("Only recordings have this.")] for name in sorted(wrong)})


def _set(attachment: Attachment, said: Mapping[str, Any]) -> bool:
    new = {name: value for name, value in said.items() if getattr(attachment, name) != value}
    for name, value in new.items():
        setattr(attachment, name, value)
    if new:
        attachment.save(update_fields=list(new))
    return bool(new)


def cancel(*, by: User, upload_id: UUID) -> None:
    """Give up an upload, or a file that was not sent.

    Raises:
        NotFound: there is none of ``by``'s.
        Conflict: it was sent: it goes with its message.
    """
    _remove_waiting(by, upload_id)
    storage.forget(upload_id)


@in_transaction
def _remove_waiting(by: User, upload_id: UUID) -> None:
    if Upload.objects.filter(pk=upload_id, owner=by).delete()[0]:
        return
    found = Attachment.objects.select_for_update().filter(pk=upload_id, owner=by).first()
    if found is None:
        raise NotFound
    if found.message_id is not None:
        raise Conflict(_("This file was sent. Delete its message instead."))
    remove([found], at_once=False)  # how long it takes must not tell whether others have the same file
