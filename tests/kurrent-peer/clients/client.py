"""KurrentDB's Python client against a server: what a client that this project did not write expects."""

import sys
from uuid import uuid4

from kurrentdbclient import KurrentDBClient, NewEvent, StreamState
from kurrentdbclient.exceptions import NotFoundError, WrongCurrentVersionError

client = KurrentDBClient(uri=sys.argv[1])
stream = f"python-{uuid4()}"
second = f"Second-{uuid4()}"


def events(kind, count):
    return [NewEvent(type=kind, data=b'{"n": %d}' % n, metadata=b"{}") for n in range(count)]


def refused(append):
    try:
        append()
    except WrongCurrentVersionError:
        return
    raise AssertionError("a wrong version was taken")


# A batch append, a single one, and both again with the version wrong.
first = events("First", 3)
position = client.append_to_stream(stream, current_version=StreamState.NO_STREAM, events=first)
again = client.append_to_stream(stream, current_version=StreamState.NO_STREAM, events=first)
assert again == position, (again, position)
refused(lambda: client.append_to_stream(stream, current_version=7, events=events("Wrong", 1)))
refused(lambda: client.append_event(stream, current_version=StreamState.NO_STREAM, event=events("W", 1)[0]))
client.append_event(stream, current_version=2, event=events(second, 1)[0])
client.append_to_stream(stream, current_version=StreamState.ANY, events=events("Third", 1))

# Reads.
read = client.get_stream(stream)
assert [event.stream_position for event in read] == [0, 1, 2, 3, 4], read
assert [event.id for event in read[:3]] == [event.id for event in first]
assert read[1].data == b'{"n": 1}' and read[1].content_type == "application/json"
assert read[2].commit_position == position, (read[2], position)
assert [e.type for e in client.get_stream(stream, backwards=True, limit=2)] == ["Third", second]
try:
    client.get_stream(f"absent-{uuid4()}")
    raise AssertionError("an absent stream was read")
except NotFoundError:
    pass
types = [e.type for e in client.read_all(filter_include=[second], filter_by_stream_name=False)]
assert types == [second], types

# A subscription to everything, with a filter, from a position.
with client.subscribe_to_all(
    commit_position=read[1].commit_position,
    filter_include=[stream],
    filter_by_stream_name=True,
    include_caught_up=True,
) as subscription:
    seen = []
    for event in subscription:
        seen.append(getattr(event, "stream_position", None))
        if len(seen) == 4:
            break
    assert seen[:3] == [2, 3, 4], seen

# A persistent subscription: acknowledged, retried, parked, replayed.
group = f"group-{uuid4()}"
client.create_subscription_to_all(
    group_name=group, from_end=False, filter_include=[stream], filter_by_stream_name=True
)
with client.read_subscription_to_all(group_name=group) as deliveries:
    tries, parked = {}, None
    for event in deliveries:
        tries[event.stream_position] = event.retry_count
        if event.stream_position == 1 and event.retry_count == 0:
            deliveries.nack(event, action="retry")
        elif event.stream_position == 2 and parked is None:
            parked = event.id
            deliveries.nack(event, action="park")
        else:
            deliveries.ack(event)
        if tries.get(4) is not None and tries.get(1) == 1:
            break
import time
for _ in range(100):
    info = client.get_subscription_info(group_name=group)
    if info.parked_message_count == 1:
        break
    time.sleep(0.05)
assert info.parked_message_count == 1, info
assert group in [one.group_name for one in client.list_subscriptions()]
client.replay_parked_events(group_name=group)
with client.read_subscription_to_all(group_name=group) as deliveries:
    for event in deliveries:
        deliveries.ack(event)
        if event.id == parked:
            break
client.delete_subscription(group_name=group)
try:
    client.get_subscription_info(group_name=group)
    raise AssertionError("a deleted group is there")
except NotFoundError:
    pass
client.close()
print("ok")
