// KurrentDB's Node client against a server: what a client that this project did not write expects.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  KurrentDBClient, NO_STREAM, ANY, START, FORWARDS, PARK, RETRY, jsonEvent, streamNameFilter,
  persistentSubscriptionToAllSettingsFromDefaults, WrongExpectedVersionError, StreamNotFoundError,
} from "@kurrent/kurrentdb-client";

const client = KurrentDBClient.connectionString(process.argv[2]);
const stream = `node-${randomUUID()}`;
const events = (type, count) =>
  Array.from({ length: count }, (_, n) => jsonEvent({ id: randomUUID(), type, data: { n }, metadata: {} }));

const first = events("First", 3);
const written = await client.appendToStream(stream, first, { streamState: NO_STREAM });
assert.equal(written.nextExpectedRevision, 2n);
const again = await client.appendToStream(stream, first, { streamState: NO_STREAM });
assert.deepEqual(again.position, written.position);
for (const streamState of [7n, NO_STREAM]) {
  await assert.rejects(
    client.appendToStream(stream, events("Wrong", 1), { streamState }),
    (error) => error instanceof WrongExpectedVersionError,
  );
}
await client.appendToStream(stream, events("Second", 2), { streamState: ANY });

const read = [];
for await (const { event } of client.readStream(stream, { direction: FORWARDS, fromRevision: START })) read.push(event);
assert.deepEqual(read.map((event) => event.revision), [0n, 1n, 2n, 3n, 4n]);
assert.deepEqual(read[1].data, { n: 1 });
assert.equal(read[0].id, first[0].id);
await assert.rejects(async () => {
  for await (const _ of client.readStream(`absent-${randomUUID()}`)) assert.fail("an absent stream was read");
}, (error) => error instanceof StreamNotFoundError);

const filter = streamNameFilter({ prefixes: [stream] });
const seen = [];
const subscription = client.subscribeToAll({ fromPosition: read[1].position, filter });
for await (const { event } of subscription) {
  seen.push(event.revision);
  if (seen.length === 3) break;
}
assert.deepEqual(seen, [2n, 3n, 4n]);

const group = `group-${randomUUID()}`;
await client.createPersistentSubscriptionToAll(
  group, persistentSubscriptionToAllSettingsFromDefaults({ startFrom: START }), { filter },
);
const deliveries = client.subscribeToPersistentSubscriptionToAll(group);
const tries = new Map();
for await (const delivery of deliveries) {
  const { event } = delivery;
  tries.set(event.revision, delivery.retryCount);
  if (event.revision === 1n && delivery.retryCount === 0) await deliveries.nack(RETRY, "later", delivery);
  else if (event.revision === 2n) await deliveries.nack(PARK, "no such panel", delivery);
  else await deliveries.ack(delivery);
  if (tries.has(4n) && tries.get(1n) === 1) break;
}
let info;
for (let i = 0; i < 100 && info?.stats.parkedMessageCount !== 1n; i += 1) {
  info = await client.getPersistentSubscriptionToAllInfo(group);
  if (Number(info.stats.parkedMessageCount) === 1) break;
  await new Promise((done) => setTimeout(done, 50));
}
assert.equal(Number(info.stats.parkedMessageCount), 1);
await client.replayParkedMessagesToAll(group);
const replayed = client.subscribeToPersistentSubscriptionToAll(group);
for await (const delivery of replayed) {
  await replayed.ack(delivery);
  if (delivery.event.revision === 2n) break;
}
await client.deletePersistentSubscriptionToAll(group);
await client.dispose();
console.log("ok");
process.exit(0);
