import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { durationMs, parseDuration } from '../../../../shared/policy/duration.ts';
import { policyJsonSchema } from '../../../../shared/policy/jsonSchema.ts';
import type { Key, Node } from '../../../../shared/policy/policyNodes.ts';
import { defaultPolicy, policyTree } from '../../../../shared/policy/policyTree.ts';
import { readPolicy } from '../../../../shared/policy/readPolicy.ts';
import { policyTemplate } from '../../../../shared/policy/template.ts';

const root = join(import.meta.dirname, '../../../..');

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

/** All keys with where they are in a file. */
function keysOf(node: Node, path: readonly string[] = []): [readonly string[], Key][] {
  if (node.kind === 'key') return [[path, node]];
  if (node.kind === 'list') return [];
  return Object.entries(node.keys).flatMap(([name, child]) => keysOf(child, [...path, name]));
}

function fileWith(path: readonly string[], value: unknown): string {
  return JSON.stringify(path.reduceRight<unknown>((inside, name) => ({ [name]: inside }), value));
}

suite('the tree of policy keys', () => {
  test('has the keys and defaults that users were promised', () => {
    const defaults = keysOf(policyTree).map(([path, { initial }]) => [path.join('.'), initial]);
    assert.deepEqual(Object.fromEntries(defaults), {
      'governance.profile': 'calibrated',
      'health.risk.healthy': 0.15,
      'health.risk.degraded': 0.3,
      'health.coherence.healthy': 0.85,
      'health.coherence.degraded': 0.6,
      'health.void': 'critical',
      'health.smoothing': 0.3,
      'alerts.kinds': ['critical', 'degraded', 'silence', 'stall', 'death', 'recovery'],
      'alerts.critical_after': 1,
      'alerts.degraded_after': 3,
      'alerts.closes_after': 5,
      'alerts.cooldown': '10m',
      'alerts.snooze': '1h',
      'alerts.mute': [],
      'liveness.silent_after': '10m',
      'liveness.stale_after': '30s',
      'liveness.idle_exit': '60s',
      'retention.points_per_agent': 100_000,
      'retention.days': 30,
      'retention.ended_agents': '7d',
      'hooks.fail_closed': false,
      'hooks.pause_after_critical': 0,
    });
  });

  test('each default is a value that the reader takes', () => {
    for (const [path, { initial }] of keysOf(policyTree)) {
      assert.deepEqual(readPolicy(fileWith(path, initial)).policy, defaultPolicy, path.join('.'));
    }
  });

  test('both ends of each range are taken, and nothing beyond', () => {
    for (const [path, { rule }] of keysOf(policyTree)) {
      if (rule.form !== 'number' && rule.form !== 'count') continue;
      const codes = (value: number): readonly string[] =>
        readPolicy(fileWith(path, value)).faults.map(({ code }) => code);
      for (const end of rule.range) assert.ok(!codes(end).includes('out-of-range'), path.join('.'));
      assert.ok(codes(rule.range[0] - 1).includes('out-of-range'), path.join('.'));
      assert.ok(codes(rule.range[1] + 1).includes('out-of-range'), path.join('.'));
    }
  });

  test('the shipped schema is made of it', () => {
    assert.deepEqual(
      readJson('media/policy.schema.json'),
      JSON.parse(JSON.stringify(policyJsonSchema())),
      'Write policyJsonSchema() to media/policy.schema.json and format it.',
    );
  });

  test('the manifest contributes the schema for policy.json of a home', () => {
    const { contributes } = readJson('package.json') as {
      contributes: { jsonValidation: readonly { fileMatch: readonly string[]; url: string }[] };
    };
    assert.deepEqual(contributes.jsonValidation, [
      {
        fileMatch: ['**/watchstander/policy.json', '**/watchstander/Data/policy.json'],
        url: './media/policy.schema.json',
      },
    ]);
  });
});

suite('the policy to begin with', () => {
  test('changes nothing', () => {
    assert.deepEqual(readPolicy(policyTemplate()), { policy: defaultPolicy, faults: [] });
  });

  test('with every default taken out of its comment it still changes nothing', () => {
    const text = policyTemplate().replaceAll(/^(\s*)\/\/ ("\w+": .*,)$/gm, '$1$2');
    const { policy, faults } = readPolicy(text);
    assert.deepEqual(faults, []);
    assert.deepEqual({ ...policy, agents: [] }, defaultPolicy);
    assert.equal(policy?.agents.length, 1);
    for (const [path] of keysOf(policyTree)) assert.ok(text.includes(`"${path.at(-1) ?? ''}": `));
  });
});

suite('durations', () => {
  test('are a whole number and a unit', () => {
    assert.deepEqual(
      (['250ms', '30s', '10m', '2h', '7d'] as const).map(durationMs),
      [250, 30_000, 600_000, 7_200_000, 604_800_000],
    );
    for (const text of ['', '10', 'm', '-1s', '1.5h', '1 s', '1S', '1s ', '10000000000s']) {
      assert.equal(parseDuration(text), null, text);
    }
  });
});
