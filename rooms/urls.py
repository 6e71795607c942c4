"""Paths of the rooms app."""

from django.urls import path

from rooms import api
from rooms.access import api as access_api
from rooms.direct import api as direct_api
from rooms.invitations import api as invitations_api
from rooms.invitations import pages as invitation_pages
from rooms.moderation import api as moderation_api
from rooms.people import api as people_api

urlpatterns = [
    path("users", people_api.people, name="people"),
    path("users/<number:user_id>", people_api.one, name="person"),
    path("users/<number:user_id>/block", people_api.blocked, name="person-block"),
    path("invite/<path:token>", invitation_pages.show, name="invitation-page"),
    path("invitations", invitations_api.invitations, name="invitations"),
    path("invitations/accept", invitations_api.acceptance, name="invitation-accept"),
    path("invitations/<number:invitation_id>", invitations_api.invitation, name="invitation"),
    path("direct", direct_api.direct, name="direct"),
    path("rooms", api.rooms, name="rooms"),
    path("rooms/<number:room_id>", api.room, name="room"),
    path("rooms/<number:room_id>/join", api.join, name="room-join"),
    path("rooms/<number:room_id>/leave", api.leave, name="room-leave"),
    path("rooms/<number:room_id>/close", api.close, name="room-close"),
    path("rooms/<number:room_id>/reopen", api.reopen, name="room-reopen"),
    path("rooms/<number:room_id>/membership", api.membership, name="room-membership"),
    path("rooms/<number:room_id>/members", access_api.members, name="room-members"),
    path("rooms/<number:room_id>/members/<number:user_id>", moderation_api.member, name="room-member"),
    path("rooms/<number:room_id>/members/<number:user_id>/mute", moderation_api.member_mute),
    path("rooms/<number:room_id>/members/<number:user_id>/ban", moderation_api.member_ban),
    path("rooms/<number:room_id>/members/<number:user_id>/remove", moderation_api.removal),
    path("rooms/<number:room_id>/sanctions", moderation_api.room_sanctions),
]
