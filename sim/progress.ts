/** A bar on the terminal for work that takes minutes; silent where nobody watches. */

export interface Progress {
  /** So much of the work is done. */
  advance(amount: number): void;
  finish(): void;
}

const WIDTH = 40;

/** A bar over `total` units of work. */
export function createProgress(label: string, total: number, stream: NodeJS.WriteStream = process.stderr): Progress {
  let done = 0;
  const draw = (): void => {
    if (!stream.isTTY) return;
    const share = Math.min(1, done / total);
    const bar = '#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '.');
    stream.write(`\r${label} [${bar}] ${Math.floor(share * 100)} %`);
  };
  return {
    advance(amount) {
      done += amount;
      draw();
    },
    finish() {
      if (stream.isTTY) stream.write(`\r${' '.repeat(label.length + WIDTH + 12)}\r`);
    },
  };
}
