/** One-click unsubscribe as mail providers and people come by it: from anywhere, without a key, under a public name. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { DeleteCampaignCommand, StopCampaignCommand } from '@aws-sdk/client-connectcampaignsv2';
import { derivedKey } from '../../src/compose/derived-key.ts';
import type { CampaignId } from '../../src/domain/campaign.ts';
import { createMailLinkSeal } from '../../src/domain/mail-link.ts';
import type { RequestId } from '../../src/domain/request-id.ts';
import { endedRequests } from '../support/admin.ts';
import { CHANNELS } from '../support/channels.ts';
import { makeKey } from '../support/keys.ts';
import { type RunningService, startService, temporaryFolder } from '../support/running-service.ts';
import { campaignCalls } from './campaign-calls.ts';
import { definition, INSTANCE } from './definitions.ts';
import { createClient } from './sdk-client.ts';

const ONE_CLICK = 'List-Unsubscribe=One-Click';
/** Two hours from now; the clock of these services is real. */
const expirationTime = new Date(Date.now() + 7_200_000);

/** What a mail of this installation would have in its List-Unsubscribe, without the public URL. */
function linkOf(data: string, campaignId: string, requestId: string, address: string): string {
  const seal = createMailLinkSeal(derivedKey(readFileSync(join(data, 'id.key')), 'mail links'));
  // Ids as the service answers them.
  const ids = { campaignId: campaignId as CampaignId, requestId: requestId as RequestId };
  return `/hooks/v1/unsubscribe/${seal.write({ kind: 'unsubscribe', ...ids, address })}`;
}

/** A call with the Host of a public name, as it comes through a proxy. */
function callFromOutside(
  { url }: RunningService,
  path: string,
  options: { method: string; body?: string; headers?: Record<string, string> },
): Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: string }> {
  const { method, body = '', headers } = options;
  return new Promise((resolve, reject) => {
    const call = httpRequest(`${url}${path}`, {
      method,
      headers: { host: 'campanile.example.com', 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
    call.on('error', reject).on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    });
    call.end(body);
  });
}

for (const auth of ['open', 'strict'] as const) {
  describe(`unsubscribe under ${auth} auth`, async () => {
    const data = temporaryFolder(`unsubscribe-${auth}`);
    after(() => rmSync(data, { recursive: true, force: true }));
    const service = await startService({ data, flags: ['--auth', auth] });
    after(() => service.stop());
    const credentials = auth === 'strict' ? await makeKey(data) : undefined;
    const token = auth === 'strict' ? (await makeKey(data, '--kind', 'admin')).bearerToken : undefined;
    const client = createClient(service, credentials === undefined ? {} : { credentials });
    after(() => client.destroy());
    const calls = campaignCalls(client);
    const email = { channelSubtypeConfig: { email: CHANNELS.email } };

    async function send(campaignId: string, destinationEmailAddress: string): Promise<string> {
      const { successfulRequests = [] } = await calls.put(campaignId, {
        clientToken: destinationEmailAddress.replace('@', '.'),
        expirationTime,
        channelSubtypeParameters: { email: { destinationEmailAddress, templateParameters: {} } },
      });
      return successfulRequests[0]?.id ?? '';
    }

    /** The entries of the suppression list, one a line. */
    async function suppression(): Promise<string[]> {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const list = `${service.url}/admin/v1/instances/${INSTANCE}/suppression?reveal=true`;
      const text = await (await fetch(list, { headers })).text();
      return text.split('\n').filter((line) => line !== '');
    }

    test('a POST from outside suppresses for good, also for the next campaign', async () => {
      const first = await calls.createRunning(definition('First', email));
      const requestId = await send(first, 'ada@example.com');
      assert.equal((await endedRequests(service.url, first, token))[0]?.state, 'Succeeded');
      const path = linkOf(data, first, requestId, 'ada@example.com');

      const page = await callFromOutside(service, path, { method: 'GET' });
      assert.equal(page.status, 200);
      assert.match(page.body, /<button name="List-Unsubscribe" value="One-Click">/);
      assert.deepEqual(await suppression(), []);

      const fromElsewhere = { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' };
      const done = await callFromOutside(service, path, { method: 'POST', body: ONE_CLICK, headers: fromElsewhere });
      assert.equal(done.status, 200);
      assert.equal(done.headers['location'] ?? done.headers['set-cookie'], undefined);
      assert.equal((await callFromOutside(service, path, { method: 'POST', body: ONE_CLICK })).status, 200);
      const entries = await suppression();
      assert.equal(entries.length, 1);
      assert.match(entries[0] ?? '', /ada@example\.com.*EMAIL/);

      const second = await calls.createRunning(definition('Second', email));
      await send(second, 'ada@example.com');
      await send(second, 'grace@example.com');
      const ended = await endedRequests(service.url, second, token);
      assert.deepEqual(
        ended.map(({ clientToken, state, reason }) => `${clientToken} ${state} ${reason}`),
        ['ada.example.com Suppressed SUPPRESSED_RECIPIENT', 'grace.example.com Succeeded DELIVERED'],
      );
    });

    test('a link works after its campaign was deleted; an altered one never does', async () => {
      const id = await calls.createRunning(definition('Third', email));
      const requestId = await send(id, 'hopper@example.com');
      await endedRequests(service.url, id, token);
      const path = linkOf(data, id, requestId, 'hopper@example.com');
      const altered = `${path.slice(0, -6)}${path.at(-6) === 'A' ? 'B' : 'A'}${path.slice(-5)}`;
      assert.equal((await callFromOutside(service, altered, { method: 'POST', body: ONE_CLICK })).status, 404);
      const before = (await suppression()).length;
      await client.send(new StopCampaignCommand({ id }));
      await client.send(new DeleteCampaignCommand({ id }));
      assert.equal((await callFromOutside(service, path, { method: 'POST', body: ONE_CLICK })).status, 200);
      assert.equal((await suppression()).length, before + 1);
    });

    test('nothing else comes in by that door, and nothing is logged of whom it was', async () => {
      const others = ['/hooks/v1/admin/v1/campaigns', '/hooks/v1', '/hooks/v1/', '/hooks/v1/unsubscribe/'];
      for (const path of others) assert.equal((await callFromOutside(service, path, { method: 'GET' })).status, 404);
      const outside = await callFromOutside(service, '/admin/v1/campaigns', { method: 'GET' });
      assert.equal(outside.status, 403);
      assert.doesNotMatch(service.log(), /@example\.com/);
    });
  });
}
