/** A service that sends mail through a real Postfix, and gets from it what comes back: bounces over LMTP or in a Maildir. */
import { randomUUID } from 'node:crypto';
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateMessageTemplateCommand, QConnectClient } from '@aws-sdk/client-qconnect';
import { adminGet, type ShownRequest } from '../support/admin.ts';
import { CHANNELS } from '../support/channels.ts';
import { makeKey } from '../support/keys.ts';
import { freePort, INBOX_DOMAIN, type Postfix, type PostfixOptions, startPostfix } from '../support/postfix.ts';
import { type RunningService, startService, temporaryFolder } from '../support/running-service.ts';
import { campaignCalls } from './campaign-calls.ts';
import { definition, soon } from './definitions.ts';
import { createClient } from './sdk-client.ts';

export const BOUNCES_DOMAIN = 'bounces.example.com';
const SOURCE = CHANNELS.email.defaultOutboundConfig.connectSourceEmailAddress;
/** The user `nobody`, to whom Postfix delivers. */
const NOBODY = 65_534;
/** Longest way of a bounce that is no hang, also when both cores are busy. */
const WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 25;

export interface MailHouseOptions {
  readonly bounces: 'lmtp' | 'smtp' | 'maildir';
  /** More settings of the service, as lines of its configuration file. */
  readonly settings?: string;
  /** More domains of Postfix, such as `{ 'far.example': 'smtp:[127.0.0.1]:2526' }`. */
  readonly transports?: Readonly<Record<string, string>>;
  /** More of Postfix, such as a login that it demands. */
  readonly postfix?: Omit<PostfixOptions, 'transports' | 'settings'>;
  /** Lines of the carrier's table, when Postfix is not to be reached in the clear; `folder` is for files that they name. */
  readonly carrier?: (postfix: Postfix, folder: string) => string;
}

export interface ShownReceipt {
  readonly status: string;
  readonly detail?: string;
}

export type MailedRequest = ShownRequest & {
  readonly attempts: readonly { readonly receipts: readonly ShownReceipt[] }[];
};

export interface MailHouse {
  readonly postfix: Postfix;
  readonly service: RunningService;
  readonly token: string;
  /** A Running campaign of one HTML mail; answers its id. */
  campaign(html?: string): Promise<string>;
  /** Puts one mail into it; answers the id of the request. */
  mail(campaignId: string, recipient: string): Promise<string>;
  request(requestId: string): Promise<MailedRequest>;
  /** Every receipt of the request. */
  receipts(requestId: string): Promise<ShownReceipt[]>;
  /** The entries of the suppression list of all tests' instance. */
  suppression(): Promise<string>;
  /** Resolves when it holds; rejects with the logs when it does not in time. */
  until(what: string, holds: () => Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

/** Opens one. Whoever does closes it. */
export async function openMailHouse(options: MailHouseOptions): Promise<MailHouse> {
  const { bounces, settings = '', transports = {}, carrier = () => 'security = "none"' } = options;
  const [port, bouncePort] = [await freePort(), await freePort()];
  const isMaildir = bounces === 'maildir';
  const nextHop = bounces === 'lmtp' ? `lmtp:inet:127.0.0.1:${bouncePort}` : `smtp:[127.0.0.1]:${bouncePort}`;
  const postfix = await startPostfix({
    ...options.postfix,
    transports: { ...transports, ...(!isMaildir && { [BOUNCES_DOMAIN]: nextHop }) },
    // Bounces go to the Maildir of all, where no other mail comes in.
    ...(isMaildir && { settings: { virtual_mailbox_domains: `${INBOX_DOMAIN}, ${BOUNCES_DOMAIN}` } }),
  });
  if (isMaildir) furnishMaildir(postfix.maildir);
  const folder = temporaryFolder('mail-house');
  const config = join(folder, 'campanile.toml');
  writeFileSync(
    config,
    `
[hooks]
url = "http://127.0.0.1:${port}"
[email.bounces]
${isMaildir ? `maildir = ${JSON.stringify(postfix.maildir)}` : `listen = "127.0.0.1:${bouncePort}"\nprotocol = "${bounces}"`}
${settings}
[carriers.postfix]
kind = "smtp"
sources = ["${SOURCE}"]
host = "127.0.0.1"
port = ${postfix.port}
${carrier(postfix, folder)}
returnPath = "bounces@${BOUNCES_DOMAIN}"
`,
  );
  const data = join(folder, 'data');
  const flags = ['--auth', 'strict', '--config', config, '--port', `${port}`, '--drain-seconds', '1'];
  const service = await startService({ data, flags });
  const key = await makeKey(data);
  const token = (await makeKey(data, '--kind', 'admin')).bearerToken ?? '';
  const client = createClient(service, { credentials: key });
  const templates = new QConnectClient({ endpoint: service.url, region: 'us-east-1', credentials: key });
  const calls = campaignCalls(client);

  const request = (requestId: string) => adminGet<MailedRequest>(service.url, `/requests/${requestId}`, token);

  return {
    postfix,
    service,
    token,
    async campaign(html = '<p>Hello</p>') {
      const { messageTemplate } = await templates.send(
        new CreateMessageTemplateCommand({
          knowledgeBaseId: '88888888-8888-4888-8888-888888888888',
          name: `Template ${randomUUID()}`,
          channelSubtype: 'EMAIL',
          content: {
            email: { subject: 'Hello', body: { plainText: { content: 'Hello' }, html: { content: html } } },
          },
        }),
      );
      const wisdomTemplateArn = `${messageTemplate?.messageTemplateArn}:$LATEST`;
      const defaultOutboundConfig = { ...CHANNELS.email.defaultOutboundConfig, wisdomTemplateArn };
      const channelSubtypeConfig = { email: { ...CHANNELS.email, defaultOutboundConfig } };
      return calls.createRunning(definition(`Mail ${randomUUID()}`, { channelSubtypeConfig }));
    },
    async mail(campaignId, recipient) {
      const { successfulRequests = [] } = await calls.put(campaignId, {
        ...{ clientToken: randomUUID(), expirationTime: soon() },
        channelSubtypeParameters: { email: { destinationEmailAddress: recipient, templateParameters: {} } },
      });
      return successfulRequests[0]?.id ?? '';
    },
    request,
    receipts: async (requestId) => (await request(requestId)).attempts.flatMap(({ receipts }) => receipts),
    async suppression() {
      const list = `${service.url}/admin/v1/instances/${definition('').connectInstanceId}/suppression?reveal=true`;
      return (await fetch(list, { headers: { authorization: `Bearer ${token}` } })).text();
    },
    async until(what, holds) {
      const deadline = performance.now() + WITHIN_MS;
      while (!(await holds())) {
        if (performance.now() > deadline) throw new Error(`${what}\n${postfix.log()}\n${service.log()}`);
        await delay(LOOK_EVERY_MS);
      }
    },
    async close() {
      client.destroy();
      templates.destroy();
      await service.stop();
      await postfix.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function furnishMaildir(folder: string): void {
  for (const path of [folder, ...['new', 'cur', 'tmp'].map((name) => join(folder, name))]) {
    mkdirSync(path, { recursive: true });
    chownSync(path, NOBODY, NOBODY);
  }
}
