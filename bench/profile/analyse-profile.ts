import { groupOf, IDLE, virtualGroup } from './frame-group';

/** What `node --cpu-prof` writes (the Profiler domain of the Chrome DevTools Protocol), as far as it is needed. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** In microseconds of the system's monotonic clock. */
  readonly startTime: number;
  /** The node on top of the stack at each sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample, since the start or the sample before. */
  readonly timeDeltas: readonly number[];
}

export interface ProfileNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  /** Ids of what it called. */
  readonly children?: readonly number[];
}

export interface CallFrame {
  readonly functionName: string;
  /** Empty for what is no JavaScript. */
  readonly url: string;
  /** From 0. */
  readonly lineNumber: number;
}

export interface ProfileWindow {
  readonly fromUs: number;
  readonly toUs: number;
}

export interface ProfileShare {
  readonly name: string;
  /** Self time: without what it called. */
  readonly selfMs: number;
  /** Of the time in which the thread was not idle. */
  readonly share: number;
}

export interface ProfileSummary {
  readonly totalMs: number;
  readonly idleMs: number;
  /** Descending by self time; without idle. */
  readonly groups: readonly ProfileShare[];
  readonly functions: readonly ProfileShare[];
}

/** Sums up self time in a window, so that the start of a server is not counted with its work. */
export function analyseProfile(profile: CpuProfile, window: ProfileWindow): ProfileSummary {
  const places = placesOf(profile.nodes);
  const groups = new Map<string, number>();
  const functions = new Map<string, number>();
  let totalUs = 0;
  let sampledAt = profile.startTime;
  for (const [index, id] of profile.samples.entries()) {
    sampledAt += profile.timeDeltas[index] ?? 0;
    // The time from a sample to the next one belongs to it.
    const lasted = profile.timeDeltas[index + 1] ?? 0;
    const place = places.get(id);
    if (place === undefined || sampledAt < window.fromUs || sampledAt >= window.toUs) continue;
    totalUs += lasted;
    add(groups, place.group, lasted);
    if (place.group !== IDLE) add(functions, place.title, lasted);
  }
  const idleUs = groups.get(IDLE) ?? 0;
  groups.delete(IDLE);
  const busyUs = totalUs - idleUs;
  return {
    totalMs: totalUs / 1000,
    idleMs: idleUs / 1000,
    groups: sharesOf(groups, busyUs),
    functions: sharesOf(functions, busyUs),
  };
}

interface Place {
  readonly group: string;
  readonly title: string;
}

/** By the id of a node. What has no address (native functions, regular expressions) belongs to whoever called it. */
function placesOf(nodes: readonly ProfileNode[]): ReadonlyMap<number, Place> {
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id] as const)));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  return new Map(
    nodes.map(({ id, callFrame }) => {
      const virtual = virtualGroup(callFrame);
      if (virtual !== undefined) return [id, { group: virtual, title: virtual }];
      let at: number | undefined = id;
      while (at !== undefined && frames.get(at)?.url === '') at = parents.get(at);
      const addressed = at === undefined ? undefined : frames.get(at);
      const group = groupOf(addressed);
      return [id, { group, title: titleOf(callFrame, addressed, group) }];
    }),
  );
}

function add(sums: Map<string, number>, name: string, us: number): void {
  sums.set(name, (sums.get(name) ?? 0) + us);
}

/** `send (node:_http_outgoing:349), node internals`: the last part of the address is enough to find it. */
function titleOf(frame: CallFrame, addressed: CallFrame | undefined, group: string): string {
  if (addressed === undefined) return nameOf(frame);
  const place = `${addressed.url.split('/').slice(-2).join('/')}:${addressed.lineNumber + 1}`;
  if (frame === addressed) return `${nameOf(frame)} (${place}), ${group}`;
  return `${nameOf(frame)} for ${nameOf(addressed)} (${place}), ${group}`;
}

function nameOf({ functionName }: CallFrame): string {
  return functionName === '' ? '(anonymous)' : functionName;
}

function sharesOf(sums: ReadonlyMap<string, number>, busyUs: number): readonly ProfileShare[] {
  return [...sums]
    .map(([name, us]) => ({ name, selfMs: us / 1000, share: us / busyUs }))
    .sort((a, b) => b.selfMs - a.selfMs);
}
