import type { Scenario } from './scenarios.ts';
import type { Section } from './specification.ts';

/** What must hold, and what proves it, with a link to each test. */
export function scenarioTable(scenarios: readonly Scenario[]): string {
  return `## Scenarios

| scenario | tests in \`npm test\` | in the long run |
| -------- | ------------------- | --------------- |
${scenarios.map(({ name, ...proofs }) => `| ${name} | ${cells(proofs)} |`).join('\n')}
`;
}

/** Every box of the specification; those of its testing suite are the scenarios. */
export function specificationTable(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ title, boxes }) =>
    boxes.map(({ name, ...proofs }) => `| ☑ | ${title}: ${name} | ${cells(proofs)} |`),
  );
  return `## The specification, box by box

| | box | tests in \`npm test\` | in the long run |
| --- | --- | ------------------- | --------------- |
${rows.join('\n')}
`;
}

function cells({ tests, parts }: Omit<Scenario, 'name'>): string {
  const proofs = tests.map(([file, title]) => `[${shown(title)}](${file})`).join('; ');
  return `${proofs} | ${parts.map((part) => `\`${part}\``).join(', ')}`;
}

/** As the test says it when it runs. */
function shown(title: string): string {
  const plain = title.replace('in the reference ${riskFirst}', 'health, row by row');
  return plain.replaceAll('`', '');
}
