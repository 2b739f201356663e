import type { Log } from './migration-lock';
import type { ReplicaFault } from './read-replica';

export interface ReplicaObserver {
  readonly warn: Log;
  readonly info: Log;
  /** After each look; `lagMs` is undefined when it is beyond the maximum. */
  replica(number: number, isInRotation: boolean, lagMs: number | undefined): void;
}

/** Says which replicas answer reads: to the metrics each time, to the log when that or the reason has changed. */
export class RotationReport {
  /** Why each is out of rotation, as the log knows it. */
  private readonly logged = new Map<number, string | undefined>();

  constructor(private readonly observer: ReplicaObserver) {}

  /** Without a fault it is in rotation. */
  report(replica: number, lagMs: number | undefined, fault: ReplicaFault | undefined): void {
    this.observer.replica(replica, fault === undefined, lagMs);
    if (this.logged.has(replica) && this.logged.get(replica) === fault?.text) return;
    this.logged.set(replica, fault?.text);
    if (fault === undefined) this.observer.info('a read replica is in rotation', { replica });
    else this.observer.warn('a read replica is out of rotation', { replica, fault: fault.text, err: fault.cause });
  }
}
