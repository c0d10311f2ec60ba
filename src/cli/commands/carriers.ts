/** The real carriers of a running service, as `campanile status` shows them. */
import type { AdminClient } from '../admin-client.ts';
import { type Style, table } from '../style.ts';

export interface ShownCarrier {
  readonly name: string;
  readonly kind: string;
  readonly state: 'taking' | 'resting';
  readonly waiting: number;
  readonly underWay: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly notSent: number;
  readonly unknown: number;
}

/** How each stands. */
export async function readCarriers(client: AdminClient): Promise<readonly ShownCarrier[]> {
  // Our own admin API, described by its OpenAPI document.
  const { carriers } = (await client.get('/admin/v1/carriers')) as { carriers: readonly ShownCarrier[] };
  return carriers;
}

/** A table below an empty line; nothing where there are none. */
export function carrierTable(carriers: readonly ShownCarrier[], style: Style): string {
  if (carriers.length === 0) return '';
  const figures = ['WAITING', 'UNDER WAY', 'SUCCEEDED', 'FAILED', 'NOT SENT', 'UNKNOWN'];
  const columns = [
    { title: 'CARRIER' },
    { title: 'KIND' },
    { title: 'STATE' },
    ...figures.map((title) => ({ title, isNumber: true })),
  ];
  const rows = carriers.map(({ name, kind, state, waiting, underWay, succeeded, failed, notSent, unknown }) => [
    name,
    kind,
    state === 'taking' ? style('green', state) : style('yellow', state),
    ...[waiting, underWay, succeeded, failed, notSent, unknown].map(String),
  ]);
  return `\n${table(columns, rows)}`;
}
