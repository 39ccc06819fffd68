import assert from 'node:assert/strict';
import { faultLine, summarise, type FaultCode } from '../../../../shared/policy/policyFault.ts';
import { defaultPolicy } from '../../../../shared/policy/policyTree.ts';
import { readPolicy } from '../../../../shared/policy/readPolicy.ts';

/** What the reader says of a bad text: code, then "line:column: message". */
function faultsOf(text: string): (readonly [FaultCode, string])[] {
  const { policy, faults } = readPolicy(text);
  assert.equal(policy, null, 'no part of a bad file may take effect');
  return faults.map((fault) => [fault.code, faultLine(fault)]);
}

suite('reading a policy: what is sound', () => {
  test('an empty object is the defaults', () => {
    assert.deepEqual(readPolicy('{}'), { policy: defaultPolicy, faults: [] });
  });

  test('comments, trailing commas, a byte order mark and $schema are no fault', () => {
    const text = '\ufeff// mine\n{ "$schema": "x", /* none */ "agents": [], }';
    assert.deepEqual(readPolicy(text), { policy: defaultPolicy, faults: [] });
  });

  test('what is given replaces its default, and nothing else changes', () => {
    const { policy } = readPolicy(`{
      "governance": { "profile": "reference" },
      "health": { "risk": { "degraded": 0.5 }, "void": "degraded" },
      "alerts": { "kinds": ["critical"], "cooldown": "0s", "mute": ["*-test"] },
      "liveness": { "idle_exit": "2s" },
      "retention": { "days": 7 },
      "hooks": { "fail_closed": true }
    }`);
    const { health, alerts, liveness, retention } = defaultPolicy;
    assert.deepEqual(policy, {
      governance: { profile: 'reference' },
      health: { ...health, risk: { healthy: 0.15, degraded: 0.5 }, void: 'degraded' },
      alerts: { ...alerts, kinds: ['critical'], cooldown: '0s', mute: ['*-test'] },
      liveness: { ...liveness, idle_exit: '2s' },
      retention: { ...retention, days: 7 },
      hooks: { fail_closed: true, pause_after_critical: 0 },
      agents: [],
    });
  });
});

const badValues: readonly (readonly [string, string, FaultCode, string])[] = [
  [
    'a risk above 1',
    '{"health":{"risk":{"degraded":1.5}}}',
    'out-of-range',
    '1:31: health.risk.degraded must be a number from 0 to 1, not 1.5.',
  ],
  [
    'a number that is infinite',
    '{"health":{"smoothing":1e999}}',
    'wrong-type',
    '1:24: health.smoothing must be a number from 0.01 to 1, not null.',
  ],
  [
    'a string for a number',
    '{"health":{"smoothing":"0.3"}}',
    'wrong-type',
    '1:24: health.smoothing must be a number from 0.01 to 1, not "0.3".',
  ],
  [
    'half an update',
    '{"alerts":{"closes_after":1.5}}',
    'wrong-type',
    '1:27: alerts.closes_after must be a whole number from 1 to 1000, not 1.5.',
  ],
  [
    'a duration without unit',
    '{\n  "liveness": {\n    "idle_exit": "60" } }',
    'wrong-form',
    '3:18: liveness.idle_exit must be a duration such as "30s" or "10m", from 100ms to 7d, not "60".',
  ],
  [
    'a duration that is too long',
    '{"liveness":{"idle_exit":"30d"}}',
    'out-of-range',
    '1:26: liveness.idle_exit must be a duration such as "30s" or "10m", from 100ms to 7d, not "30d".',
  ],
  [
    'a profile that is none',
    '{"governance":{"profile":"calibratd"}}',
    'not-a-choice',
    '1:26: governance.profile must be one of "calibrated", "reference", not "calibratd". Did you mean "calibrated"?',
  ],
  [
    'an alert kind that is none',
    '{"alerts":{"kinds":["critical","deth"]}}',
    'not-a-choice',
    '1:32: alerts.kinds[1] must be one of "critical", "degraded", "silence", "stall", "death", "recovery", not "deth". Did you mean "death"?',
  ],
  [
    'an empty glob',
    '{"alerts":{"mute":[""]}}',
    'out-of-range',
    '1:20: alerts.mute[0] must be a glob over agent ids, such as "claude-code/*", not "".',
  ],
  ['a list for a section', '{"health":[]}', 'wrong-type', '1:11: health must be an object.'],
  [
    'null for a flag',
    '{"hooks":{"fail_closed":null}}',
    'wrong-type',
    '1:25: hooks.fail_closed must be true or false, not null.',
  ],
  ['a list as a whole', '[]', 'wrong-type', '1:1: The policy must be an object.'],
  [
    'an entry without its glob',
    '{"agents":[{"health":{"smoothing":1}}]}',
    'missing-key',
    '1:12: agents[0].match is missing; it must be a glob over agent ids, such as "claude-code/*".',
  ],
];

const badKeys: readonly (readonly [string, string, string])[] = [
  [
    'a misspelled section',
    '{"helth":{}}',
    '1:2: "helth" is not a key of the policy. Did you mean "health"?',
  ],
  [
    'a misspelled key',
    '{"liveness":{\n"silent_aftr":"5m"}}',
    '2:1: "silent_aftr" is not a key of liveness. Did you mean "silent_after"?',
  ],
  ['a key like nothing', '{"zebra":1}', '1:2: "zebra" is not a key of the policy.'],
  [
    'a key of the language',
    '{"__proto__":{"health":1}}',
    '1:2: "__proto__" is not a key of the policy.',
  ],
  [
    'a key that is not for single agents',
    '{"agents":[{"match":"a","retention":{}}]}',
    '1:25: retention is for all agents; it cannot be set for single ones.',
  ],
  [
    'such a key in a section',
    '{"agents":[{"match":"a","liveness":{"idle_exit":"1s"}}]}',
    '1:37: idle_exit is for all agents; it cannot be set for single ones.',
  ],
];

const badOrders: readonly (readonly [string, string, string])[] = [
  [
    'risk',
    '{"health":{"risk":{"healthy":0.4,"degraded":0.3}}}',
    '1:30: health.risk.healthy is 0.4; it must be below health.risk.degraded, which is 0.3.',
  ],
  [
    'equal limits',
    '{"health":{"risk":{"healthy":0.3,"degraded":0.3}}}',
    '1:30: health.risk.healthy is 0.3; it must be below health.risk.degraded, which is 0.3.',
  ],
  [
    'against a default',
    '{"health":{"risk":{"degraded":0.1}}}',
    '1:31: health.risk.degraded is 0.1; it must be above health.risk.healthy, which is 0.15 by default.',
  ],
  [
    'coherence',
    '{"health":{"coherence":{"healthy":0.5}}}',
    '1:35: health.coherence.healthy is 0.5; it must be above health.coherence.degraded, which is 0.6 by default.',
  ],
  [
    'an entry against the policy',
    '{"health":{"risk":{"degraded":0.2}},"agents":[{"match":"*","health":{"risk":{"healthy":0.25}}}]}',
    '1:88: agents[0].health.risk.healthy is 0.25; it must be below agents[0].health.risk.degraded, which is 0.2 for all agents.',
  ],
];

const badSyntax: readonly (readonly [string, string, string])[] = [
  ['nothing', ' \n', '1:1: The file is empty; {} is a policy with all defaults.'],
  ['a value that is missing', '{"health": ', '1:12: A value is expected here.'],
  ['a comma that is missing', '{"hooks":{}\n"health":{}}', '2:1: A comma is expected here.'],
  ['a comment without end', '{} /*', '1:4: This comment has no end.'],
  ['more than one value', '{}\r\n{}', '2:1: Nothing may follow the policy’s closing brace.'],
  ['what no parser survives', '['.repeat(100_000), '1:51: This is nested more than 50 deep.'],
];

suite('reading a policy: what is wrong, and where', () => {
  for (const [name, text, code, line] of badValues) {
    test(`value: ${name}`, () => assert.deepEqual(faultsOf(text), [[code, line]]));
  }

  for (const [name, text, line] of badKeys) {
    test(`key: ${name}`, () => assert.deepEqual(faultsOf(text), [['unknown-key', line]]));
  }

  for (const [name, text, line] of badOrders) {
    test(`order: ${name}`, () => assert.deepEqual(faultsOf(text), [['out-of-order', line]]));
  }

  for (const [name, text, line] of badSyntax) {
    test(`syntax: ${name}`, () => assert.deepEqual(faultsOf(text), [['syntax', line]]));
  }

  test('a key that is given twice', () => {
    const line = '1:14: "hooks" is given twice.';
    assert.deepEqual(faultsOf('{"hooks":{}, "hooks":{}}'), [['duplicate-key', line]]);
  });

  test('a file that is too large is not looked at', () => {
    const [fault] = faultsOf(`{}${' '.repeat(262_144)}`);
    assert.deepEqual(fault, ['too-large', '1:1: The file has more than 262144 characters.']);
  });

  test('one mistake is said once: what may not stand there follows nothing', () => {
    const entry =
      '{"health":{"risk":{"healthy":15}},"agents":[{"match":"*","health":{"risk":{"degraded":0.2}}}]}';
    const texts = [
      '{"health":{"risk":{"healthy":15}}}',
      '{"health":{"coherence":{"degraded":9}}}',
      entry,
    ];
    for (const text of texts) {
      assert.deepEqual(
        readPolicy(text).faults.map(({ code }) => code),
        ['out-of-range'],
        text,
      );
    }
  });

  test('everything that is wrong is said, in the order of the text', () => {
    const text = `{
      "hooks": { "fail_close": true },
      "health": { "smoothing": 2,
        "risk": { "healthy": 0.5 } },
    }`;
    const places = readPolicy(text).faults.map(({ code, from, to }) => [code, from, to.column]);
    assert.deepEqual(places, [
      ['unknown-key', { line: 2, column: 18 }, 30],
      ['out-of-range', { line: 3, column: 32 }, 33],
      ['out-of-order', { line: 4, column: 30 }, 33],
    ]);
  });

  test('the place of a fault counts UTF-16 units, and all three ends of line', () => {
    const [fault] = readPolicy('// 😀\r\n//\r{/* 😀 */"x":1}').faults;
    assert.deepEqual(fault?.from, { line: 3, column: 10 });
  });

  test('a suggestion is what belongs between the two places', () => {
    const text = '{"governence":{}}';
    const [fault] = readPolicy(text).faults;
    assert.ok(fault);
    const { from, to, suggestion } = fault;
    const mended = text.slice(0, from.column - 1) + (suggestion ?? '') + text.slice(to.column - 1);
    assert.deepEqual(readPolicy(mended).faults, []);
  });

  test('in one line: the first fault, and how many more', () => {
    assert.equal(summarise([]), null);
    const { faults } = readPolicy('{"a":1,"b":2,"c":3}');
    const words = 'line 1, column 2: "a" is not a key of the policy. (and 2 more)';
    assert.equal(summarise(faults), words);
  });
});
