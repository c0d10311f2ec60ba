/** Tags of a campaign. */
import { validationError } from '../protocol/errors.ts';

/** CloudFormation, AWS::ConnectCampaignsV2::Campaign. */
const TAGS_MAX = 50;

/** Throws a ValidationException when there are too many tags: no quota error is declared for them. */
export function requireFewTags(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > TAGS_MAX) throw validationError(`A campaign can have at most ${TAGS_MAX} tags`);
}
