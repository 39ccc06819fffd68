import { version } from '../../../shared/build.ts';
import { done, failed, jsonOption, optionFlag, type Command } from '../command.ts';
import { json } from '../output/json.ts';
import type { Paint, Tone } from '../output/paint.ts';
import { examine, type Examination, type Verdict } from './check.ts';
import { checks } from './checks.ts';

/** Looks at everything that has to be right, one after the other, and says what to do. */
export const doctorCommand: Command = {
  usage: 'doctor [--json]',
  summary: 'what is right and wrong with this installation; changes nothing',
  options: jsonOption,
  async run(call, around) {
    const wantsJson = optionFlag(call, 'json');
    const examinations: Examination[] = [];
    for (const check of checks) {
      const examination = await examine(check, around);
      examinations.push(examination);
      if (!wantsJson) around.print(describeExamination(examination, around.paint));
    }
    const isWell = examinations.every(({ verdict }) => verdict !== 'wrong');
    if (wantsJson) {
      const { home } = around;
      around.print(json({ success: isWell, version, home, checks: examinations }));
    } else around.print(`\n${summarise(examinations)}\n`);
    return isWell ? done : failed;
  },
};

const tones: Record<Verdict, Tone> = { ok: 'good', warning: 'warning', wrong: 'bad' };
const verdictWidth = 'warning'.length + 2;

export function describeExamination(examination: Examination, paint: Paint): string {
  const { title, verdict, found, next_step } = examination;
  const lines = [`${title}: ${found}`, ...(next_step === undefined ? [] : [`-> ${next_step}`])];
  const margin = ' '.repeat(verdictWidth);
  const label = paint(verdict, tones[verdict]) + margin.slice(verdict.length);
  return `${label}${lines.join(`\n${margin}`)}\n`;
}

export function summarise(examinations: readonly Examination[]): string {
  const count = (wanted: Verdict): number =>
    examinations.filter(({ verdict }) => verdict === wanted).length;
  const [warnings, wrong] = [count('warning'), count('wrong')];
  if (wrong > 0) return `${wrong} to put right, ${warnings} to look at.`;
  return warnings > 0 ? `Nothing is wrong; ${warnings} to look at.` : 'Everything is in order.';
}
