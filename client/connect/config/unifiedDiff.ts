/** The change of a text as `diff -u` shows it. */
export interface DiffNames {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const contextLines = 3;

export function unifiedDiff({ path, before, after }: DiffNames): string {
  const old = linesOf(before ?? '');
  const now = linesOf(after ?? '');
  const steps = stepsBetween(old, now);
  const header = [
    `--- ${before === null ? '/dev/null' : path}`,
    `+++ ${after === null ? '/dev/null' : path}`,
  ];
  return [...header, ...hunksOf(steps).flatMap(renderHunk), ''].join('\n');
}

type Mark = ' ' | '-' | '+';

interface Step {
  readonly mark: Mark;
  readonly line: string;
  /** Lines of either text before this one. */
  readonly oldIndex: number;
  readonly newIndex: number;
}

/** Each line with its line break: one without is told apart. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** E. Myers, An O(ND) difference algorithm and its variations (1986), on what is not the same at both ends. */
function stepsBetween(old: readonly string[], now: readonly string[]): Step[] {
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  const most = Math.min(old.length, now.length) - head;
  while (tail < most && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const marks: Mark[] = [
    ...Array<Mark>(head).fill(' '),
    ...shortestScript(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...Array<Mark>(tail).fill(' '),
  ];
  return stepsOf(marks, old, now);
}

function stepsOf(marks: readonly Mark[], old: readonly string[], now: readonly string[]): Step[] {
  let oldIndex = 0;
  let newIndex = 0;
  return marks.map((mark) => {
    const line = (mark === '+' ? now[newIndex] : old[oldIndex]) ?? '';
    const step = { mark, line, oldIndex, newIndex };
    if (mark !== '+') oldIndex += 1;
    if (mark !== '-') newIndex += 1;
    return step;
  });
}

function shortestScript(old: readonly string[], now: readonly string[]): Mark[] {
  const furthest = new Map<number, number>([[1, 0]]);
  const trail: Map<number, number>[] = [];
  for (let edits = 0; ; edits += 1) {
    trail.push(new Map(furthest));
    for (let k = -edits; k <= edits; k += 2) {
      let x = isDown(furthest, k, edits) ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
      while (x < old.length && x - k < now.length && old[x] === now[x - k]) x += 1;
      furthest.set(k, x);
      if (x >= old.length && x - k >= now.length) return walkBack(trail, old.length, now.length);
    }
  }
}

function walkBack(
  trail: readonly Map<number, number>[],
  oldLength: number,
  newLength: number,
): Mark[] {
  const marks: Mark[] = [];
  let x = oldLength;
  let y = newLength;
  for (let edits = trail.length - 1; edits >= 0; edits -= 1) {
    const furthest = trail[edits] ?? new Map<number, number>();
    const k = x - y;
    const isAdded = isDown(furthest, k, edits);
    const fromX = edits === 0 ? 0 : at(furthest, isAdded ? k + 1 : k - 1);
    const fromY = edits === 0 ? 0 : fromX - (isAdded ? k + 1 : k - 1);
    const startX = edits === 0 || isAdded ? fromX : fromX + 1;
    for (; x > startX; x -= 1, y -= 1) marks.push(' ');
    if (edits > 0) marks.push(isAdded ? '+' : '-');
    x = fromX;
    y = fromY;
  }
  return marks.reverse();
}

function isDown(furthest: ReadonlyMap<number, number>, k: number, edits: number): boolean {
  return k === -edits || (k !== edits && at(furthest, k - 1) < at(furthest, k + 1));
}

function at(furthest: ReadonlyMap<number, number>, k: number): number {
  return furthest.get(k) ?? -1;
}

/** Changes with the lines around them; those that are close share their surroundings. */
function hunksOf(steps: readonly Step[]): Step[][] {
  const hunks: Step[][] = [];
  let lastShown = -1;
  for (const [index, { mark }] of steps.entries()) {
    if (mark === ' ') continue;
    const from = Math.max(index - contextLines, lastShown + 1);
    const to = Math.min(index + contextLines, steps.length - 1);
    const hunk = from > lastShown + 1 || hunks.length === 0 ? [] : hunks.pop();
    hunks.push([...(hunk ?? []), ...steps.slice(from, to + 1)]);
    lastShown = Math.max(lastShown, to);
  }
  return hunks;
}

function renderHunk(steps: readonly Step[]): string[] {
  const [first] = steps;
  const oldCount = steps.filter(({ mark }) => mark !== '+').length;
  const newCount = steps.filter(({ mark }) => mark !== '-').length;
  const range = (index: number, count: number): string =>
    `${count === 0 ? index : index + 1},${count}`;
  const header = `@@ -${range(first?.oldIndex ?? 0, oldCount)} +${range(first?.newIndex ?? 0, newCount)} @@`;
  return [header, ...steps.flatMap(renderStep)];
}

function renderStep({ mark, line }: Step): string[] {
  if (line.endsWith('\n')) return [mark + shown(line.slice(0, -1).replace(/\r$/, ''))];
  return [mark + shown(line), '\\ No newline at end of file'];
}

/** A whole file in one line is nothing that anybody reads. */
function shown(line: string): string {
  const most = 2_000;
  if (line.length <= most) return line;
  return `${line.slice(0, most)}… (${line.length - most} more characters)`;
}
