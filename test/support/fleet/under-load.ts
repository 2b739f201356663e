import { Balancer, type BalancerKind } from './balancer';
import { Fleet, FLEET_PUBLISH_TOKEN } from './fleet';
import { Load } from './load';
import { prove } from './proof';
import type { Scenario } from './scenario';
import type { Tolerated } from './tolerance';

export interface UnderLoad {
  readonly title: string;
  readonly databaseUrl: string;
  readonly balancer: BalancerKind;
  /** Nothing: every request must succeed at its first attempt. */
  readonly tolerated: Tolerated;
  /** What happens while clients publish and download. */
  readonly act: (fleet: Fleet, balancer: Balancer) => Promise<void>;
}

/** Three replicas behind a load balancer and many clients; afterwards the store is held against what the clients know. */
export async function underLoad(scenario: Scenario, options: UnderLoad): Promise<void> {
  const { flags, report } = scenario;
  const { title, databaseUrl, balancer: kind, tolerated, act } = options;
  report.section(`${kind}, three replicas: ${title}`);
  const fleet = await Fleet.start({ databaseUrl });
  scenario.cleanUp(() => fleet.stop());
  let balancer: Balancer | undefined;
  try {
    balancer = await Balancer.start(kind, fleet.ports);
    const inFront = balancer;
    scenario.cleanUp(() => inFront.stop());
    const { origin } = balancer;
    const load = await Load.start({ ...flags, origin, publishToken: FLEET_PUBLISH_TOKEN, tolerated });
    await act(fleet, balancer).finally(() => load.finish());
    const { ledger } = load;

    report.note('answers', ledger.answerText);
    report.none(tolerated.length === 0 ? 'requests that failed' : 'answers that no outage explains', ledger.faults);
    report.equal('publishes that were given up', ledger.abandoned.length, 0);
    report.none(
      'faults that replicas logged of themselves',
      fleet.unexplained.map((line) => JSON.stringify(line)),
    );
    const repeated = balancer.repeated(/\/download sent/);
    if (repeated > 0) report.note('downloads that the balancer sent twice', repeated);
    await prove({ ledger, origin, env: fleet.env, repeated }, report);
  } finally {
    await balancer?.stop();
    await fleet.stop();
  }
}
