import type { Rule } from './policyNodes.ts';

/** What a value has to be, in words: "a number from 0 to 1". */
export function mustBe(rule: Rule): string {
  switch (rule.form) {
    case 'number':
      return `a number from ${rule.range[0]} to ${rule.range[1]}`;
    case 'count':
      return `a whole number from ${rule.range[0]} to ${rule.range[1]}`;
    case 'duration':
      return `a duration such as "30s" or "10m", from ${rule.range[0]} to ${rule.range[1]}`;
    case 'choice':
      return `one of ${quoted(rule.choices)}`;
    case 'choices':
      return `a list of ${quoted(rule.choices)}`;
    case 'flag':
      return 'true or false';
    case 'glob':
      return 'a glob over agent ids, such as "claude-code/*"';
    case 'globs':
      return 'a list of globs over agent ids, such as ["claude-code/*"]';
  }
}

function quoted(words: readonly string[]): string {
  return words.map((word) => JSON.stringify(word)).join(', ');
}
