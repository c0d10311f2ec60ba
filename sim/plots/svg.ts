/** Small charts as SVG text: two axes, lines, points and a legend; readable on a light and on a dark page. */

export interface Axis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
}

export interface Series {
  readonly label: string;
  readonly color: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly line?: boolean;
  readonly dots?: boolean;
  readonly dashed?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Words beside points. */
  readonly notes?: readonly { readonly x: number; readonly y: number; readonly text: string }[];
}

const SIZE = { width: 720, height: 420 };
const MARGIN = { left: 62, right: 190, top: 36, bottom: 46 };
/** Told apart also by people who see colours differently (after Okabe and Ito). */
export const COLORS = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#e69f00',
  '#7a5c00',
  '#000000',
  '#d6006c',
  '#999999',
];

/** The chart as a whole SVG document. */
export function drawChart({ title, x, y, series, notes = [] }: Chart): string {
  const right = SIZE.width - MARGIN.right;
  const bottom = SIZE.height - MARGIN.bottom;
  const atX = scale(x, MARGIN.left, right);
  const atY = scale(y, bottom, MARGIN.top);
  const parts = [
    `<text x="${MARGIN.left}" y="20" font-size="14" font-weight="600">${escapeXml(title)}</text>`,
    ...x.ticks.map((tick) => verticalTick(atX(tick), bottom, x.format(tick))),
    ...y.ticks.map((tick) => horizontalTick(atY(tick), right, y.format(tick))),
    `<text x="${(MARGIN.left + right) / 2}" y="${SIZE.height - 8}" text-anchor="middle">${escapeXml(x.label)}</text>`,
    `<text transform="translate(14 ${(MARGIN.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escapeXml(y.label)}</text>`,
    ...series.flatMap((one) => drawSeries(one, atX, atY)),
    ...series.map((one, index) => legendEntry(one, index, right + 16)),
    ...notes.map(
      (note) => `<text x="${round(atX(note.x) + 6)}" y="${round(atY(note.y) + 4)}">${escapeXml(note.text)}</text>`,
    ),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="system-ui, sans-serif" font-size="11" role="img" aria-label="${escapeXml(title)}">`,
    '<style>text{fill:#333}.grid{stroke:#8884;stroke-width:.7}rect.page{fill:#fff}</style>',
    `<rect class="page" width="${SIZE.width}" height="${SIZE.height}"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

type Position = (value: number) => number;

function scale({ from, to }: Axis, start: number, end: number): Position {
  return (value) => start + ((Math.min(to, Math.max(from, value)) - from) / (to - from)) * (end - start);
}

function drawSeries({ points, color, line, dots, dashed }: Series, atX: Position, atY: Position): string[] {
  const places = points.map(([x, y]) => [round(atX(x)), round(atY(y))] as const);
  const path = places.map(([x, y]) => `${x},${y}`).join(' ');
  const dash = dashed === true ? ' stroke-dasharray="5 4"' : '';
  const drawn =
    line === true ? [`<polyline points="${path}" fill="none" stroke="${color}" stroke-width="1.6"${dash}/>`] : [];
  if (dots !== true) return drawn;
  return [...drawn, ...places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3.6" fill="${color}"/>`)];
}

function legendEntry({ label, color }: Series, index: number, x: number): string {
  const y = MARGIN.top + 8 + index * 18;
  return `<rect x="${x}" y="${y - 8}" width="12" height="8" fill="${color}"/><text x="${x + 18}" y="${y}">${escapeXml(label)}</text>`;
}

function verticalTick(x: number, bottom: number, label: string): string {
  return `<line class="grid" x1="${round(x)}" x2="${round(x)}" y1="${MARGIN.top}" y2="${bottom}"/><text x="${round(x)}" y="${bottom + 16}" text-anchor="middle">${escapeXml(label)}</text>`;
}

function horizontalTick(y: number, right: number, label: string): string {
  return `<line class="grid" x1="${MARGIN.left}" x2="${right}" y1="${round(y)}" y2="${round(y)}"/><text x="${MARGIN.left - 6}" y="${round(y + 4)}" text-anchor="end">${escapeXml(label)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
