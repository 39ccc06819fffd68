import assert from 'node:assert/strict';
import { nameOf, positionalsOf, UsageError } from '../../../client/cli/command.ts';
import { parseCommandLine } from '../../../client/cli/commandLine.ts';
import { commands } from '../../../client/cli/commands.ts';
import { describeCommands } from '../../../client/cli/help.ts';

function parse(line: string) {
  return parseCommandLine(line === '' ? [] : line.split(' '), commands);
}

function callOf(line: string) {
  const parsed = parse(line);
  assert.equal(parsed.kind, 'run');
  return { name: nameOf(parsed.command), ...parsed.call, values: { ...parsed.call.values } };
}

suite('cli/commandLine', () => {
  test('a command, its words and its options, in any order', () => {
    assert.deepEqual(callOf('agents --json'), {
      name: 'agents',
      positionals: [],
      values: { json: true },
    });
    assert.deepEqual(callOf('history --limit 3 a/b --format csv'), {
      name: 'history',
      positionals: ['a/b'],
      values: { json: false, limit: '3', format: 'csv' },
    });
    assert.deepEqual(callOf('pause a --reason=why').values, { json: false, reason: 'why' });
  });

  test('an id that looks like an option or like nothing good comes through', () => {
    assert.deepEqual(callOf('agent -- --help').positionals, ['--help']);
    assert.deepEqual(callOf('agent __proto__').positionals, ['__proto__']);
    assert.deepEqual(callOf('agent ../../x').positionals, ['../../x']);
  });

  test('what cannot be understood says why', () => {
    const wrong: [string, RegExp][] = [
      ['', /No command/],
      ['frobnicate', /"frobnicate"/],
      ['__proto__', /"__proto__"/],
      ['agent', /<id> is missing/],
      ['agent a b', /"b" is one word too many/],
      ['agents --nonsense', /--nonsense/],
      ['history a --limit', /limit/],
      ['status --json=1', /json/],
      ['help nothing', /"nothing"/],
    ];
    for (const [line, message] of wrong) {
      assert.throws(
        () => parse(line),
        (error) => {
          assert.ok(error instanceof UsageError, line);
          assert.match(error.message, message);
          return true;
        },
      );
    }
  });

  test('help and version are understood as commands and as options', () => {
    for (const line of ['help', '--help', '-h']) {
      assert.deepEqual(parse(line), { kind: 'help', command: null });
    }
    for (const line of ['version', '--version', '-v']) {
      assert.deepEqual(parse(line), { kind: 'version' });
    }
    for (const line of ['help pause', 'pause --help', 'pause a -h']) {
      const parsed = parse(line);
      assert.equal(parsed.kind, 'help');
      assert.equal(parsed.command === null ? '' : nameOf(parsed.command), 'pause');
    }
  });
});

suite('cli/commands', () => {
  test('help has a line for each, and every option is in its usage', () => {
    const help = describeCommands(commands);
    for (const command of commands) {
      assert.ok(help.includes(`  ${command.usage}`), command.usage);
      for (const option of Object.keys(command.options)) {
        assert.ok(command.usage.includes(`--${option}`), `${command.usage}: ${option}`);
      }
    }
  });

  test('names differ, and only agents and harnesses are positional', () => {
    assert.equal(new Set(commands.map(nameOf)).size, commands.length);
    for (const command of commands) {
      assert.ok(['', 'id', 'harness'].includes(positionalsOf(command).join(' ')), command.usage);
    }
  });
});
