/** `campanile explain ID`: the story of one request, and why it ended as it did. */
import type { AdminClient } from '../admin-client.ts';
import { printable, type Style } from '../style.ts';

interface Disposition {
  readonly state: string;
  readonly reason: string;
  readonly disconnectReason?: string;
  readonly answeringMachineDetectionStatus?: string;
  readonly detail?: string;
}

export interface ExplainedRequest {
  readonly id: string;
  readonly campaignId: string;
  readonly channelSubtype?: string;
  readonly destination?: string;
  readonly state: string;
  readonly reason?: string;
  readonly explanation: string;
  readonly acceptedAt: string;
  readonly dueAt: string;
  readonly expirationTime: string;
  readonly endedAt?: string;
  readonly attempts: readonly {
    readonly startedAt: string;
    readonly endedAt?: string;
    readonly phase: string;
    readonly withdrawnBecause?: string;
    readonly disposition?: Disposition;
    readonly receipts: readonly { readonly at: string; readonly status: string; readonly detail?: string }[];
  }[];
}

interface Step {
  readonly at: string;
  readonly text: string;
}

/** The text of the story, or the request as JSON. */
export async function explain(client: AdminClient, id: string, style: Style, asJson: boolean): Promise<string> {
  // Our own admin API, described by its OpenAPI document.
  const request = (await client.get(`/admin/v1/requests/${encodeURIComponent(id)}`)) as ExplainedRequest;
  return asJson ? `${JSON.stringify(request)}\n` : story(request, style);
}

/** The request for a person: what it is, where it stands and why, then every step in order. */
export function story(request: ExplainedRequest, style: Style): string {
  const { id, campaignId, channelSubtype = 'no channel', destination, state, reason, explanation } = request;
  const colour = state === 'Succeeded' ? 'green' : reason === undefined ? 'cyan' : 'red';
  const steps = stepsOf(request).map(({ at, text }, index) => `${String(index + 1).padStart(3)}. ${at}  ${text}`);
  return [
    `Request ${style('bold', id)} of campaign ${campaignId}`,
    `${channelSubtype}${destination === undefined ? '' : ` to ${printable(destination)}`}`,
    '',
    `${style(colour, reason === undefined ? state : `${state} (${reason})`)}: ${explanation}`,
    '',
    ...steps,
    '',
  ].join('\n');
}

function stepsOf({ acceptedAt, dueAt, expirationTime, attempts, endedAt, state, reason }: ExplainedRequest): Step[] {
  const steps: Step[] = [{ at: acceptedAt, text: `accepted; due ${dueAt}, expires ${expirationTime}` }];
  for (const [index, attempt] of attempts.entries()) {
    const name = `attempt ${index + 1}`;
    steps.push({ at: attempt.startedAt, text: `${name} was committed, and only then handed to the carrier` });
    for (const { at, status, detail } of attempt.receipts) {
      steps.push({ at, text: `the carrier said ${printable(status)}${inBrackets(detail)}` });
    }
    if (attempt.withdrawnBecause !== undefined) {
      const because = printable(attempt.withdrawnBecause);
      steps.push({
        at: attempt.endedAt ?? attempt.startedAt,
        text: `${name} was withdrawn, nothing was sent: ${because}`,
      });
    } else if (attempt.disposition !== undefined) {
      steps.push({
        at: attempt.endedAt ?? attempt.startedAt,
        text: `${name} ended ${dispositionText(attempt.disposition)}`,
      });
    }
  }
  const wasAttempted = attempts.some(({ disposition }) => disposition !== undefined);
  if (endedAt !== undefined && !wasAttempted) steps.push({ at: endedAt, text: `ended ${state} (${reason ?? ''})` });
  return steps;
}

function dispositionText(disposition: Disposition): string {
  const { state, reason, disconnectReason, answeringMachineDetectionStatus, detail } = disposition;
  const inWordsOfAws = [disconnectReason, answeringMachineDetectionStatus].filter((word) => word !== undefined);
  return `${state} (${[reason, ...inWordsOfAws].join(', ')})${inBrackets(detail)}`;
}

const inBrackets = (text: string | undefined): string => (text === undefined ? '' : ` [${printable(text)}]`);
