/** Which resource an operation acts on, for policies: a campaign, a Connect instance, or none in particular (`*`). */
import type { Identity } from '../protocol/handler.ts';

/**
 * The ARN in the terms of AWS's service authorization reference ("Amazon Connect Outbound Campaigns"): campaigns by their
 * id, instances by theirs; an id that is an ARN already stands for itself.
 */
export function resourceArn(_operation: string, input: unknown, { account, region }: Identity): string {
  // Every input of this service is a structure; these are the members that name a resource.
  const { id, arn, connectInstanceId } = input as Partial<Record<'id' | 'arn' | 'connectInstanceId', string>>;
  if (arn !== undefined) return arn;
  if (id !== undefined)
    return id.startsWith('arn:') ? id : `arn:aws:connect-campaigns:${region}:${account}:campaign/${id}`;
  if (connectInstanceId !== undefined) return `arn:aws:connect:${region}:${account}:instance/${connectInstanceId}`;
  return '*';
}
