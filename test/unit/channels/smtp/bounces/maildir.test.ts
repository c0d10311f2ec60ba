import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createMaildirFollower, POLL_MS } from '../../../../../src/channels/smtp/bounces/maildir.ts';
import type { TakeReport } from '../../../../../src/channels/smtp/bounces/take-report.ts';
import { createVirtualClock } from '../../../../../src/lib/virtual-clock.ts';
import { silentLog } from '../../../../../src/telemetry/log.ts';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

async function maildir() {
  const folder = mkdtempSync(join(tmpdir(), 'maildir-'));
  folders.push(folder);
  for (const name of ['new', 'cur', 'tmp']) await mkdir(join(folder, name));
  return {
    folder,
    /** As an MTA does: complete before it is in new/. */
    deliver(name: string, text: string) {
      writeFileSync(join(folder, 'tmp', name), text);
      renameSync(join(folder, 'tmp', name), join(folder, 'new', name));
    },
    names: (part: 'new' | 'cur') => readdirSync(join(folder, part)).toSorted(),
  };
}

function follow(folder: string, take: TakeReport) {
  const wall = createVirtualClock(0);
  return { wall, follower: createMaildirFollower({ take, wall, log: silentLog }, folder) };
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

test('what is there at the start and what comes later is taken once, and is seen then', async () => {
  const mails = await maildir();
  const taken: string[] = [];
  for (let count = 0; count < 30; count += 1) mails.deliver(`early${count}`, `mail ${count}`);
  const { follower } = follow(mails.folder, async (bytes) => void taken.push(Buffer.from(bytes).toString()));
  await follower.start();
  await until(() => mails.names('cur').length === 30);
  // No time passes on this clock: the watch alone tells of it.
  mails.deliver('late', 'mail late');
  await until(() => mails.names('cur').length === 31);
  await follower.stop();
  assert.equal(new Set(taken).size, 31);
  assert.equal(taken.length, 31);
  assert.deepEqual(mails.names('new'), []);
  assert.ok(mails.names('cur').every((name) => name.endsWith(':2,S')));
});

test('a mail that could not be kept stays, holds up no other, and is taken at the next look', async () => {
  const mails = await maildir();
  let isBroken = true;
  const { follower, wall } = follow(mails.folder, async (bytes) => {
    if (isBroken && Buffer.from(bytes).toString() === 'unlucky') throw new Error('disk full');
  });
  mails.deliver('a-unlucky', 'unlucky');
  for (let count = 0; count < 20; count += 1) mails.deliver(`lucky${count}`, 'lucky');
  await follower.start();
  await until(() => mails.names('cur').length === 20);
  assert.deepEqual(mails.names('new'), ['a-unlucky']);
  isBroken = false;
  // The moves out of new/ are news to the watch, so the look may come by it or by the poll.
  await wall.advanceTo(POLL_MS);
  await until(() => mails.names('new').length === 0);
  await follower.stop();
});

test('a stop between the receipt and the move leaves the mail to be taken again', async () => {
  const mails = await maildir();
  mails.deliver('one', 'one');
  let times = 0;
  const first = follow(mails.folder, async () => {
    times += 1;
    // As a crash would: the receipt is durable, and cur/ is never reached.
    rmSync(join(mails.folder, 'cur'), { recursive: true });
  });
  await first.follower.start();
  await until(() => times > 0);
  await first.follower.stop();
  await mkdir(join(mails.folder, 'cur'));
  assert.deepEqual(mails.names('new'), ['one']);
  const second = follow(mails.folder, async () => {
    times += 1;
  });
  await second.follower.start();
  await until(() => mails.names('cur').length === 1);
  await second.follower.stop();
  assert.equal(times, 2);
});

test('links, folders and hidden files are left alone', async () => {
  const mails = await maildir();
  symlinkSync('/etc/hostname', join(mails.folder, 'new', 'link'));
  await mkdir(join(mails.folder, 'new', 'folder'));
  mails.deliver('.hidden', 'x');
  mails.deliver('mail', 'x');
  let times = 0;
  const { follower } = follow(mails.folder, async () => {
    times += 1;
  });
  await follower.start();
  await until(() => mails.names('cur').length === 1);
  await follower.stop();
  assert.equal(times, 1);
  assert.deepEqual(mails.names('new'), ['.hidden', 'folder', 'link']);
});

test('a folder that is no Maildir is an error of the start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'maildir-'));
  folders.push(folder);
  await assert.rejects(follow(folder, async () => undefined).follower.start(), /must be a Maildir/);
});
