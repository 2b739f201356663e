import { freePort } from '../../src/database/embedded/free-port';
import { Balancer, BALANCER_KINDS, balancerProgram } from '../support/fleet/balancer';
import { Replica } from '../support/fleet/replica';

export type Settings = Readonly<Record<string, string>>;

/** Replicas behind a load balancer whose settings are changed as a platform does it: one replica after the other. */
export class RotatingFleet {
  private constructor(
    private readonly replicas: Replica[],
    private readonly balancer: Balancer,
    /** What the replicas run with, but for those that the roll under way has not reached. */
    private settings: Settings,
  ) {}

  static async start(settings: Settings, count: number): Promise<RotatingFleet> {
    const kind = BALANCER_KINDS.find((candidate) => balancerProgram(candidate) !== undefined);
    if (kind === undefined) throw new Error('There is no load balancer; install the Debian package haproxy or nginx');
    const replicas: Replica[] = [];
    while (replicas.length < count) replicas.push(new Replica(await freePort(), settings));
    try {
      await Promise.all(replicas.map((replica) => replica.start()));
      const ports = replicas.map(({ port }) => port);
      return new RotatingFleet(replicas, await Balancer.start(kind, ports), settings);
    } catch (error) {
      await Promise.all(replicas.map((replica) => replica.stop('SIGKILL')));
      throw error;
    }
  }

  /** Of the balancer. */
  get origin(): string {
    return this.balancer.origin;
  }

  /** Of each replica that runs now. */
  get origins(): readonly string[] {
    return this.replicas.map(({ origin }) => origin);
  }

  get env(): Settings {
    return this.settings;
  }

  /**
   * Restarts each replica with these changes; an empty text takes a variable away. Answers how they ended: the next
   * one goes only when the last one gets requests again.
   */
  async roll(changes: Settings): Promise<readonly (number | null)[]> {
    this.settings = { ...this.settings, ...changes };
    const exitCodes: (number | null)[] = [];
    for (const [index, replica] of this.replicas.entries()) {
      exitCodes.push((await replica.stop('SIGTERM')).code);
      const successor = new Replica(replica.port, this.settings);
      this.replicas[index] = successor;
      await successor.start();
      await this.balancer.takesIn(successor.port);
    }
    return exitCodes;
  }

  async stop(): Promise<void> {
    await this.balancer.stop();
    await Promise.all(this.replicas.map((replica) => replica.stop('SIGKILL')));
  }
}
