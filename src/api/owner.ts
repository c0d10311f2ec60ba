/** Whose a resource is, as the store knows it. */
import type { Owner } from '../domain/campaign.ts';

/** Account and region alone: what identifies an owner to the store. */
export function ownerOf({ account, region }: Owner): Owner {
  return { account, region };
}
