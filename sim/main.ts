/** `npm run sim`: compares the predictive pacer with other methods in a simulated call centre. */
import { parseArgs } from 'node:util';
import { checkAcceptance } from './acceptance.ts';
import { compare } from './comparison.ts';

const USAGE = `usage: node sim/main.ts [--quick] [--accept] [--out FOLDER]

Simulates call centres of 5 to 500 agents and prints occupancy and abandonment per method; writes comparison.csv,
frontier.svg, rate.svg and reliability.svg to out/sim. Takes some minutes; --quick takes some seconds.

  --quick       two small teams, two seeds, two hours
  --accept      instead, checks every acceptance row on held-out seeds; exits 1 when one is not met
  --out FOLDER  where the CSV and the plots go
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    accept: { type: 'boolean', default: false },
    out: { type: 'string', default: 'out/sim' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (values.help) {
  process.stdout.write(USAGE);
} else if (values.accept) {
  process.exitCode = checkAcceptance(values.quick ? [5] : undefined) ? 0 : 1;
} else {
  const plan = values.quick
    ? { teams: [10, 25], seeds: [1, 2], hours: 2 }
    : { teams: [5, 10, 25, 50, 100, 500], seeds: [1, 2, 3] };
  compare(plan, values.out);
  process.stdout.write(`\nCSV and plots: ${values.out}\n`);
}
