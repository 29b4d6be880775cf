/**
 * What the card's elements have in common: a shadow root that is drawn again, once, when something changed.
 *
 * Lit's own base class does more than is needed here, and would take a tenth of what the card may weigh.
 */

import { nothing, render, type TemplateResult } from "lit/html.js";

export abstract class Part extends HTMLElement {
  static styles: readonly string[] = [];
  static #sheets = new WeakMap<typeof Part, CSSStyleSheet[]>();

  readonly renderRoot = this.attachShadow({ mode: "open" });
  readonly #values: Record<string, unknown> = {};
  #due: Promise<void> | undefined;

  constructor() {
    super();
    const own = this.constructor as typeof Part;
    let sheets = Part.#sheets.get(own);
    if (!sheets) {
      sheets = own.styles.map((text) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        return sheet;
      });
      Part.#sheets.set(own, sheets);
    }
    this.renderRoot.adoptedStyleSheets = sheets;
  }

  /** Let changes of these properties draw the element again. */
  static watch(...names: string[]): void {
    for (const name of names) {
      Object.defineProperty(this.prototype, name, {
        get(this: Part) {
          return this.#values[name];
        },
        set(this: Part, value: unknown) {
          if (value === this.#values[name]) return;
          this.#values[name] = value;
          this.requestUpdate();
        },
      });
    }
  }

  connectedCallback(): void {
    this.requestUpdate();
  }

  requestUpdate(): void {
    this.#due ??= Promise.resolve().then(() => {
      this.#due = undefined;
      if (!this.isConnected) return;
      this.willUpdate();
      render(this.render(), this.renderRoot);
      this.updated();
    });
  }

  /** When all changes so far are to be seen. */
  get updateComplete(): Promise<void> {
    return this.#due ?? Promise.resolve();
  }

  protected willUpdate(): void {}

  protected abstract render(): TemplateResult | typeof nothing;

  protected updated(): void {}
}
