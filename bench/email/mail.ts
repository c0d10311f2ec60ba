/** The mail of the bench: about 4 kB of HTML and a text, with four fields, as a newsletter has them. */

const PARAGRAPHS = 10;
const PARAGRAPH =
  '<p style="font-family:sans-serif;font-size:16px;line-height:1.5;color:#222">The bells of the tower ring every hour, and on ' +
  'Sundays the carillon plays for a quarter of an hour. Whoever wants to hear it from close by may climb the 311 steps; ' +
  'the door is open from nine to five, and the view over the roofs of the town is worth it in every weather.</p>\n';

export const SUBJECT = 'News for {{FirstName}}';
export const TEXT =
  'Hello {{FirstName}},\n\nyour number is {{Number}}, your town is {{Town}}, your tower is {{Tower}}.\n';
export const HTML = `<!doctype html>\n<html><body><h1>Hello {{FirstName}}</h1>\n<p>{{Number}}, {{Town}}, {{Tower}}</p>\n${PARAGRAPH.repeat(PARAGRAPHS)}</body></html>\n`;

/** The fields of the mail to one reader. */
export function fieldsOf(index: number): Record<string, string> {
  return { FirstName: `Ada ${index}`, Number: String(index), Town: 'Pisa', Tower: 'the one that leans' };
}

/** Filled in without looking at what a value means, which is what the bare sender does. */
export function filled(template: string, fields: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => fields[name] ?? '');
}
