import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { CheckInResult } from '../../shared/model.ts';
import { everyByteOf } from '../support/everyByte.ts';
import { TestHome } from '../support/testHome.ts';
import { openShim } from '../support/mcpClient.ts';

const inText = 'marker-of-a-reply-5f1c';
const inEnvironment = 'marker-of-a-secret-93ab';
const inName = 'marker-of-an-agent-77d0';

/** Nothing of what agents read or write stays behind: searched for in every byte of the home. */
suite('privacy', () => {
  const home = new TestHome();

  suiteSetup(() => {
    process.env['WATCHSTANDER_TEST_SECRET'] = inEnvironment;
  });

  suiteTeardown(async () => {
    delete process.env['WATCHSTANDER_TEST_SECRET'];
    await home.dispose();
  });

  test('a text is measured and then it is gone', async () => {
    const shim = await openShim(home);
    const response_text = `jailbreak ${inText} `.repeat(400);
    const given = { agent_id: inName, response_text };
    const result = await shim.call<CheckInResult>('process_agent_update', given);
    assert.ok(result.metrics.reasons.some(({ name }) => name === 'keywords'));
    await shim.refusal('process_agent_update', { ...given, complexity: inText });
    await shim.refusal('get_governance_metrics', { agent_id: inText.repeat(40) });
    const { pid } = await home.connect().request('watchstander/status', {});
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    await shim.client.close();
    await home.cli('stop');
    const bytes = everyByteOf(home.path);
    assert.ok(bytes.includes(inName), 'the search must be able to find what is there');
    assert.equal(bytes.includes(inText), false);
    assert.equal(bytes.includes(inEnvironment), false);
    assert.ok(environment.includes('PATH='), 'the environment must have been read');
    assert.equal(environment.includes(inEnvironment), false);
  });
});
