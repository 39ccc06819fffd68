import type { Measure } from '../points.ts';

/** What a canvas has to be told of the theme; everything else is in style.css. */
export interface ChartTheme {
  readonly text: string;
  readonly grid: string;
  readonly font: string;
  readonly critical: string;
  readonly degraded: string;
  readonly muted: string;
  readonly lines: Readonly<Record<Measure, string>>;
  /** How strongly an area is filled, 0..1. */
  readonly fill: number;
}

/** The colours as the page has them now: VS Code sets them and changes them with its theme. */
export function readTheme(): ChartTheme {
  const style = getComputedStyle(document.body);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  const isHighContrast = document.body.classList.contains('vscode-high-contrast');
  return {
    text: read('--muted'),
    grid: read('--grid'),
    font: `11px ${read('--vscode-font-family') || 'sans-serif'}`,
    critical: read('--critical'),
    degraded: read('--degraded'),
    muted: read('--muted'),
    lines: {
      risk: read('--line-1'),
      coherence: read('--line-2'),
      E: read('--line-1'),
      I: read('--line-2'),
      S: read('--line-3'),
      V: read('--line-4'),
      lambda1: read('--line-4'),
    },
    fill: isHighContrast ? 0.2 : 0.1,
  };
}

/** Told apart without colours, too: where several lines share a chart. */
export const dashes: Readonly<Partial<Record<Measure, number[]>>> = {
  I: [8, 3],
  S: [3, 3],
  V: [10, 3, 2, 3],
};

/** VS Code puts the theme on the body; calls back after each change. */
export function onThemeChanged(changed: () => void): void {
  const attributeFilter = ['class', 'data-vscode-theme-id', 'data-vscode-theme-name'];
  new MutationObserver(changed).observe(document.body, { attributeFilter });
}
