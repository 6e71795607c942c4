"""Who leaves in changes that were read together is let go first."""

from chatsite.contract.events import ServerEvent
from chatsite.realtime import RoomChange
from chatsite.socketio import Hub
from messaging.live import groups
from messaging.live.feed import OrderedChange
from messaging.live.room_delivery import RoomDelivery

ROOM = 7


class Connection:
    """A connection in a hub's groups."""

    namespace = "/"

    def __init__(self, hub: Hub, user_id: int):
        self.hub, self.id, self.parcels = hub, str(user_id), 0
        for group in (groups.user(user_id), groups.room(ROOM), groups.members(ROOM)):
            hub.join(self, group)

    def leave(self, group: str) -> None:
        self.hub.leave(self, group)

    def transmit(self, _parcel: object) -> None:
        self.parcels += 1


def change(version: int, event: ServerEvent, **payload: object) -> OrderedChange:
    return OrderedChange(version - 1, RoomChange(ROOM, version, event, payload))


def test_who_leaves_receives_that_and_nothing_else_of_it() -> None:
    hub = Hub()
    delivery = RoomDelivery(hub, None)
    stays, leaves = Connection(hub, 1), Connection(hub, 2)
    filled = [
        change(1, ServerEvent.MESSAGE_UPDATED),
        change(2, ServerEvent.MEMBER_LEFT, user={"id": 2}),
        change(3, ServerEvent.MESSAGE_UPDATED),
    ]
    delivery.part(filled)
    for one in filled:
        delivery.deliver(one)
    assert (stays.parcels, leaves.parcels) == (3, 1)
    assert leaves not in hub.in_group(groups.members(ROOM))
