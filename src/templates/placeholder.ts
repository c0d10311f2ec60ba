/**
 * What a placeholder names, and in which order it is looked for. The spellings are the admin guide's
 * (docs.aws.amazon.com/connect/latest/adminguide/personalize-templates.html); how a campaign's flat parameters meet dotted
 * names is documented nowhere, so the order is ours: docs/compatibility.md.
 */

/** A name on the way into nested values: a member, or the index of a list. */
export type PathStep = string | number;

/** One place to look. */
export type Place =
  /** A key of the custom attributes, as it is. */
  | { readonly in: 'custom'; readonly key: string }
  | { readonly in: 'profile' | 'agent' | 'case' | 'system'; readonly path: readonly PathStep[] };

export interface Placeholder {
  /** Without the braces and the blanks beside them. */
  readonly name: string;
  /** In the order of looking. */
  readonly places: readonly Place[];
}

/** The longest key that there is (qconnect model, MessageTemplateAttributeKey). */
const NAME_CHARACTERS_MAX = 32_767;
/** Deeper than anything on the wire. */
const PATH_STEPS_MAX = 10;
/** A list index, written `[0]` in the admin guide. */
const INDEX = /^\[([0-9]{1,4})\]$/;

/** The placeholder that stands between the braces, or undefined when there is no name. */
export function readPlaceholder(inner: string): Placeholder | undefined {
  const name = inner.trim();
  if (name === '' || name.length > NAME_CHARACTERS_MAX) return undefined;
  return { name, places: placesOf(name) };
}

function placesOf(name: string): readonly Place[] {
  const bare = after(name, 'Attributes.');
  const custom = after(name, 'Attributes.Custom.');
  const profileCustom = after(name, 'Attributes.Customer.Attributes.');
  const profile = after(name, 'Attributes.Customer.');
  const agent = after(name, 'Attributes.Agent.');
  const ofCase = after(name, 'Attributes.Case.');
  const system = after(name, 'Attributes.System.') ?? bare ?? name;
  return [
    inCustom(name),
    ...(bare === undefined ? [] : [inCustom(bare)]),
    ...(custom === undefined ? [] : [inCustom(custom)]),
    ...(profileCustom === undefined ? [] : [inProfileCustom(profileCustom), inCustom(profileCustom)]),
    ...(profile === undefined ? [] : [...along('profile', profile), inCustom(profile)]),
    ...(agent === undefined ? [] : along('agent', agent)),
    ...(ofCase === undefined ? [] : [inCase(ofCase)]),
    ...along('system', system),
  ];
}

function after(name: string, prefix: string): string | undefined {
  return name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : undefined;
}

function inCustom(key: string): Place {
  return { in: 'custom', key };
}

function inProfileCustom(key: string): Place {
  return { in: 'profile', path: ['custom', key] };
}

function inCase(key: string): Place {
  return { in: 'case', path: [key] };
}

function along(place: 'profile' | 'agent' | 'system', name: string): readonly Place[] {
  const steps = name.split('.', PATH_STEPS_MAX + 1);
  if (steps.length > PATH_STEPS_MAX) return [];
  const path = steps.map((step) => {
    const index = INDEX.exec(step)?.[1];
    return index === undefined ? step : Number(index);
  });
  return [{ in: place, path }];
}
