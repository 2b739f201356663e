import { pick, pickSkewed, type Random } from './random';

/** From the most used to the least; each is the beginning of ids, and `warehouse` of the last ones by name. */
const DOMAINS = [
  ...['library', 'billing', 'payroll', 'travel', 'warehouse', 'claims', 'hiring', 'harbour', 'energy', 'clinic'],
  ...['school', 'housing', 'permits', 'fleet', 'catering', 'customs', 'museum', 'forestry', 'treasury', 'archive'],
] as const;
const THINGS = [
  ...['orders', 'invoices', 'bookings', 'readings', 'shipments', 'contracts', 'members', 'schedules', 'titles'],
  ...['tickets', 'berths', 'slips', 'meters', 'samples', 'permits', 'tenants', 'vehicles', 'menus', 'exhibits'],
  ...['declarations', 'refunds', 'quotas', 'rosters', 'inspections', 'parcels', 'licences', 'grants', 'wards'],
] as const;
const VERBS = [
  ...['search', 'request', 'renew', 'cancel', 'approve', 'export', 'assign', 'reconcile', 'estimate', 'archive'],
  ...['notify', 'merge', 'reopen', 'forecast', 'escalate', 'settle'],
] as const;
const PLACES = [
  'city',
  'region',
  'campus',
  'port',
  'county',
  'district',
  'village',
  'island',
  'valley',
  'coast',
] as const;
const HEADS = ['nor', 'vel', 'ask', 'bru', 'tam', 'kel', 'ost', 'mir', 'lun', 'dra', 'fen', 'gal', 'hob', 'jas', 'pil'];
const MIDDLES = ['a', 'e', 'i', 'o', 'u', 'ar', 'en', 'il', 'om', 'ur', 'and', 'ess', 'ink', 'oll', 'unn'];
const TAILS = [
  'vik',
  'ton',
  'dal',
  'mar',
  'sen',
  'holm',
  'by',
  'stad',
  'wick',
  'ley',
  'gard',
  'bo',
  'rup',
  'nes',
  'feld',
];
/** 3,375 made-up names: most of them are in a handful of packages. */
const COMPANIES = HEADS.flatMap((head) => MIDDLES.flatMap((middle) => TAILS.map((tail) => `${head}${middle}${tail}`)));
const SIGNS = ['図書館', '100 % renewable', 'C++', 'Größe'] as const;
const SIGN_SHARE = 0.02;

export const PUBLISHERS = Array.from({ length: 40 }, (_, index) => `publisher-${index + 1}`);
/** In a few versions, in most, in a twentieth of them at the end of the names, and in none. */
export const RARE_WORD = 'quillfeather';
export const COMMON_WORD = 'services';
export const LATE_WORD = 'warehouse';
export const ABSENT_WORD = 'zyxomma';

export interface PackageText {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly domain: string;
  readonly capabilities: readonly [string, string, string];
}

/** What package number `index` is called and says of itself. */
export function packageText(random: Random, index: number, isRare: boolean): PackageText {
  const domain = pickSkewed(random, DOMAINS);
  const [thing, other] = [pickSkewed(random, THINGS), pick(random, THINGS)];
  const company = isRare ? RARE_WORD : pickSkewed(random, COMPANIES);
  const place = pick(random, PLACES);
  const sign = random() < SIGN_SHARE ? ` ${pick(random, SIGNS)}` : '';
  const verbs = [pickSkewed(random, VERBS), pick(random, VERBS)] as const;
  return {
    id: `${domain}/${company}-${thing}-${index.toString(36)}`,
    title: `${capital(company)} ${domain} ${thing}${sign}`,
    summary: `${capital(verbs[0])} and ${verbs[1]} ${thing} and ${other} of a ${place}; for agents that use its ${domain} ${random() < 0.7 ? COMMON_WORD : 'desks'}.`,
    domain,
    capabilities: [`${domain}.${thing}.${verbs[0]}`, `${domain}.${thing}.${verbs[1]}_all`, `${domain}.${other}.list`],
  };
}

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
