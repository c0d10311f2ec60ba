/** Makes a template on the service say what the files say; a second time changes nothing. */
import { isDeepStrictEqual } from 'node:util';
import { CliError, EXIT } from '../exit-codes.ts';
import type { RemoteSummary, RemoteTemplate, TemplateClient } from './template-client.ts';
import type { LocalTemplate } from './template-folder.ts';

export interface PushedTemplate {
  readonly name: string;
  readonly channelSubtype: string;
  readonly version: number;
  readonly activeVersion?: number;
  readonly change: 'created' | 'updated' | 'unchanged';
  readonly arn: string;
}

/** `known` is the template of that name on the service. Every push ends in a version, made only where words have changed. */
export async function pushTemplate(
  client: TemplateClient,
  local: LocalTemplate,
  known: RemoteSummary | undefined,
  activates: boolean,
): Promise<PushedTemplate> {
  const { name, channelSubtype } = local;
  if (known !== undefined && known.channelSubtype !== channelSubtype)
    throw new CliError(
      EXIT.failed,
      `${name} is a template for ${known.channelSubtype} on the service, and its channel never changes\nGive the folder another name, or delete the template.`,
    );
  const { messageTemplateId: id, messageTemplateArn: arn } = known ?? (await client.create(local));
  const isUpdated = known !== undefined && (await update(client, id, local));
  const { versionNumber: version } = await client.version(id);
  const activeBefore = known?.activeVersionNumber;
  const isActivated = activates && activeBefore !== version;
  if (isActivated) await client.activate(id, version);
  const activeVersion = isActivated ? version : activeBefore;
  const change = known === undefined ? 'created' : isUpdated || isActivated ? 'updated' : 'unchanged';
  return { name, channelSubtype, version, ...(activeVersion !== undefined && { activeVersion }), change, arn };
}

/** Whether there was something to change. What the files do not say of description and language stays. */
async function update(client: TemplateClient, id: string, local: LocalTemplate): Promise<boolean> {
  const remote = await client.get(id);
  const { content, language, defaultAttributes, description, tags } = local;
  const hasOtherWords = !sayTheSame(local, remote);
  if (hasOtherWords)
    await client.update(id, { content, defaultAttributes, ...(language !== undefined && { language }) });
  const hasOtherDescription = description !== undefined && description !== remote.description;
  if (hasOtherDescription) await client.updateMetadata(id, { description });
  const hasOtherTags = !isDeepStrictEqual(tags, remote.tags ?? {});
  if (hasOtherTags) await client.setTags(remote.messageTemplateArn, remote.tags ?? {}, tags);
  return hasOtherWords || hasOtherDescription || hasOtherTags;
}

function sayTheSame(local: LocalTemplate, remote: RemoteTemplate): boolean {
  return (
    isDeepStrictEqual(local.content, remote.content) &&
    isDeepStrictEqual(local.defaultAttributes, remote.defaultAttributes ?? {}) &&
    (local.language === undefined || local.language === remote.language)
  );
}
