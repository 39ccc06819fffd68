import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editAgent } from '../../../server/handlers/metadata.ts';
import { changeLifecycle } from '../../../server/handlers/lifecycle.ts';
import type { MetadataParams } from '../../../shared/edits.ts';
import { lifecycleStates } from '../../../shared/model.ts';
import type { LifecycleAct } from '../../../shared/protocol.ts';
import { refusal } from '../store/contract.ts';
import { sampleCheckIn } from '../store/samples.ts';
import { callerOf, stageHandlers } from './handlerStage.ts';

/** An agent at version 2 with these tags. */
async function staged(tags: readonly string[] = []) {
  const { deps, store } = stageHandlers();
  await store.commit([sampleCheckIn('a', 1)]);
  const edit = (change: Omit<MetadataParams, 'agent_id'>) =>
    editAgent(deps, { agent_id: 'a', ...change });
  const act = (name: LifecycleAct, expected_version?: number) =>
    changeLifecycle(deps, callerOf('cli'), { agent_id: 'a', act: name, expected_version });
  await edit({ tags });
  return { deps, store, edit, act };
}

const sorted = (tags: readonly string[]): readonly string[] => [...tags].sort();

suite('handlers: edits of tags and notes', () => {
  test('tags replace, notes replace or are put behind; each edit is a version', async () => {
    const { edit, store } = await staged(['x']);
    assert.deepEqual(await edit({ tags: ['y', 'z'], notes: 'one' }), {
      agent_id: 'a',
      version: 3,
      tags: ['y', 'z'],
      notes: 'one',
    });
    const appended = await edit({ notes: 'two', append_notes: true });
    assert.deepEqual([appended.notes, appended.version], ['one; two', 4]);
    assert.equal((await edit({ notes: 'three' })).notes, 'three');
    assert.deepEqual(store.read('a')?.tags, ['y', 'z']);
  });

  test('an edit on an older base is merged, and says with what', async () => {
    const { edit } = await staged(['kept', 'dropped by me', 'dropped by them']);
    await edit({ tags: ['kept', 'dropped by me', 'theirs'], notes: 'theirs' });
    const mine = { tags: ['kept', 'dropped by them', 'mine'], notes: 'mine', append_notes: true };
    assert.deepEqual(await edit({ ...mine, expected_version: 2 }), {
      agent_id: 'a',
      version: 4,
      tags: ['kept', 'theirs', 'mine'],
      notes: 'theirs; mine',
      merged: true,
      merge: {
        base_version: 2,
        onto_version: 3,
        tags: { added: ['theirs'], removed: ['dropped by them'] },
        notes: 'appended',
      },
    });
  });

  test('notes that would replace newer ones are a conflict that says what is, and change nothing', async () => {
    const { edit, store } = await staged();
    await edit({ notes: 'theirs' });
    const late = edit({ notes: 'mine', tags: ['mine'], expected_version: 2 });
    const { details } = await refusal(late, 'CONFLICT');
    assert.equal(details.current_version, 3);
    assert.equal((details.current_state as { E: number }).E, store.read('a')?.state.E);
    assert.deepEqual(
      [store.read('a')?.notes, store.read('a')?.tags, store.revision],
      ['theirs', [], 3],
    );
  });

  test('a base that never was, or that nobody remembers, is a conflict for tags', async () => {
    const { edit } = await staged();
    for (const expected_version of [0, 3]) {
      await refusal(edit({ tags: [], expected_version }), 'CONFLICT');
    }
    for (let turn = 0; turn < 16; turn += 1) await edit({ tags: [`tag ${turn}`] });
    await refusal(edit({ tags: ['x'], expected_version: 2 }), 'CONFLICT');
    assert.deepEqual((await edit({ tags: ['x'], expected_version: 3 })).tags, ['tag 15', 'x']);
    const note = { notes: 'behind', append_notes: true, expected_version: 1 };
    assert.equal((await edit(note)).notes, 'behind');
  });

  test('who is not there, was deleted, or is told nothing is refused; so are endless notes', async () => {
    const { deps, edit, act } = await staged();
    await refusal(edit({}), 'INVALID_INPUT');
    await refusal(editAgent(deps, { agent_id: 'b', tags: [] }), 'NOT_FOUND');
    await edit({ notes: 'é'.repeat(499) });
    await refusal(
      edit({ notes: '', append_notes: true, tags: ['x'] }).then(() =>
        edit({ notes: 'x', append_notes: true }),
      ),
      'TOO_LARGE',
    );
    await act('delete');
    await refusal(edit({ tags: [] }), 'DELETED');
  });

  test('edits on an older base do not add up to more tags than an agent may have', async () => {
    const { edit, store } = await staged();
    const many = (name: string) => Array.from({ length: 20 }, (_, at) => `${name}${at}`);
    await edit({ tags: many('theirs') });
    await refusal(edit({ tags: many('mine'), expected_version: 2 }), 'TOO_LARGE');
    assert.equal(store.read('a')?.tags.length, 20);
  });

  test('the same request is told the same again, a merge included; other arguments are a conflict', async () => {
    const { edit } = await staged(['x']);
    await edit({ tags: ['x', 'theirs'] });
    const request = { tags: ['x', 'mine'], expected_version: 2, request_id: 'r' };
    const first = await edit(request);
    await edit({ tags: [] });
    assert.deepEqual(await edit(request), first);
    await refusal(edit({ ...request, tags: ['y'] }), 'CONFLICT');
  });
});

suite('handlers: two editors on one base', () => {
  const every: readonly string[] = ['a', 'b', 'c', 'd', 'e'];
  const tagSet = fc.uniqueArray(fc.constantFrom(...every));

  test('any interleaving of their edits gives the same set of tags', async () => {
    await fc.assert(
      fc.asyncProperty(tagSet, tagSet, tagSet, async (base, one, other) => {
        const outcomes = [];
        for (const [first, second] of [
          [one, other],
          [other, one],
        ] as const) {
          const { edit } = await staged(base);
          await edit({ tags: first, expected_version: 2 });
          outcomes.push(sorted((await edit({ tags: second, expected_version: 2 })).tags));
        }
        assert.deepEqual(outcomes[0], outcomes[1]);
        const expected = every.filter((each) =>
          base.includes(each)
            ? one.includes(each) && other.includes(each)
            : one.includes(each) || other.includes(each),
        );
        assert.deepEqual(outcomes[0], expected);
      }),
      { numRuns: 200 },
    );
  });

  test('any interleaving of appended notes keeps all of them, each editor in its order', async () => {
    const turns = fc.array(fc.boolean(), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(turns, async (order) => {
        const { edit } = await staged();
        const written = { true: 0, false: 0 };
        for (const isFirst of order) {
          const name = isFirst ? 'true' : 'false';
          written[name] += 1;
          const notes = `${name} ${written[name]}`;
          await edit({ notes, append_notes: true, expected_version: 1 });
        }
        const { notes } = await edit({ tags: ['end'] });
        const lines = notes === '' ? [] : notes.split('; ');
        for (const name of ['true', 'false'] as const) {
          assert.deepEqual(
            lines.filter((line) => line.startsWith(name)),
            Array.from({ length: written[name] }, (_, at) => `${name} ${at + 1}`),
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  test('any interleaving of acts on one base ends in the safest, or says that it is stale', async () => {
    const acts = ['pause', 'resume', 'archive', 'delete', 'reset'] as const;
    const target = { pause: 1, resume: 0, archive: 2, delete: 3, reset: 0 } as const;
    for (const one of acts) {
      for (const other of acts) {
        const { act, store } = await staged();
        await act(one, 2);
        const late = act(other, 2);
        const needsNewest = other === 'resume' || other === 'reset';
        if (one === 'delete' || needsNewest || target[other] < target[one]) {
          await assert.rejects(late, /was deleted|archived|not 2/);
        } else {
          const { merged, merge } = await late;
          assert.deepEqual([merged, merge?.base_version, merge?.onto_version], [true, 2, 3]);
        }
        const safest = lifecycleStates[Math.max(target[one], target[other])];
        assert.equal(store.read('a')?.lifecycle, safest, `${one}, then ${other}`);
      }
    }
  });
});
