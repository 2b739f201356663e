/**
 * The first import of every program: an older Node would fail in the middle of a dependency, with a stack that tells
 * nobody what to do. It must itself run anywhere, so it uses nothing newer than the first modules of Node.
 */
export const NEEDED_NODE = { major: 24, minor: 11 };

const parts = process.versions.node.split('.');
const major = Number(parts[0]);
const minor = Number(parts[1]);

if (major < NEEDED_NODE.major || (major === NEEDED_NODE.major && minor < NEEDED_NODE.minor)) {
  process.stderr.write(
    'this program needs Node.js ' +
      String(NEEDED_NODE.major) +
      '.' +
      String(NEEDED_NODE.minor) +
      ' or later, but runs on ' +
      process.versions.node +
      '\n',
  );
  process.exit(1);
}
