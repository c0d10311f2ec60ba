/**
 * `npm run demo`: the main job on one screen. It starts the service on its embedded store, makes a campaign with the real
 * AWS SDK for JavaScript, puts 2,000 requests over four channels, shows them end, and goes on serving. `-- --exit` stops
 * there, with exit code 0 only when every accepted request reached a terminal state.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ConnectCampaignsV2Client } from '@aws-sdk/client-connectcampaignsv2';
import { type PutTotals, putRequests, startCampaign } from './campaign.ts';
import { type Counters, readCounters, readOutcomes } from './outcomes.ts';
import { demoRequests, REQUEST_COUNT } from './requests.ts';
import { createScreen, endedCount, outcomeTable, refusedLine, styled } from './screen.ts';
import { type Service, startService } from './service.ts';

const POLL_EVERY_MS = 200;
/** The demo promises to end within a minute; what has not ended by then is reported as open. */
const DEADLINE_MS = 60_000;

/** On the usual port, or on a free one when that is taken. Nobody waits for live work at the end. */
async function startOnFreePort(folder: string): Promise<Service> {
  const flags = ['--data', folder, '--drain-seconds', '0'];
  const service =
    (await startService(['--port', '4577', ...flags], 'ignore')) ??
    (await startService(['--port', '0', ...flags], 'inherit'));
  if (service === undefined) throw new Error('the service did not start: run `bin/campanile doctor` to see why');
  return service;
}

async function runDemo(url: string): Promise<boolean> {
  const screen = createScreen();
  const client = new ConnectCampaignsV2Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' },
  });
  screen.say(
    `${styled('bold', 'Campanile')} serves the Amazon Connect Outbound Campaigns V2 API at ${styled('cyan', url)}`,
  );
  const startedAt = performance.now();
  const id = await startCampaign(client, 'Appointment reminders');
  let put = 0;
  let isPut = false;
  const putAll = async (): Promise<PutTotals> => {
    const totals = await putRequests(client, id, demoRequests(new Date()), (soFar) => {
      put = soFar.put;
    });
    isPut = true;
    return totals;
  };
  const watch = async (): Promise<Counters> => {
    for (;;) {
      const wasPut = isPut;
      const counters = await readCounters({ url }, id);
      screen.progress(put, REQUEST_COUNT, counters);
      const isOver = wasPut && endedCount(counters) === counters.accepted;
      if (isOver || performance.now() - startedAt > DEADLINE_MS) return counters;
      await delay(POLL_EVERY_MS);
    }
  };
  const [totals, counters] = await Promise.all([putAll(), watch()]);
  screen.endProgress();
  client.destroy();

  const open = counters.accepted - endedCount(counters);
  screen.say(`\n${refusedLine(totals)}`);
  screen.say(
    `${counters.accepted} requests accepted; ${endedCount(counters)} ended in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.\n`,
  );
  screen.say(outcomeTable(await readOutcomes({ url }, id)));
  screen.say(
    open === 0
      ? `\n${styled('green', 'Every accepted request reached a terminal state.')}`
      : `\n${styled('red', `${open} requests are still open.`)}`,
  );
  screen.say(nextSteps(url, id));
  return open === 0;
}

/** Everything to be copied begins at the margin, since Python minds. */
function nextSteps(url: string, id: string): string {
  const endpointOption = new URL(url).port === '4577' ? '' : ` --endpoint-url ${url}`;
  return `
${styled('bold', 'Look further')}
${url}/admin/v1/campaigns/${id}/requests?state=Failed
bin/campanile status${endpointOption}
bin/campanile tail${endpointOption}

${styled('bold', 'Try the AWS CLI')}
AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test aws connectcampaignsv2 describe-campaign \\
  --id ${id} --region us-east-1 --endpoint-url ${url}

${styled('bold', 'Try boto3')}
import boto3
campaigns = boto3.client("connectcampaignsv2", endpoint_url="${url}", region_name="us-east-1",
                         aws_access_key_id="test", aws_secret_access_key="test")
print(campaigns.get_campaign_state(id="${id}")["state"])
`;
}

const shouldExit = process.argv.includes('--exit');
const folder = mkdtempSync(join(tmpdir(), 'campanile-demo-'));
const service = await startOnFreePort(folder);
const exited = once(service.process, 'exit');
let isComplete = false;
let isInterrupted = false;
// A terminal tells the service of Ctrl-C as well; the end of the service is then what ends the demo.
process.on('SIGINT', () => {
  isInterrupted = true;
});
process.on('SIGTERM', () => {
  isInterrupted = true;
  service.process.kill('SIGTERM');
});
try {
  isComplete = await runDemo(service.url);
  if (!shouldExit) {
    console.log('The service goes on; Ctrl-C stops it.');
    await exited;
  }
} catch (error) {
  if (!isInterrupted) throw error;
} finally {
  service.process.kill('SIGTERM');
  await exited;
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = isComplete ? 0 : 1;
