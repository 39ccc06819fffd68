/**
 * How elements are made. Text goes in as text and never as HTML: what agents write stays what it is.
 */

type Attributes = Readonly<Record<string, string | number | undefined>>;
type Child = Node | string;

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

export function makeSvg(tag: string, attributes: Attributes, ...children: Node[]): SVGElement {
  const element = document.createElementNS(svgNamespace, tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

export function button(
  label: string,
  attributes: Attributes,
  onPressed: () => void,
): HTMLButtonElement {
  const element = make('button', { type: 'button', ...attributes }, label);
  element.addEventListener('click', onPressed);
  return element;
}

/** Changes what is there only where it differs: a screen reader reads what is set anew. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Takes an element off the page, or puts it there. Where the keyboard is in it, `heir` gets that: who
 * works without a mouse would be at the top of the page again.
 */
export function setHidden(
  element: HTMLElement,
  isHidden: boolean,
  heir: HTMLElement | undefined,
): void {
  const isLeft = isHidden && element.contains(document.activeElement);
  element.hidden = isHidden;
  if (isLeft) heir?.focus();
}

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, String(value));
  }
}
