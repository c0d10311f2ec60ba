/** The message-template operations as the command line calls them: AWS's own, below the admin API. */
import type { TemplateAttributes, TemplateContent } from '../../domain/templates/content.ts';
import type { AdminClient } from '../admin-client.ts';
import { CliError, EXIT } from '../exit-codes.ts';
import type { LocalTemplate } from './template-folder.ts';

/** Where templates lie: those of a campaign must be of its region. */
export interface TemplatePlace {
  readonly region: string;
  readonly knowledgeBase: string;
}

export interface RemoteSummary {
  readonly messageTemplateId: string;
  readonly messageTemplateArn: string;
  readonly name: string;
  readonly channelSubtype: string;
  readonly lastModifiedTime: string;
  readonly activeVersionNumber?: number;
}

export interface RemoteTemplate extends RemoteSummary {
  readonly content?: TemplateContent;
  readonly description?: string;
  readonly language?: string;
  readonly defaultAttributes?: TemplateAttributes;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface RemoteVersion extends RemoteTemplate {
  readonly versionNumber: number;
}

export interface RenderedTemplate {
  readonly content?: TemplateContent;
  readonly attributesNotInterpolated: readonly string[];
}

export interface TemplateClient {
  /** All of them, by name. */
  list(): Promise<RemoteSummary[]>;
  /** The draft, or what the qualifier behind the id names. */
  get(id: string): Promise<RemoteTemplate>;
  create(template: LocalTemplate): Promise<RemoteTemplate>;
  update(id: string, body: Partial<LocalTemplate>): Promise<void>;
  updateMetadata(id: string, metadata: Partial<LocalTemplate>): Promise<void>;
  setTags(arn: string, before: Tags, after: Tags): Promise<void>;
  /** The newest version, which is a new one when the draft has changed since. */
  version(id: string): Promise<RemoteVersion>;
  activate(id: string, versionNumber: number): Promise<void>;
  render(id: string, customAttributes: Readonly<Record<string, string>>): Promise<RenderedTemplate>;
}

interface Holder<Held = RemoteTemplate> {
  readonly messageTemplate: Held;
}

type Tags = Readonly<Record<string, string>>;

/** More pages than a knowledge base can fill. */
const PAGES_MAX = 100;

/** A client for one knowledge base; its calls throw CliError. */
export function createTemplateClient(admin: AdminClient, { region, knowledgeBase }: TemplatePlace): TemplateClient {
  const base = `/admin/v1/message-templates/${encodeURIComponent(region)}`;
  const templates = `${base}/knowledgeBases/${encodeURIComponent(knowledgeBase)}/messageTemplates`;
  const pathOf = (id: string): string => `${templates}/${encodeURIComponent(id)}`;

  // What comes back is described by our own shapes, which are AWS's.
  const post = async <Answer>(path: string, body: object): Promise<Answer> => (await admin.post(path, body)) as Answer;
  return {
    async list() {
      const found: RemoteSummary[] = [];
      let token: string | undefined;
      for (let page = 0; page < PAGES_MAX; page += 1) {
        const query = token === undefined ? '' : `?nextToken=${encodeURIComponent(token)}`;
        const answer = (await admin.get(`${templates}${query}`)) as {
          messageTemplateSummaries: RemoteSummary[];
          nextToken?: string;
        };
        found.push(...answer.messageTemplateSummaries);
        token = answer.nextToken;
        if (token === undefined) return found;
      }
      throw new CliError(EXIT.unavailable, 'the service has more templates than it may have');
    },
    get: async (id) => ((await admin.get(pathOf(id))) as Holder).messageTemplate,
    create: async (local) => (await post<Holder>(templates, local)).messageTemplate,
    update: async (id, body) => post(pathOf(id), body),
    updateMetadata: async (id, metadata) => post(`${pathOf(id)}/metadata`, metadata),
    async setTags(arn, before, after) {
      const path = `${base}/tags/${encodeURIComponent(arn)}`;
      const gone = Object.keys(before).filter((key) => after[key] === undefined);
      const query = gone.map((key) => `tagKeys=${encodeURIComponent(key)}`).join('&');
      if (gone.length > 0) await admin.send('DELETE', `${path}?${query}`, 'application/json', '');
      if (Object.keys(after).length > 0) await admin.post(path, { tags: after });
    },
    version: async (id) => (await post<Holder<RemoteVersion>>(`${pathOf(id)}/versions`, {})).messageTemplate,
    activate: async (id, versionNumber) => post(`${pathOf(id)}/activate`, { versionNumber }),
    render: async (id, customAttributes) => post(`${pathOf(id)}/render`, { attributes: { customAttributes } }),
  };
}
