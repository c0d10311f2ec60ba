/** `campanile explain ID`: what happened to one request, what stands in its way, and what lies ahead. */
import type { AdminClient } from '../admin-client.ts';
import { printable, type Style } from '../style.ts';

interface Finding {
  readonly code: string;
  readonly kind: 'happened' | 'standing' | 'ahead';
  readonly sentence: string;
  readonly at?: string;
  readonly until?: string;
}

export interface Explanation {
  readonly now: string;
  readonly request: {
    readonly id: string;
    readonly campaignId: string;
    readonly channelSubtype?: string;
    readonly destination?: string;
    readonly state: string;
    readonly reason?: string;
    readonly explanation: string;
  };
  readonly findings: readonly Finding[];
}

/** The text of the explanation, or the answer of the admin API as JSON. */
export async function explain(client: AdminClient, id: string, style: Style, asJson: boolean): Promise<string> {
  // Our own admin API, described by its OpenAPI document.
  const explanation = (await client.get(`/admin/v1/requests/${encodeURIComponent(id)}/explain`)) as Explanation;
  return asJson ? `${JSON.stringify(explanation)}\n` : explained(explanation, style);
}

/** The explanation for a person: what the request is, where it stands and why, then everything in its order. */
export function explained({ now, request, findings }: Explanation, style: Style): string {
  const { id, campaignId, channelSubtype = 'no channel', destination, state, reason, explanation } = request;
  const colour = state === 'Succeeded' ? 'green' : reason === undefined ? 'cyan' : 'red';
  return [
    `Request ${style('bold', id)} of campaign ${campaignId}`,
    `${channelSubtype}${destination === undefined ? '' : ` to ${printable(destination)}`}`,
    '',
    `${style(colour, reason === undefined ? state : `${state} (${reason})`)}: ${explanation}`,
    '',
    ...section('What happened', of(findings, 'happened'), style),
    ...section(`What it waits for at ${now}`, of(findings, 'standing'), style),
    ...section('What lies ahead', of(findings, 'ahead'), style),
  ].join('\n');
}

function of(findings: readonly Finding[], kind: Finding['kind']): Finding[] {
  return findings.filter((finding) => finding.kind === kind);
}

function section(title: string, findings: readonly Finding[], style: Style): string[] {
  if (findings.length === 0) return [];
  return [style('bold', title), ...findings.map((finding, index) => line(finding, index, style)), ''];
}

function line({ at, code, sentence }: Finding, index: number, style: Style): string {
  const number = `${String(index + 1).padStart(3)}.`;
  return [number, ...(at === undefined ? [] : [at]), style('dim', code), printable(sentence)].join('  ');
}
