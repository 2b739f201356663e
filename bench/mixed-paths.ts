import { pathOf, type Published } from './population';

type Ask = (version: Published) => string;

const inspect: Ask = pathOf;
const receipt: Ask = (version) => `${pathOf(version)}/receipt`;
const lock: Ask = (version) => `${pathOf(version)}/lock`;
const download: Ask = (version) => `${pathOf(version)}/download`;
const page: Ask = ({ id, version }) => `/registry/packages/${encodeURIComponent(id)}/${version}`;
const list: Ask = () => '/registry-api/v1/publications?limit=20';

/** One in twenty: mostly reading, as consumers and build pipelines do it. */
const MIX: readonly Ask[] = [
  ...Array.from({ length: 11 }, () => inspect),
  ...Array.from({ length: 3 }, () => receipt),
  ...Array.from({ length: 2 }, () => lock),
  ...Array.from({ length: 2 }, () => download),
  page,
  list,
];

/**
 * Twenty passes over all versions, each asked for in every way of the mix once: none is popular, which is the worst
 * case of a cache that keeps what was asked for last.
 */
export function mixedPaths(versions: readonly Published[]): readonly string[] {
  return MIX.flatMap((_, pass) =>
    versions.map((version, index) => {
      const ask = MIX[(pass + index) % MIX.length] ?? inspect;
      return ask(version);
    }),
  );
}
