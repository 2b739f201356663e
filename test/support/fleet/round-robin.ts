const INTERVAL_MS = 100;

/** Who gets the next request, in turns among those that said a moment ago that they are ready: a load balancer's view. */
export class RoundRobin {
  private ready: readonly string[] = [];
  private turn = 0;
  private readonly timer: NodeJS.Timeout;

  private constructor(private readonly origins: readonly string[]) {
    this.timer = setInterval(() => void this.look(), INTERVAL_MS);
  }

  static async start(origins: readonly string[]): Promise<RoundRobin> {
    const balancer = new RoundRobin(origins);
    await balancer.look();
    return balancer;
  }

  /** As an argument for clients. */
  readonly next = (): string => {
    const origin = this.ready[this.turn % this.ready.length];
    if (origin === undefined) throw new Error('no replica is ready');
    this.turn += 1;
    return origin;
  };

  isReady(origin: string): boolean {
    return this.ready.includes(origin);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const answers = await Promise.all(
      this.origins.map((origin) => fetch(`${origin}/registry-api/v1/readyz`).catch(() => undefined)),
    );
    this.ready = this.origins.filter((_, index) => answers[index]?.ok === true);
  }
}
