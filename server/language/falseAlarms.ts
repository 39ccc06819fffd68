/** Which keys of the policy a rule's alerts follow from; the sections above them speak for all. */
const rulesOfKeys: Readonly<Record<string, readonly string[]>> = {
  'health.risk': [
    'risk',
    'drift',
    'stuck',
    'failing',
    'exposure',
    'parameter_change',
    'keywords',
    'text_length',
    'complexity',
  ],
  'health.coherence': ['coherence'],
  'health.void': ['void'],
  'liveness.silent_after': ['silence'],
  'alerts.kinds': ['process_gone', 'stall'],
};

/** What people called no problem of the alerts that this key decides about; null when nothing. */
export function describeFalseAlarms(
  key: string,
  counts: Readonly<Record<string, number>>,
): string | null {
  const rules = new Set(
    Object.entries(rulesOfKeys).flatMap(([of, names]) => (isAbout(key, of) ? names : [])),
  );
  const found = Object.entries(counts).filter(([rule]) => rules.has(rule));
  if (found.length === 0) return null;
  found.sort(([, one], [, other]) => other - one);
  const said = found.map(([rule, count]) => `${rule.replaceAll('_', ' ')} ${timesOf(count)}`);
  return `Called “not a problem” so far: ${said.join(', ')}.`;
}

function isAbout(key: string, of: string): boolean {
  return key === 'alerts' || `${key}.`.startsWith(`${of}.`) || of.startsWith(`${key}.`);
}

function timesOf(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
