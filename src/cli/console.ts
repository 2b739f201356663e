/** Where a command writes: results to stdout, everything about the way there to stderr. */
export interface Console {
  readonly isTerminal: boolean;
  result(text: string): void;
  progress(line: string): void;
}

export const processConsole: Console = {
  get isTerminal() {
    return process.stdout.isTTY;
  },
  result: (text) => void process.stdout.write(text),
  progress: (line) => void process.stderr.write(`${line}\n`),
};
