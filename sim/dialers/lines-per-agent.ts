/**
 * A dialler after the documented settings of Cisco Unified CCX: lines per free agent between 1 and 3, beginning at 3,
 * corrected after every 100 live answers by how far their abandonment lay from the limit (gain 1).
 */
import { fillUpTo, type Method } from '../dialer.ts';

const LINES = { least: 1, most: 3 };
const ANSWERS_PER_CORRECTION = 100;
/** One correction changes the lines by at most half. */
const LARGEST_CORRECTION = 0.5;

export const linesPerAgent: Method = {
  name: 'UCCX-like lines per agent',
  create({ targetRate }) {
    let lines = LINES.most;
    let last = { answered: 0, abandoned: 0 };
    return {
      tick(desk) {
        const answered = desk.answered() - last.answered;
        if (answered >= ANSWERS_PER_CORRECTION) {
          const rate = (desk.abandoned() - last.abandoned) / answered;
          const error = (targetRate - rate) / targetRate;
          const correction = Math.max(-LARGEST_CORRECTION, Math.min(LARGEST_CORRECTION, error));
          lines = Math.max(LINES.least, Math.min(LINES.most, lines * (1 + correction)));
          last = { answered: desk.answered(), abandoned: desk.abandoned() };
        }
        return fillUpTo(desk, lines * (desk.free() - desk.waiting()));
      },
    };
  },
};
