/** The suppression list and the red button over the real service: admin API and command line. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import {
  type ConnectCampaignsV2Client,
  PutInstanceCommunicationLimitsCommand,
  PutOutboundRequestBatchCommand,
} from '@aws-sdk/client-connectcampaignsv2';
import { createAdminClient } from '../../../src/cli/admin-client.ts';
import { dispatchText, setDispatch } from '../../../src/cli/commands/dispatch.ts';
import { status } from '../../../src/cli/commands/status.ts';
import { changeRecipients, changeText, importFile, writeList } from '../../../src/cli/commands/suppression.ts';
import { createStyle } from '../../../src/cli/style.ts';
import type { TestCampanile } from '../../../src/testing/index.ts';
import { adminGet } from '../../support/admin.ts';
import { CHANNELS } from '../../support/channels.ts';
import { runningCampaign, startVirtual, type VirtualCampanile } from '../../support/virtual-campanile.ts';

const INSTANCE = '12345678-1234-4234-8234-123456789012';
const ADA = '+441632960010';
const BOB = '+441632960110';
const LIST = `/admin/v1/instances/${INSTANCE}/suppression`;
const plain = createStyle(false);

let virtual: VirtualCampanile;
let campanile: TestCampanile;
let sdk: ConnectCampaignsV2Client;
let folder: string;
let tokens = 0;
const logLines: string[] = [];

before(async () => {
  virtual = await startVirtual((line) => logLines.push(line));
  ({ campanile, client: sdk } = virtual);
  folder = mkdtempSync(join(tmpdir(), 'campanile-suppression-'));
});
after(async () => {
  rmSync(folder, { recursive: true });
  await virtual.stop();
});
beforeEach(() => campanile.reset());

const client = () => createAdminClient({ endpoint: campanile.url });

const smsCampaign = (): Promise<string> =>
  runningCampaign(sdk, { sms: CHANNELS.sms }, { name: `Reminders ${tokens++}`, connectInstanceId: INSTANCE });

/** Puts one SMS for each number; answers the ids. */
async function put(id: string, ...destinations: string[]): Promise<string[]> {
  const { successfulRequests = [] } = await sdk.send(
    new PutOutboundRequestBatchCommand({
      id,
      outboundRequests: destinations.map((destinationPhoneNumber) => ({
        clientToken: `token-${tokens++}`,
        expirationTime: new Date('2027-06-01T00:00:00Z'),
        channelSubtypeParameters: { sms: { destinationPhoneNumber, templateParameters: {} } },
      })),
    }),
  );
  return successfulRequests.map((request) => request.id ?? '');
}

interface Shown {
  readonly state: string;
  readonly reason?: string;
  readonly explanation: string;
}

const request = (id: string): Promise<Shown> => adminGet<Shown>(campanile.url, `/requests/${id}`);

async function list(options: object = {}, how = { format: 'csv', reveal: true }): Promise<string> {
  let text = '';
  await writeList(client(), { instance: INSTANCE, ...options }, how, (part) => {
    text += part;
  });
  return text;
}

describe('the suppression list', () => {
  test('who is put on it is not contacted, and is again when taken off', async () => {
    const id = await smsCampaign();
    const report = await changeRecipients(client(), 'POST', ['+44 1632 96-0010', 'Ada@Example.com'], {});
    assert.equal(changeText(report, 'added', false), '2 added.\n');
    const ids = await put(id, ADA, BOB);
    await campanile.advance('PT1M');
    assert.equal((await request(ids[0]!)).reason, 'SUPPRESSED_RECIPIENT');
    assert.equal((await request(ids[1]!)).state, 'Succeeded');
    assert.deepEqual(
      (await campanile.messages()).map(({ to }) => to),
      [BOB],
    );
    const removed = await changeRecipients(client(), 'DELETE', [ADA, BOB], {});
    assert.equal(changeText(removed, 'removed', false), '1 removed, 1 were not on the list.\n');
    const [again] = await put(id, ADA);
    await campanile.advance('PT1M');
    assert.equal((await request(again!)).state, 'Succeeded');
  });

  test('a file is imported whatever its form, unreadable lines are told by their number and never by what they say', async () => {
    const files = {
      'list.txt': `# do not contact\n${BOB}\n\nnobody\n${ADA}\r\n`,
      'list.csv': `Recipient,ChannelSubtype\n"+44 1632 960210",SMS\n+441632960310,\nnobody,SMS\n+441632960410,FAX\n`,
      'list.ndjson': `{"recipient":"eve@example.com","channelSubtype":"EMAIL"}\n{"recipient":7}\nnobody\n`,
    };
    const reports: object[] = [];
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(folder, name), content);
      const { failures, ...counts } = await importFile(client(), join(folder, name), { instance: INSTANCE }, () => {});
      reports.push({ ...counts, lines: failures.map(({ line }) => line) });
      assert.ok(!JSON.stringify(failures).includes('nobody'));
    }
    assert.deepEqual(reports, [
      { changed: 2, read: 3, failed: 1, lines: [4] },
      { changed: 2, read: 4, failed: 2, lines: [4, 5] },
      { changed: 1, read: 3, failed: 2, lines: [2, 3] },
    ]);
    const whole =
      'recipient,channelSubtype\n+441632960010,\n+441632960110,\n+441632960210,SMS\n+441632960310,\neve@example.com,EMAIL\n';
    assert.equal(await list(), whole);
    assert.equal(await list({ channel: 'EMAIL' }, { format: 'plain', reveal: true }), 'eve@example.com\n');
    assert.equal(
      await list({ channel: 'EMAIL' }, { format: 'ndjson', reveal: false }),
      '{"recipient":"e***@***","channelSubtype":"EMAIL"}\n',
    );
    assert.ok(!(await list({}, { format: 'plain', reveal: false })).includes('1632'));
    const revealed = logLines.filter((line) => line.includes('recipients were revealed'));
    assert.equal(revealed.length, 2);
    assert.ok(!logLines.some((line) => line.includes('41632') || line.includes('eve@')));
  });

  test('a list of many pages comes whole, in the order of its recipients, at the pace of the reader', async () => {
    const recipients = Array.from({ length: 60_000 }, (_, index) => `+4420${String(index * 7).padStart(8, '0')}`);
    writeFileSync(join(folder, 'many.txt'), recipients.toReversed().join('\n'));
    const shares: number[] = [];
    const report = await importFile(client(), join(folder, 'many.txt'), { instance: INSTANCE }, (share) =>
      shares.push(share),
    );
    assert.equal(report.changed, recipients.length);
    assert.ok(shares.length > 2 && shares.at(-1) === 1);
    const again = await importFile(client(), join(folder, 'many.txt'), { instance: INSTANCE }, () => {});
    assert.equal(changeText(again, 'added', false), '0 added, 60000 were on the list already.\n');
    // Kept as it is: when a response is collected, fetch cancels its body, also one that somebody still holds.
    const response = await fetch(`${campanile.url}${LIST}?format=plain&reveal=true`);
    // Nobody reads for as long as it takes to write more than a reader may leave unread.
    await adminGet(campanile.url, '/campaigns');
    assert.equal(await response.text(), `${recipients.join('\n')}\n`);
    assert.equal(
      (await adminGet<{ total: number }>(campanile.url, `/instances/${INSTANCE}/suppression/counts`)).total,
      60_000,
    );
  });

  test('what is no list is refused in words', async () => {
    for (const [query, method] of [
      ['?channel=FAX', 'GET'],
      ['?format=xml', 'GET'],
      ['?channel=FAX', 'POST'],
      ['?channel=FAX', 'DELETE'],
    ]) {
      const response = await fetch(`${campanile.url}${LIST}${query}`, { method: method! });
      assert.equal(response.status, 400);
      assert.equal(response.headers.get('x-amzn-errortype'), 'ValidationException');
    }
    await assert.rejects(changeRecipients(client(), 'POST', [ADA], {}), /there is no campaign yet/);
  });
});

describe('the red button', () => {
  test('nothing goes out after it has answered; status, metric and the request say so; start lets it go on', async () => {
    const id = await smsCampaign();
    const stopped = await setDispatch(client(), 'stopped', undefined);
    assert.match(dispatchText(stopped, plain, false), /^DISPATCH IS STOPPED since 2026-12-\d\d/);
    const [requestId] = await put(id, ADA);
    await campanile.advance('PT1H');
    assert.equal((await request(requestId!)).state, 'Buffered');
    assert.deepEqual(await campanile.messages(), []);
    assert.match(await status(client(), plain, false), /^DISPATCH IS STOPPED since/);
    const metrics = await (await fetch(`${campanile.url}/metrics`)).text();
    assert.match(metrics, /campanile_dispatch_stopped\{channel="EMAIL"\} 1/);
    const running = await setDispatch(client(), 'running', undefined);
    assert.equal(dispatchText(running, plain, false), 'Dispatch is running on every channel.\n');
    await campanile.advance('PT1M');
    assert.equal((await request(requestId!)).state, 'Succeeded');
  });

  test('one channel alone', async () => {
    const id = await smsCampaign();
    const stopped = await setDispatch(client(), 'stopped', 'SMS');
    assert.match(dispatchText(stopped, plain, false), /^DISPATCH IS STOPPED for SMS since/);
    const [requestId] = await put(id, ADA);
    await campanile.advance('PT1H');
    assert.equal((await request(requestId!)).state, 'Buffered');
    const metrics = await (await fetch(`${campanile.url}/metrics`)).text();
    assert.match(metrics, /campanile_dispatch_stopped\{channel="SMS"\} 1/);
    assert.match(metrics, /campanile_dispatch_stopped\{channel="EMAIL"\} 0/);
    await setDispatch(client(), 'running', 'SMS');
    await campanile.advance('PT1M');
    assert.equal((await request(requestId!)).state, 'Succeeded');
  });
});

describe('communication limits', () => {
  test('of an instance hold over its campaigns, for requests of any of them', async () => {
    const campaigns = [await smsCampaign(), await smsCampaign()];
    const communicationLimitsList = [{ maxCountPerRecipient: 2, frequency: 1, unit: 'DAY' as const }];
    await sdk.send(
      new PutInstanceCommunicationLimitsCommand({
        connectInstanceId: INSTANCE,
        communicationLimitsConfig: { allChannelSubtypes: { communicationLimitsList } },
      }),
    );
    const ids: string[] = [];
    for (const id of campaigns) ids.push(...(await put(id, ADA, '+44-1632-960010', BOB)));
    await campanile.advance('PT1M');
    const reasons = await Promise.all(ids.map(async (id) => (await request(id)).reason));
    assert.equal(reasons.filter((reason) => reason === 'LIMIT_REACHED').length, 2);
    assert.equal((await campanile.messages({ to: ADA })).length, 2);
    assert.equal((await campanile.messages({ to: BOB })).length, 2);
    const [later] = await campanile.advance('P1D').then(() => put(campaigns[0]!, ADA));
    await campanile.advance('PT1M');
    assert.equal((await request(later!)).state, 'Succeeded');
  });
});
