/**
 * Finds the operation of a request by method and raw path. Labels are decoded only after the path was split, since an ARN
 * is one segment with %2F inside; a client that does not encode sends the same ARN over several segments, so a label that
 * begins like an ARN may span as many as it needs.
 */
import type { OperationShape } from './operation.ts';

export type Found =
  | { readonly kind: 'found'; readonly name: string; readonly labels: Readonly<Record<string, string>> }
  /** No such path, or not with this method. */
  | { readonly kind: 'unknown' }
  /** A label is not percent-encoded UTF-8. */
  | { readonly kind: 'malformed' };

export type Mux = (method: string, rawPath: string) => Found;

/** More than any path of ours with an ARN of 500 characters in it needs. */
const MAX_SEGMENTS = 256;

const ARN_START = /^arn(?::|%3A)/i;

interface Route {
  readonly name: string;
  readonly labelNames: readonly string[];
}

interface Node {
  readonly literals: Map<string, Node>;
  label: Node | undefined;
  readonly routes: Map<string, Route>;
}

/** A path taken through the tree: the route, and for each of its labels the segments [from, to). */
interface Walk {
  readonly route: Route;
  readonly spans: readonly (readonly [from: number, to: number])[];
}

/** A mux over the operations of a service. */
export function createMux(operations: Readonly<Record<string, OperationShape>>): Mux {
  const root = newNode();
  for (const [name, { method, uri, alsoAt }] of Object.entries(operations))
    for (const path of [uri, ...alsoAt]) addRoute(root, name, method, path);

  return (method, rawPath) => {
    const segments = rawPath.split('/', MAX_SEGMENTS + 1).slice(1);
    if (segments.length >= MAX_SEGMENTS || !rawPath.startsWith('/')) return { kind: 'unknown' };
    const walk = walkFrom(root, method, segments, 0);
    if (walk === undefined) return { kind: 'unknown' };
    const labels = labelsOf(walk, segments);
    return labels === undefined ? { kind: 'malformed' } : { kind: 'found', name: walk.route.name, labels };
  };
}

const newNode = (): Node => ({ literals: new Map(), label: undefined, routes: new Map() });

function addRoute(root: Node, name: string, method: string, path: string): void {
  const labelNames: string[] = [];
  let node = root;
  for (const segment of path.split('/').slice(1)) {
    let next: Node;
    if (segment.startsWith('{')) {
      labelNames.push(segment.slice(1, -1));
      node.label ??= newNode();
      next = node.label;
    } else {
      next = node.literals.get(segment) ?? newNode();
      node.literals.set(segment, next);
    }
    node = next;
  }
  node.routes.set(method, { name, labelNames });
}

function walkFrom(node: Node, method: string, segments: readonly string[], at: number): Walk | undefined {
  const segment = segments[at];
  if (segment === undefined) {
    const route = node.routes.get(method);
    return route && { route, spans: [] };
  }
  const literal = node.literals.get(segment);
  const walk = literal && walkFrom(literal, method, segments, at + 1);
  if (walk !== undefined || node.label === undefined || segment === '') return walk;
  const longest = ARN_START.test(segment) ? segments.length : at + 1;
  for (let to = at + 1; to <= longest; to += 1) {
    const rest = walkFrom(node.label, method, segments, to);
    if (rest !== undefined) return { route: rest.route, spans: [[at, to], ...rest.spans] };
  }
  return undefined;
}

function labelsOf({ route, spans }: Walk, segments: readonly string[]): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  for (const [index, [from, to]] of spans.entries()) {
    const name = route.labelNames[index];
    const value = decodePercent(segments.slice(from, to).join('/'));
    if (name === undefined || value === undefined) return undefined;
    labels[name] = value;
  }
  return labels;
}

/** Undoes percent-encoding ('+' is no space here), or answers undefined when the text is not of that form. */
export function decodePercent(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
