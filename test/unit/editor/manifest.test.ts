import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowOffers } from '../../../client/editor/screen/rowOffers.ts';
import { everydayTools } from '../../../client/mcp/tools/everydayTools.ts';

const root = join(import.meta.dirname, '../../..');

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}

interface Manifest {
  contributes: {
    menus: { 'view/item/context': { command: string; when: string }[] };
    mcpServerDefinitionProviders: { id: string }[];
    languageModelTools: {
      name: string;
      displayName: string;
      userDescription: string;
      modelDescription: string;
      inputSchema: unknown;
    }[];
  };
}

suite('the manifest: what models are offered', () => {
  const { contributes } = readJson('package.json') as Manifest;
  const words = readJson('package.nls.json') as Record<string, string>;

  test('the everyday tools are told as they are, and in words for people', () => {
    const { languageModelTools: told } = contributes;
    assert.deepEqual(
      told.map(({ name, modelDescription, inputSchema }) => [name, modelDescription, inputSchema]),
      everydayTools.map(({ name, description, input }) => [
        `watchstander_${name}`,
        description,
        input,
      ]),
    );
    for (const { displayName, userDescription } of told) {
      for (const key of [displayName, userDescription]) assert.ok(words[key.slice(1, -1)], key);
    }
  });

  test('the MCP server is offered by the name that its provider has', () => {
    assert.deepEqual(
      contributes.mcpServerDefinitionProviders.map(({ id }) => id),
      ['watchstander'],
    );
  });
});

suite('the manifest: what rows offer', () => {
  const { menus } = (readJson('package.json') as Manifest).contributes;
  /** Of the rows of agents and of alerts: each command with every expression that it is offered by. */
  const offered = new Map<string, Set<string>>();
  for (const { command, when } of menus['view/item/context']) {
    const [, view, is, of] =
      /view == watchstander\.(\w+) && viewItem (==|=~) (\S+)/.exec(when) ?? [];
    assert.ok(view !== undefined && of !== undefined, when);
    if (view === 'processes') continue;
    const source = is === '==' ? `^${of.replace('.', '\\.')}$` : of.slice(1, -1);
    offered.set(command, (offered.get(command) ?? new Set()).add(source));
  }

  test('is what a command knows of them when it comes from a row that was lost', () => {
    const known = Object.entries(rowOffers).map(([command, { source }]) => [command, source]);
    const told = [...offered].map(([command, sources]) => [command, [...sources].join('|')]);
    assert.deepEqual(Object.fromEntries(told), Object.fromEntries(known));
  });
});
