/** The id of a queue of a Connect instance. Campaigns may name it by its ARN, whose last part it is. */
export type QueueId = string & { readonly __brand: 'QueueId' };

/** The id in a reference to a queue: the reference itself, or what follows the last slash of an ARN. */
export function normalQueueId(reference: string): QueueId {
  return reference.slice(reference.lastIndexOf('/') + 1) as QueueId;
}
