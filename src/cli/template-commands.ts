/** The commands of `campanile templates`, and `campanile preview`. */
import type { Command } from 'commander';
import { EXIT } from './exit-codes.ts';
import { clientFor, type Flags, isJson, remote, text } from './flags.ts';
import type { Style } from './style.ts';
import type { Surroundings } from './surroundings.ts';
import type { TemplatePlace } from './templates/template-client.ts';

/** Where templates lie for people who have no knowledge base: any UUID names one. */
const KNOWLEDGE_BASE = '00000000-0000-4000-8000-000000000000';
const REGION = 'us-east-1';

/** Adds them to the program. */
export function addTemplates(
  program: Command,
  surroundings: Surroundings,
  style: Style,
  outcome: { exitCode: number },
): void {
  const { out, err } = surroundings;
  const templates = program.command('templates').description('Message templates, which campaigns name by ARN.');
  placed(templates.command('push').description('Send a folder of templates; again changes nothing.').argument('<DIR>'))
    .option('--activate', 'campaigns send the new versions from now on')
    .action(async (path: string, flags: Flags) => {
      const { pushTemplates } = await import('./commands/templates.ts');
      const options = { activates: flags['activate'] === true, asJson: isJson(flags), style };
      out(await pushTemplates(await templateClientFor(flags, surroundings), path, options));
    });
  placed(templates.command('list', { isDefault: true }).description('Those on the service.')).action(
    async (flags: Flags) => {
      const { listTemplates } = await import('./commands/templates.ts');
      out(await listTemplates(await templateClientFor(flags, surroundings), style, isJson(flags)));
    },
  );
  placed(program.command('preview').description('A template filled in: a folder, or a name or ARN on the service.'))
    .argument('<TEMPLATE>')
    // Each takes one value, so that the template may come after them.
    .option('--param <NAME=VALUE>', 'the value of a placeholder; may be repeated', collected)
    .option('--params <FILE>', 'more of them, a JSON object')
    .option('--html <FILE>', 'write the HTML of an email there')
    .action(async (target: string, flags: Flags) => {
      const { missingText, preview, previewText } = await import('./commands/preview.ts');
      const [paramsFile, htmlFile] = [text(flags, 'params'), text(flags, 'html')];
      const params: unknown = flags['param'];
      const shown = await preview(clientFor(flags, surroundings), target, {
        place: placeOf(flags, surroundings),
        params: Array.isArray(params) ? params.map(String) : [],
        ...(paramsFile !== undefined && { paramsFile }),
        ...(htmlFile !== undefined && { htmlFile }),
      });
      out(isJson(flags) ? `${JSON.stringify(shown.rendered)}\n` : previewText(shown, style));
      const missing = missingText(shown.rendered);
      if (missing === '') return;
      err(missing);
      outcome.exitCode = EXIT.dataError;
    });
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function placed(command: Command): Command {
  return remote(command)
    .option('--knowledge-base <ID>', `any UUID [${KNOWLEDGE_BASE}]`)
    .option('--region <REGION>', `of the campaigns that send them [AWS_REGION, AWS_DEFAULT_REGION, or ${REGION}]`);
}

function placeOf(flags: Flags, { environment }: Surroundings): TemplatePlace {
  return {
    knowledgeBase: text(flags, 'knowledgeBase') ?? KNOWLEDGE_BASE,
    region: text(flags, 'region') ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? REGION,
  };
}

async function templateClientFor(flags: Flags, surroundings: Surroundings) {
  const { createTemplateClient } = await import('./templates/template-client.ts');
  return createTemplateClient(clientFor(flags, surroundings), placeOf(flags, surroundings));
}
