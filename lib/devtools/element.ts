type Attributes = Readonly<Record<string, string>>;

/** Makes an HTML element. No markup is parsed, so that the strictest content security policy allows it. */
export function element<N extends keyof HTMLElementTagNameMap>(
  tag: N,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[N] {
  return fill(document.createElement(tag), attributes, children);
}

/** Makes an SVG element. */
export function shape<N extends keyof SVGElementTagNameMap>(
  tag: N,
  attributes: Attributes,
  ...children: Node[]
): SVGElementTagNameMap[N] {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill<E extends Element>(made: E, attributes: Attributes, children: readonly (Node | string)[]): E {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Sets or removes an attribute, if that changes it. */
export function set(target: Element, name: string, value: string | undefined): void {
  if (value === undefined) target.removeAttribute(name);
  else if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}

/** Sets the text of an element, and its tooltip if the text may be too long to be seen whole. */
export function write(target: HTMLElement, text: string, tooltip = ''): void {
  if (target.textContent !== text) target.textContent = text;
  if (target.title !== tooltip) target.title = tooltip;
}
