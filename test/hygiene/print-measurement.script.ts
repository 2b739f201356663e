import { loadCorpus } from './corpus';
import { measure, measurementRow } from './measure';

/** Prints the table of docs/hygiene.md, and on stderr the cases that a rule got wrong. */
const { rows, missed, wrong } = measure(loadCorpus());
process.stdout.write(`${rows.map(measurementRow).join('\n')}\n`);
process.stderr.write([...missed.map((one) => `missed ${one}\n`), ...wrong.map((one) => `wrong ${one}\n`)].join(''));
