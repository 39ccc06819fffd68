import { findMutation, mutations } from '../../sim/mutations.ts';
import type { Part } from '../part.ts';

export const mutationChecks: Part = {
  name: 'mutations',
  title: 'Rules of the store switched off one by one: the simulation must notice',
  unit: 'rules found missing',
  goal: { short: mutations.length, full: mutations.length },
  how: 'The same simulation runs with one rule switched off until it finds that something was lost.',
  isParallel: true,
  async run(piece, { seed }) {
    const mutation = mutations[piece % mutations.length];
    if (mutation === undefined) throw new Error('there is no such rule');
    const missed = await findMutation(mutation, seed);
    if (missed === null) throw new Error(`${mutation.rule} is switched off, and nobody misses it`);
    const { invariant, rule, suite } = mutation;
    const note = `| ${invariant} (\`${rule}\`) | ${suite} | ${missed.after} | ${cell(missed.what)} |`;
    return { counts: { 'rules found missing': 1 }, notes: [note] };
  },
};

function cell(text: string): string {
  return text.replaceAll('|', '/').slice(0, 160);
}
