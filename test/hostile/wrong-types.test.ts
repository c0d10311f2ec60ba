/** Wrong types at every position of every operation, generated from the service definition. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { campaignsV2 } from '../../src/api/campaigns-v2/shapes/service.ts';
import { messageTemplates } from '../../src/api/message-templates/shapes/service.ts';
import type { OperationShape } from '../../src/api/protocol/operation.ts';
import { plainCall } from '../support/plain-call.ts';
import { everyWrong, type Wrong } from './positions.ts';
import { startTarget } from './wellness.ts';

const target = await startTarget();
const UUID = '88888888-8888-4888-8888-888888888888';
const TEMPLATE_ARN = `arn:aws:wisdom:us-east-1:000000000000:message-template/${UUID}/${UUID}`;
/** Calls under way at once. */
const CALLERS = 4;

/** The path of an operation with labels that are right, so that only the body is wrong. */
function pathOf({ uri }: OperationShape): string {
  const arn = encodeURIComponent(`arn:aws:connect-campaigns:us-east-1:000000000000:campaign/${target.campaignId}`);
  const labels = {
    id: target.campaignId,
    connectInstanceId: 'instance-1',
    arn,
    knowledgeBaseId: UUID,
    messageTemplateId: UUID,
    resourceArn: encodeURIComponent(TEMPLATE_ARN),
  };
  return Object.entries(labels).reduce((path, [name, label]) => path.replace(`{${name}}`, label), uri);
}

const hasBody = ({ input }: OperationShape): boolean =>
  Object.values(input.members).some(({ location }) => location === 'body');

let judgedInAll = 0;
after(() => console.error(`hostile: ${judgedInAll} bodies with a wrong type somewhere were refused`));

const OPERATIONS: readonly (readonly [string, OperationShape])[] = Object.entries({
  campaigns: campaignsV2.operations,
  'message templates': messageTemplates.operations,
}).flatMap(([service, operations]) =>
  Object.entries<OperationShape>(operations)
    .filter(([, operation]) => hasBody(operation))
    .map(([name, operation]) => [`${name} of ${service}`, operation] as const),
);

for (const [name, operation] of OPERATIONS) {
  test(`${name} refuses what has the wrong type, at every position of its body`, async () => {
    const wrongs = everyWrong(operation.input);
    const misjudged: string[] = [];
    let judged = 0;
    const caller = async (): Promise<void> => {
      for (const wrong of wrongs) {
        misjudged.push(...(await judge(operation, wrong)));
        judged += 1;
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, caller));
    assert.deepEqual(misjudged, []);
    // The body itself is wrong in four ways, and each of its members in some.
    assert.ok(judged > 4, `${judged} wrong bodies`);
    judgedInAll += judged;
    await target.isWellAfter(`wrong types in ${name}`);
  });
}

/** What is wrong with the answer to a wrong call. */
async function judge(operation: OperationShape, { where, value }: Wrong): Promise<string[]> {
  const { status, errorType, body } = await plainCall(
    target.url,
    operation.method,
    pathOf(operation),
    JSON.stringify(value),
  );
  const isRight = status === 400 && /^(?:Serialization|Validation)Exception$/.test(errorType);
  return isRight ? [] : [`${where}: ${status} ${errorType} ${JSON.stringify(body)}`];
}

test('what stands in a query is refused when it is of the wrong type', async () => {
  for (const [path, wrong] of [
    ['/v2/connect-instance/instance-1/integrations', 'maxResults=many'],
    ['/v2/connect-instance/instance-1/integrations', 'maxResults=1e3'],
    ['/v2/connect-instance/instance-1/integrations', 'maxResults=999999999999'],
    ['/v2/connect-instance/instance-1/integrations', 'maxResults=-1'],
    ['/v2/connect-instance/instance-1/integrations', 'nextToken=%FF'],
    ['/v2/connect-instance/instance-1/integrations', 'nextToken=nobodys'],
    [`/knowledgeBases/${UUID}/messageTemplates`, 'maxResults=many'],
    [`/knowledgeBases/${UUID}/messageTemplates`, 'maxResults=101'],
    [`/knowledgeBases/${UUID}/messageTemplates`, 'nextToken=nobodys'],
    ['/admin/v1/events', 'limit=many'],
    ['/admin/v1/events', 'after=-1'],
    ['/admin/v1/events', 'after=1e400'],
    [`/admin/v1/campaigns/${target.campaignId}/requests`, 'state=Nowhere'],
    [`/admin/v1/campaigns/${target.campaignId}/requests`, 'cursor=__proto__'],
    ['/admin/v1/loopback/messages', 'limit=0.5'],
  ] as const) {
    const { status } = await plainCall(target.url, 'GET', `${path}?${wrong}`);
    assert.equal(status, 400, `${path}?${wrong}`);
  }
});
