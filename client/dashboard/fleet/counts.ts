import { standings, type Standing } from '../../../shared/standing.ts';
import { make, setHidden, setText } from '../element.ts';
import { icon } from '../icon.ts';
import type { Words } from '../words.ts';

/** How many agents are what; pressed ones are what the table shows. */
export class Counts {
  readonly root: HTMLElement;
  private readonly tiles: ReadonlyMap<Standing, { tile: HTMLElement; count: HTMLElement }>;

  constructor(words: Words, onToggled: (standing: Standing) => void) {
    this.tiles = new Map(
      standings.map((standing) => {
        const count = make('span', { class: 'count' }, '0');
        const label = make('span', { class: 'label' }, icon(standing), words[standing]);
        const tile = make('button', { type: 'button', class: `tile ${standing}` }, count, label);
        tile.addEventListener('click', () => onToggled(standing));
        return [standing, { tile, count }];
      }),
    );
    const tiles = Array.from(this.tiles.values(), ({ tile }) => tile);
    const attributes = { class: 'tiles', role: 'group', 'aria-label': words.countsLabel };
    this.root = make('div', attributes, ...tiles);
  }

  show(counts: Readonly<Record<Standing, number>>, pressed: readonly Standing[]): void {
    for (const [standing, { tile, count }] of this.tiles) {
      setText(count, String(counts[standing]));
      tile.setAttribute('aria-pressed', String(pressed.includes(standing)));
      tile.classList.toggle('none', counts[standing] === 0);
      // What nobody is, and nobody asked for, only takes room.
      const isUsual = ['critical', 'degraded', 'healthy', 'paused'].includes(standing);
      const isWanted = counts[standing] > 0 || isUsual || pressed.includes(standing);
      setHidden(tile, !isWanted, this.tiles.get('critical')?.tile);
    }
  }
}
