import { vectorsDir } from './vectors';

const LIBRARY = '/registry/packages/city-library-lending';
const GTM = '/registry/packages/gtm-pipeline-q2-review';

/** One page of every kind and every state, by the name of its picture; all are there after `fillStore`. */
export const PAGES: readonly (readonly [name: string, path: string, status: number])[] = [
  ['packages', '/registry/packages', 200],
  ['packages-found', '/registry/packages?q=library&sort=name', 200],
  ['packages-none-found', '/registry/packages?q=zebra', 200],
  ['package-versions', LIBRARY, 200],
  ['package', `${LIBRARY}/2.0.0`, 200],
  ['package-deprecated', '/registry/packages/was%2Fdeprecated/1.0.0', 200],
  ['package-yanked', '/registry/packages/was%2Fyanked/1.0.0', 200],
  ['package-takedown', '/registry/packages/was%2Ftakedown/1.0.0', 410],
  ['package-hostile', '/registry/packages/hostile%2Fpackage/1.0.0', 200],
  ['compare', `${LIBRARY}/compare/1.0.0/2.0.0`, 200],
  ['templates', '/registry/templates', 200],
  ['template-versions', '/registry/templates/city-library-starter', 200],
  ['template', '/registry/templates/city-library-starter/0.1.0', 200],
  ['keys', '/registry/keys', 200],
  ['docs', '/registry/docs', 200],
  ['docs-publish', '/registry/docs/publish', 200],
  ['docs-contract-diff', '/registry/docs/contract-diff', 200],
  ['error-not-found', '/registry/packages/unknown/1.0.0', 404],
  ['error-bad-request', '/registry/packages?limit=x', 400],
  ...(vectorsDir() === undefined
    ? []
    : ([
        ['package-fronting', '/registry/packages/github-fronting-showcase/0.2.0', 200],
        ['template-fronting', '/registry/templates/github-fronting-starter/0.2.0', 200],
      ] as const)),
];

/** Too long to be looked at as often as the others. */
export const LONG_PAGES: readonly string[] = [
  '/registry/packages/many%2Fcapabilities/1.0.0',
  '/registry/docs/api',
  ...(vectorsDir() === undefined ? [] : [`${GTM}/0.4.1`, `${GTM}/compare/0.4.0/0.4.1`]),
];

/**
 * How pages are looked at: a small telephone, a tablet, a desk; by day and by night. No width changes a colour (a test
 * holds the stylesheet to that), so colours are judged once by day and once by night, with all that is folded unfolded.
 */
export const LOOKS = [
  { width: 320, colorScheme: 'light', isFolded: true, rules: 'shapes' },
  { width: 768, colorScheme: 'light', isFolded: false, rules: 'all' },
  { width: 1440, colorScheme: 'light', isFolded: true, rules: 'shapes' },
  { width: 1440, colorScheme: 'dark', isFolded: false, rules: 'colours' },
] as const;
export type Look = (typeof LOOKS)[number];
