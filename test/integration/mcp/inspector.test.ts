import assert from 'node:assert/strict';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv';
import { TestHome } from '../../support/testHome.ts';
import { inspect, inspectCall } from './inspect.ts';

interface Listing {
  tools: { name: string; inputSchema: object; outputSchema?: object }[];
}

const drifting = { tool: 'process_agent_update', arguments: { agent_id: 'b', ethical_drift: [1] } };
const operations = JSON.stringify([drifting, drifting, drifting]);

type Call = readonly [tool: string, ...given: string[]];

/** One call of each tool; those of a row at the same time. The third bad update opens alert 1-1. */
const calls: readonly (readonly Call[])[] = [
  [
    ['process_agent_update', 'agent_id=a', 'parameters=[0.5,0.2]', 'request_id=r'],
    ['transact', `operations=${operations}`],
  ],
  [
    ['get_alerts', 'open_only=false'],
    ['simulate_update', 'agent_id=a'],
    ['list_agents'],
    ['get_governance_metrics', 'agent_id=a'],
  ],
  [
    ['get_agent_metadata', 'agent_id=a'],
    ['get_system_history', 'agent_id=a', 'format=csv'],
    ['export_to_file', 'agent_id=a'],
    ['get_thresholds', 'agent_id=a'],
  ],
  [
    ['get_server_info'],
    ['acknowledge_alert', 'alert_id=1-1', 'note=seen'],
    ['update_agent_metadata', 'agent_id=a', 'tags=["x"]', 'expected_version=1'],
  ],
  [
    ['pause_agent', 'agent_id=a'],
    ['archive_agent', 'agent_id=b'],
  ],
  [
    ['resume_agent', 'agent_id=a'],
    ['delete_agent', 'agent_id=b', 'confirm=true'],
  ],
  [['reset_monitor', 'agent_id=a']],
];

suite('the official inspector against the shipped MCP entry', function () {
  const home = new TestHome();
  suiteTeardown(() => home.dispose());

  test('every tool answers it as its schema says', async () => {
    const { tools } = await inspect<Listing>(home, ['--method', 'tools/list']);
    const validators = new AjvJsonSchemaValidator();
    const called = new Set<string>();
    const check = async (call: Call): Promise<void> => {
      const [tool] = call;
      const { isError, structuredContent, content } = await inspectCall(home, call);
      assert.ok(isError !== true, content[0]?.text);
      const schema = tools.find(({ name }) => name === tool)?.outputSchema ?? assert.fail(tool);
      const { valid, errorMessage } = validators.getValidator(schema)(structuredContent);
      assert.ok(valid, `${tool}: ${errorMessage ?? ''}`);
      called.add(tool);
    };
    for (const row of calls) await Promise.all(row.map(check));
    assert.deepEqual(tools.map(({ name }) => name).sort(), [...called].sort());
  });

  test('a check-in is there for the next process that asks', async () => {
    const given = ['agent_id=inspected', 'complexity=0.3'];
    const checkIn = await inspectCall(home, ['process_agent_update', ...given]);
    assert.equal(checkIn.structuredContent?.['version'], 1);
    const list = await inspectCall(home, ['list_agents']);
    const { agents } = list.structuredContent as { agents: { agent_id: string }[] };
    assert.deepEqual(agents.map(({ agent_id }) => agent_id).sort(), ['a', 'inspected']);
  });
});
