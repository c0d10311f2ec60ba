/** `campanile profiles` and `campanile segments`, against the real service. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type AdminClient, createAdminClient } from '../../../src/cli/admin-client.ts';
import {
  deleteSegment,
  importProfiles,
  importText,
  listSegments,
  putSegment,
} from '../../../src/cli/commands/directory.ts';
import { createStyle } from '../../../src/cli/style.ts';
import { startVirtual, type VirtualCampanile } from '../../support/virtual-campanile.ts';

const plain = createStyle(false);
const folder = mkdtempSync(join(tmpdir(), 'campanile-directory-'));
let virtual: VirtualCampanile;
let client: AdminClient;

before(async () => {
  virtual = await startVirtual();
  client = createAdminClient({ endpoint: virtual.campanile.url });
});
after(async () => {
  await virtual.stop();
  rmSync(folder, { recursive: true, force: true });
});

function fileOf(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}

const profileId = (number: number): string => number.toString(16).padStart(32, '0');

test('profiles are imported in as many calls as the file needs, and a refused line is named by its place in the file', async () => {
  const lines = Array.from({ length: 3_000 }, (_, number) =>
    JSON.stringify({ profileId: profileId(number), phone: '+442079460010', attributes: { note: 'x'.repeat(800) } }),
  );
  lines[2_900] = '{"profileId":"nobody"}';
  const answer = await importProfiles(client, fileOf('people.ndjson', lines));
  assert.deepEqual([answer.stored, answer.failed, answer.failures[0]?.line], [2_999, 1, 2_901]);
  assert.match(importText(answer, false), /^2999 profiles stored, 1 lines refused\nline 2901: /);
  assert.equal(JSON.parse(importText(answer, true)).stored, 2_999);
});

test('segments are put by conditions, by a file of ids or as everybody, listed, and deleted', async () => {
  assert.equal(await listSegments(client, plain, false), 'No segments yet: make one with `campanile segments put`.\n');
  const where = ['plan=gold|tin', 'country=GB', '!churned', 'email'];
  assert.equal(
    await putSegment(client, 'loyal', { where }, false),
    'loyal: plan=gold|tin and country=GB and !churned and email\n',
  );
  const profilesFile = fileOf('ids', [profileId(1), '', profileId(2)]);
  assert.equal(await putSegment(client, 'pilot', { profilesFile }, false), 'pilot: 2 profiles\n');
  assert.equal(await putSegment(client, 'all', {}, false), 'all: everybody\n');
  assert.match(
    await listSegments(client, plain, false),
    /^SEGMENT +CHANGED +MEMBERS\nall +2026-12-01T09:00:00Z +everybody\n/,
  );
  await deleteSegment(client, 'all');
  const listed = JSON.parse(await listSegments(client, plain, true)) as { name: string; filter?: object[] }[];
  assert.deepEqual(
    listed.map(({ name }) => name),
    ['loyal', 'pilot'],
  );
  assert.deepEqual(listed[0]?.filter, [
    { attribute: 'plan', in: ['gold', 'tin'] },
    { attribute: 'country', equals: 'GB' },
    { attribute: 'churned', exists: false },
    { attribute: 'email', exists: true },
  ]);
});

test('what cannot be read or meant says so', async () => {
  await assert.rejects(importProfiles(client, join(folder, 'nothing')), /cannot read .*nothing/);
  await assert.rejects(
    putSegment(client, 'x', { where: [], profilesFile: 'y' }, false),
    /either --profiles or --where/,
  );
  await assert.rejects(deleteSegment(client, 'nothing'), /The segment does not exist/);
});
