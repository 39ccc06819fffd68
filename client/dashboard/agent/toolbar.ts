import { ranges, type Range } from '../chart/view.ts';
import { button, make, setText } from '../element.ts';
import type { Words } from '../words.ts';

export type Form = 'charts' | 'table';

export interface ToolbarOwner {
  readonly words: Words;
  readonly onRange: (range: Range) => void;
  readonly onZoom: (factor: number) => void;
  readonly onReset: () => void;
  readonly onForm: (form: Form) => void;
}

interface ToolbarScene {
  readonly range: Range;
  readonly form: Form;
  readonly isZoomed: boolean;
  /** How many check-ins there are, in words. */
  readonly total: string;
  readonly isLoading: boolean;
}

/** Which time, how near, and as what. */
export class Toolbar {
  readonly root: HTMLElement;
  private readonly ranges: ReadonlyMap<Range, HTMLButtonElement>;
  private readonly forms: ReadonlyMap<Form, HTMLButtonElement>;
  private readonly reset: HTMLButtonElement;
  private readonly total = make('span', { class: 'muted' });

  constructor({ words, onRange, onZoom, onReset, onForm }: ToolbarOwner) {
    this.ranges = new Map(
      ranges.map((range) => [range, button(words[range], {}, () => onRange(range))]),
    );
    const forms = ['charts', 'table'] as const;
    this.forms = new Map(forms.map((form) => [form, button(words[form], {}, () => onForm(form))]));
    this.reset = button(words.zoomReset, { class: 'secondary' }, onReset);
    this.root = make(
      'div',
      { class: 'toolbar' },
      group(words.range, this.ranges.values()),
      button('+', { class: 'secondary small', 'aria-label': words.zoomIn }, () => onZoom(0.5)),
      button('−', { class: 'secondary small', 'aria-label': words.zoomOut }, () => onZoom(2)),
      this.reset,
      this.total,
      group(`${words.charts} / ${words.table}`, this.forms.values()),
    );
  }

  show(chosen: ToolbarScene): void {
    press(this.ranges, chosen.isZoomed ? null : chosen.range);
    press(this.forms, chosen.form);
    this.reset.disabled = !chosen.isZoomed;
    this.showTotal(chosen);
  }

  /** Heard while it is awaited; afterwards it grows with each check-in, and nobody wants to be told. */
  private showTotal({ total, isLoading }: ToolbarScene): void {
    if (isLoading) this.total.setAttribute('role', 'status');
    else this.total.removeAttribute('role');
    setText(this.total, total);
  }
}

function group(label: string, buttons: Iterable<HTMLElement>): HTMLElement {
  return make('div', { class: 'segments', role: 'group', 'aria-label': label }, ...buttons);
}

function press<Key>(buttons: ReadonlyMap<Key, HTMLElement>, pressed: Key | null): void {
  for (const [key, element] of buttons)
    element.setAttribute('aria-pressed', String(key === pressed));
}
