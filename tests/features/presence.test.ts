import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChangeEvent } from '../../server/core/api.ts';
import { createRequireDocument } from '../../server/documents/service.ts';
import { requireMember } from '../../server/projects/service.ts';
import { createPresence, type Presence } from '../../server/segments/presence.ts';
import { addDocument, addPerson, addProject, openTestDb, type TestDb } from '../support/database.ts';

let world: TestDb;
let presence: Presence;
let told: ChangeEvent[];
let amal: { personId: string; isAdmin: boolean; name: string };
let noor: typeof amal;
let documentId: string;
const at = (segmentId: string | null, tab = 'one', saidAt = 0) => ({ tab, segmentId, isLeaving: false, saidAt });

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'Date'] });
  world = await openTestDb();
  told = [];
  const person = async (name: string) => ({ personId: await addPerson(world.db, name), isAdmin: false, name });
  [amal, noor] = [await person('Amal'), await person('Noor')];
  const projectId = await addProject(world.db, 'News desk', { [amal.personId]: ['translator'] });
  ({ documentId } = await addDocument(world.db, projectId, ['مرحبا.']));
  presence = createPresence({ db: world.db, requireDocument: createRequireDocument(requireMember), tell: (change) => told.push(change) });
});
afterEach(async () => {
  presence.close();
  vi.useRealTimers();
  await world.remove();
});

test('a person stands once in a segment, whatever the number of their pages, and is told of only when they move', async () => {
  await presence.say(amal, documentId, at('s1'));
  await presence.say(amal, documentId, at('s1'));
  expect(await presence.say(amal, documentId, at('s1', 'two'))).toEqual([{ personId: amal.personId, name: 'Amal', segmentId: 's1' }]);
  expect(told).toHaveLength(2);
  expect(await presence.say(amal, documentId, at(null, 'two'))).toHaveLength(1);
});

test('a page that falls silent is forgotten, and everybody is told', async () => {
  await presence.say(amal, documentId, at('s1'));
  await vi.advanceTimersByTimeAsync(40_000);
  expect(told).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(told.at(-1)?.data).toEqual({ people: [] });
});

test('a page that was left is in no segment, and what it said before it left changes nothing when it comes later', async () => {
  await presence.say(amal, documentId, at('s1', 'one', 1));
  expect(await presence.say(amal, documentId, { ...at('s1', 'one', 3), isLeaving: true })).toEqual([]);
  expect(await presence.say(amal, documentId, at('s1', 'one', 2))).toEqual([]);
  expect(told.at(-1)?.data).toEqual({ people: [] });
  expect(await presence.say(amal, documentId, at('s2', 'one', 4))).toMatchObject([{ segmentId: 's2' }]);
});

test('who may not read the document learns nothing and is nowhere', async () => {
  await expect(presence.say(noor, documentId, at('s1'))).rejects.toMatchObject({ code: 'not-found' });
  expect(told).toEqual([]);
});
