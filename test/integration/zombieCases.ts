import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ProcessIdentity } from '../../server/process/identity.ts';
import type { ZombieStage } from './zombieStage.ts';

/** One process or thing, and what is to become of it. */
export interface Case {
  readonly what: string;
  /** `dead` was so before. */
  readonly process: 'none' | 'dead' | 'lives' | 'ended';
  readonly file: 'none' | 'stays' | 'removed';
  readonly identity?: ProcessIdentity;
  readonly path?: string;
}

type Outcome = Pick<Case, 'process' | 'file'>;

/** Everything that a home may hold, of processes that are really there and of ones that were. */
export async function zombieCases(stage: ZombieStage): Promise<Case[]> {
  const of = [deadAndReused, elsewhere, sidecars, shims, withoutRecord, leftBehind];
  const cases: Case[] = [];
  for (const some of of) cases.push(...(await some(stage)));
  return cases;
}

const expected = (process: Case['process'], file: Case['file']): Outcome => ({ process, file });
export const spared = expected('lives', 'stays');
const reaped = expected('ended', 'removed');

export function ofRecord(
  what: string,
  [identity, path]: readonly [ProcessIdentity, string],
  outcome: Outcome,
): Case {
  return { what, identity, path, ...outcome };
}

async function deadAndReused(stage: ZombieStage): Promise<Case[]> {
  const gone = await stage.ended();
  const goneShim = await stage.ended();
  const stranger = await stage.process();
  const other = await stage.process();
  const early = await stage.process();
  const reused = { ...stranger, started: '1' };
  const earlier = { ...early, boot: 'the boot before' };
  const left = expected('dead', 'removed');
  const strangerLives = expected('lives', 'removed');
  return [
    ofRecord('sidecar that is dead', [gone, stage.sidecar(gone)], left),
    ofRecord('shim that is dead', [goneShim, stage.shim(goneShim, null)], left),
    ofRecord('sidecar, its pid reused', [stranger, stage.sidecar(reused)], strangerLives),
    ofRecord(
      'shim, its pid reused',
      [other, stage.shim({ ...other, started: '1' }, null)],
      strangerLives,
    ),
    ofRecord('sidecar of an earlier boot', [early, stage.sidecar(earlier)], strangerLives),
  ];
}

async function elsewhere(stage: ZombieStage): Promise<Case[]> {
  const [far, boxed, copied, shim] = await Promise.all([
    stage.stopped(),
    stage.stopped(),
    stage.stopped(),
    stage.stopped(),
  ]);
  const gone = await stage.ended();
  const away = { ...far, machine: 'another', boot: 'another' };
  const inside = { ...boxed, namespace: 'pid:[1]' };
  return [
    ofRecord('sidecar of another machine', [far, stage.sidecar(away)], spared),
    ofRecord('sidecar of another pid namespace', [boxed, stage.sidecar(inside)], spared),
    ofRecord(
      'sidecar of another home',
      [copied, stage.sidecar(copied, { home: '/another' })],
      spared,
    ),
    ofRecord('orphaned shim of another home', [shim, stage.shim(shim, gone, '/another')], spared),
  ];
}

async function sidecars(stage: ZombieStage): Promise<Case[]> {
  const [stopped, hung, answering, leaving] = await Promise.all([
    stage.stopped(),
    stage.process(),
    stage.process(),
    stage.process(),
  ]);
  const [stubborn, child] = await stage.stubborn();
  const address = join(stage.home, 'answers.sock');
  await stage.listens(address, 'answers');
  const drains = stage.sidecar(leaving);
  stage.beats(drains);
  const own = stage.sidecar(stage.self);
  return [
    ofRecord('sidecar that leads', [stage.self, own], spared),
    ofRecord('sidecar, stopped', [stopped, stage.sidecar(stopped)], reaped),
    ofRecord('sidecar, hung', [hung, stage.sidecar(hung)], reaped),
    ofRecord('sidecar, deaf to SIGTERM', [stubborn, stage.sidecar(stubborn)], reaped),
    { what: 'its child', ...expected('ended', 'none'), identity: child },
    ofRecord('sidecar that answers', [answering, stage.sidecar(answering, { address })], spared),
    ofRecord('sidecar that leaves, and beats', [leaving, drains], spared),
  ];
}

async function shims(stage: ZombieStage): Promise<Case[]> {
  const [orphan, stopped, heir, beating, served, unknown] = await Promise.all([
    stage.process(),
    stage.stopped(),
    stage.process(),
    stage.process(),
    stage.stopped(),
    stage.stopped(),
  ]);
  const agent = await stage.process();
  const gone = await stage.ended();
  const alive = stage.shim(beating, gone);
  stage.beats(alive);
  const reused = { ...agent, started: '1' };
  return [
    ofRecord('shim, orphaned and silent', [orphan, stage.shim(orphan, gone)], reaped),
    ofRecord('shim, orphaned and stopped', [stopped, stage.shim(stopped, gone)], reaped),
    ofRecord("shim, its agent's pid reused", [heir, stage.shim(heir, reused)], reaped),
    ofRecord('shim, orphaned, and beats', [beating, alive], spared),
    ofRecord('shim, stopped, its agent there', [served, stage.shim(served, agent)], spared),
    { what: 'its agent', ...expected('lives', 'none'), identity: agent },
    ofRecord('shim of an unknown agent, stopped', [unknown, stage.shim(unknown, null)], spared),
  ];
}

async function withoutRecord(stage: ZombieStage): Promise<Case[]> {
  const file = `${stage.home}/extension/dist/sidecar.js`;
  const host = await stage.process('sleep 600; :', 'extensionHost', stage.home);
  const stranger = await stage.process('sleep 600; :', file, '--home', stage.home);
  const window = stage.newRecordPath;
  const torn = stage.newRecordPath;
  const text = JSON.stringify({ kind: 'window', identity: host, started: '', home: stage.home });
  writeFileSync(window, text);
  writeFileSync(torn, '{"kind":"sidecar","identity":{');
  return [
    ofRecord("a window's extension host", [host, window], spared),
    { what: 'a stranger named like us', ...expected('lives', 'none'), identity: stranger },
    { what: 'a torn record', ...expected('none', 'stays'), path: torn },
  ];
}

async function leftBehind(stage: ZombieStage): Promise<Case[]> {
  const [dead, living] = [await stage.ended(), await stage.process()];
  const sockets = ['e4.sock', 'e5.sock', 'e9.sock'].map((name) => join(stage.run, name));
  const [refuses = '', listens = '', later = ''] = sockets;
  await stage.leftSocket(refuses);
  await stage.listens(listens, 'silent');
  await stage.leftSocket(later);
  const thing = (what: string, path: string, file: Case['file']): Case => ({
    what,
    path,
    process: 'none',
    file,
  });
  const names = ['policy.good.json', 'token', 'endpoint', 'starting', 'hooks.json', 'paused'];
  const kept = names.map((name) => join(stage.run, name));
  for (const path of kept.slice(0, -1)) writeFileSync(path, 'x');
  mkdirSync(join(stage.run, 'paused'));
  return [
    thing('socket of epoch 4, refusing', refuses, 'removed'),
    thing('socket of epoch 5, listening', listens, 'stays'),
    thing('socket of a later epoch', later, 'stays'),
    thing('half-made lock of a dead owner, 61 s old', lock(stage, dead, 61), 'removed'),
    thing('half-made lock of a dead owner, new', lock(stage, dead, 0), 'stays'),
    thing('half-made lock of a living owner', lock(stage, living, 600), 'stays'),
    ...kept.map((path) => thing(relative(stage.home, path), path, 'stays')),
  ];
}

function lock(stage: ZombieStage, owner: ProcessIdentity, ageSeconds: number): string {
  const nonce = randomUUID();
  const path = join(stage.home, `store.lock.${nonce}`);
  mkdirSync(path);
  writeFileSync(join(path, `o-${nonce}`), JSON.stringify(owner));
  const madeSeconds = stage.clock.wallMs() / 1_000 - ageSeconds;
  utimesSync(path, madeSeconds, madeSeconds);
  return path;
}

export function outcomeOf(stage: ZombieStage, { identity, path, ...one }: Case): Outcome {
  const ended = one.process === 'dead' ? 'dead' : 'ended';
  return {
    process: identity === undefined ? 'none' : stage.lives(identity) ? 'lives' : ended,
    file: path === undefined ? 'none' : existsSync(path) ? 'stays' : 'removed',
  };
}
