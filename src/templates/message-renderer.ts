/** Messages of campaigns from their templates: which version is sent, whose template it may be, and what fills it in. */
import type { MessageAttempt } from '../channels/channel.ts';
import type { Rendering, RenderMessage } from '../channels/rendering.ts';
import type { TemplateAttributes } from '../domain/templates/content.ts';
import { readTemplateArn } from '../domain/templates/template-arn.ts';
import type { CampaignStore } from '../store/campaign-store.ts';
import type { FoundTemplate, TemplateStore } from '../store/template-store.ts';
import { compileMessage, type FillMessage } from './compile-message.ts';
import { beginFilling } from './fill.ts';

export interface MessageRendererDeps {
  readonly templates: Pick<TemplateStore, 'find' | 'onChange'>;
  readonly campaigns: Pick<CampaignStore, 'get'>;
}

export interface MessageRendererOptions {
  /** fail: a message with a placeholder that has no value is not sent. send: it is, and the placeholder stays in it. */
  readonly missingValue: 'fail' | 'send';
}

/** A template that is ready to be filled in. */
interface ReadyTemplate {
  readonly channelSubtype: string;
  readonly account: string;
  readonly region: string;
  readonly fill: FillMessage;
  readonly defaults: TemplateAttributes;
}

/** Templates kept ready, by ARN; as many as campaigns are likely to run at once. */
export const READY_TEMPLATES_MAX = 500;

const UNKNOWN: Rendering = { kind: 'unknownTemplate' };

/**
 * Renders attempts. A template is read and taken apart once; any change to any template in this process has all of them
 * read again, before whoever changed it is answered.
 */
export function createMessageRenderer(
  { templates, campaigns }: MessageRendererDeps,
  { missingValue }: MessageRendererOptions,
): RenderMessage {
  // Promises: what was being read while a template changed is forgotten with the rest.
  const ready = new Map<string, Promise<ReadyTemplate | undefined>>();
  templates.onChange(() => ready.clear());

  function readyTemplate(arn: string): Promise<ReadyTemplate | undefined> {
    const known = ready.get(arn);
    if (known !== undefined) return known;
    const [oldest] = ready.keys();
    if (ready.size >= READY_TEMPLATES_MAX && oldest !== undefined) ready.delete(oldest);
    const reading = readTemplate(arn);
    ready.set(arn, reading);
    reading.catch(() => ready.get(arn) === reading && ready.delete(arn));
    return reading;
  }

  async function readTemplate(arn: string): Promise<ReadyTemplate | undefined> {
    const ref = readTemplateArn(arn);
    const found = ref && (await templates.find(ref, ref.qualifier ?? 'sendable'));
    return found && readied(found);
  }

  return async (attempt) => {
    const template = await readyTemplate(attempt.templateArn);
    if (template?.channelSubtype !== attempt.channelSubtype) return UNKNOWN;
    const campaign = await campaigns.get(attempt.campaignId);
    if (campaign?.account !== template.account || campaign.region !== template.region) return UNKNOWN;
    const filling = beginFilling(attributesOf(attempt), template.defaults);
    const message = template.fill(filling);
    const isFilled = filling.missing.size === 0 || missingValue === 'send';
    return isFilled && !filling.isTooLong
      ? { kind: 'rendered', message }
      : { kind: 'unresolved', names: [...filling.missing] };
  };
}

function readied({ template, version }: FoundTemplate): ReadyTemplate | undefined {
  const { channelSubtype, account, region } = template;
  const { content = {}, defaultAttributes: defaults = {} } = version ?? template;
  const fill = channelSubtype === 'PUSH' ? undefined : compileMessage(channelSubtype, content);
  return fill && { channelSubtype, account, region, fill, defaults };
}

/** A campaign's parameters are custom attributes; the two ends of the contact are the system's. */
function attributesOf({ templateParameters, destination, source }: MessageAttempt): TemplateAttributes {
  return {
    customAttributes: templateParameters,
    systemAttributes: { customerEndpoint: { address: destination }, systemEndpoint: { address: source } },
  };
}
