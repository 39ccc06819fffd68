/**
 * Globs over agent ids: `*` stands for any characters (none and `/` too), `?` for exactly one,
 * everything else for itself. There is no way to escape the two; an id that has them is matched by
 * them. The whole id has to match, and case counts.
 *
 * Goes back to the last `*` only, so it takes at most glob × id steps whatever they are.
 */
export function matchesGlob(glob: string, id: string): boolean {
  const pattern = [...glob];
  const text = [...id];
  let [at, taken] = [0, 0];
  let star: { readonly at: number; taken: number } | null = null;
  while (taken < text.length) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = { at, taken };
      at += 1;
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[taken])) {
      at += 1;
      taken += 1;
    } else if (star !== null) {
      star.taken += 1;
      at = star.at + 1;
      taken = star.taken;
    } else return false;
  }
  return pattern.slice(at).every((rest) => rest === '*');
}
