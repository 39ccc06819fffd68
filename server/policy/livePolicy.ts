import { rmSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Clock } from '../../shared/clock.ts';
import { homeLayout } from '../../shared/home.ts';
import { DisposableStore, Emitter, type Disposable } from '../../shared/lifecycle.ts';
import type { AgentSettings, Policy } from '../../shared/policy/policy.ts';
import { summarise, type PolicyFault } from '../../shared/policy/policyFault.ts';
import { defaultPolicy } from '../../shared/policy/policyTree.ts';
import { readPolicy } from '../../shared/policy/readPolicy.ts';
import type { PolicyState } from '../../shared/conditions.ts';
import { settingsFor, settingsForAll } from '../../shared/policy/settingsFor.ts';
import { watchFile } from './fileWatch.ts';
import { readPolicyText, type PolicyText } from './policyFile.ts';

export interface LivePolicyOptions {
  readonly home: string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

interface InForce {
  readonly policy: Policy;
  /** `kept`: the file has a mistake, and this is the last one that had none. */
  readonly source: 'defaults' | 'file' | 'kept';
  readonly faults: readonly PolicyFault[];
}

/** More agents than anybody overrides settings for at once. */
const mostRemembered = 20_000;

/**
 * The policy in force. A file takes effect as a whole or not at all: while it has a mistake, the last
 * good one stays, also over a restart. Without a file the defaults are in force.
 */
export class LivePolicy implements Disposable {
  private readonly life = new DisposableStore();
  private readonly changed = this.life.add(new Emitter<undefined>());
  private readonly options: LivePolicyOptions;
  private readonly path: string;
  private readonly keptPath: string;
  private readonly remembered = new Map<string, AgentSettings>();
  private read: PolicyText;
  private inForce: InForce;

  /** After each change of the file that makes a difference, to good or bad. */
  readonly onChanged = this.changed.event;

  /** Reads only: a process that does not lead must leave the home alone. */
  constructor(options: LivePolicyOptions) {
    this.options = options;
    this.path = join(options.home, homeLayout.policy);
    this.keptPath = join(options.home, homeLayout.keptPolicy);
    this.read = readPolicyText(this.path);
    this.inForce = this.judge(this.readKept());
  }

  get current(): Policy {
    return this.inForce.policy;
  }

  get source(): InForce['source'] {
    return this.inForce.source;
  }

  /** What is wrong with the file; nothing while it is in force. */
  get faults(): readonly PolicyFault[] {
    return this.inForce.faults;
  }

  /** The same in one line, or null. */
  get fault(): string | null {
    return summarise(this.faults);
  }

  get state(): PolicyState {
    return this.fault === null ? { ok: true } : { ok: false, error: this.fault };
  }

  settingsFor(agentId: string): AgentSettings {
    const known = this.remembered.get(agentId);
    if (known !== undefined) return known;
    if (this.current.agents.length === 0) return settingsForAll(this.current);
    if (this.remembered.size >= mostRemembered) this.remembered.clear();
    const settings = settingsFor(this.current, agentId);
    this.remembered.set(agentId, settings);
    return settings;
  }

  /** From here on the file is followed, and the last good one is kept. */
  follow(): void {
    this.keep();
    this.tell();
    const { clock, log } = this.options;
    const failed = (why: string): void => log(`policy.json is looked at only now and then: ${why}`);
    this.life.add(watchFile(this.path, clock, { changed: () => this.refresh(), failed }));
    // What was saved since it was read, while the store was opened, is no change to who follows.
    this.refresh();
  }

  dispose(): void {
    this.life.dispose();
  }

  private refresh(): void {
    const read = readPolicyText(this.path);
    const isSame = read.text === this.read.text && read.fault?.message === this.read.fault?.message;
    if (isSame) return;
    this.read = read;
    this.inForce = this.judge(this.inForce);
    this.remembered.clear();
    this.keep();
    this.tell();
    this.changed.fire(undefined);
  }

  /** What to do with what was read, when `last` is the last one without a mistake. */
  private judge(last: Pick<InForce, 'policy' | 'source'>): InForce {
    const { text, fault } = this.read;
    const source = last.source === 'defaults' ? 'defaults' : 'kept';
    if (fault !== null) return { policy: last.policy, source, faults: [fault] };
    if (text === null) return { ...defaults, faults: [] };
    const { policy, faults } = readPolicy(text);
    if (policy === null) return { policy: last.policy, source, faults };
    return { policy, source: 'file', faults };
  }

  private readKept(): Pick<InForce, 'policy' | 'source'> {
    const { text } = readPolicyText(this.keptPath);
    const policy = text === null ? null : readPolicy(text).policy;
    return policy === null ? defaults : { policy, source: 'kept' };
  }

  private keep(): void {
    const { text } = this.read;
    if (this.faults.length > 0) return;
    try {
      if (text === null) rmSync(this.keptPath, { force: true });
      else if (text !== readPolicyText(this.keptPath).text) {
        writeFileAtomic.sync(this.keptPath, text, { mode: 0o600 });
      }
    } catch (error) {
      this.options.log(`the policy in force could not be kept for a restart: ${String(error)}`);
    }
  }

  private tell(): void {
    const { fault, source } = this;
    const instead = source === 'kept' ? 'the last good one stays' : 'the defaults are';
    if (fault !== null) this.options.log(`policy.json is not in force, ${instead}: ${fault}`);
    else this.options.log(source === 'file' ? 'policy.json is in force' : 'no policy.json');
  }
}

const defaults = { policy: defaultPolicy, source: 'defaults' } as const;
