/** The large buttons within thumb's reach, and lists of figures. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import { icon, type Icon } from "./icons.js";
import { mayOrder, type Command, type View } from "./view.js";
import type { Key } from "./words.js";

export type Button = [command: Command, label: Key, picture: Icon, kind?: string];

/** Buttons that order something, and what was refused of it; nothing for those who may only look. */
export function controls(view: View, ...buttons: Button[]): TemplateResult | typeof nothing {
  const { busy, command, say } = view;
  if (!mayOrder(view)) return nothing;
  return html`<div class="controls">
      ${buttons.map(
        ([name, label, picture, kind = name]) => html`<button
          class="big ${kind} ${busy === name ? "busy" : ""}"
          aria-disabled=${busy !== null}
          @click=${() => command(name)}
        >
          ${icon(picture)}<span>${say(label)}</span>
        </button>`,
      )}
    </div>
    ${view.problem}`;
}

export const figureList = (kind: string, figures: [label: string, figure: string][]): TemplateResult =>
  html`<dl class=${kind}>${figures.map(([label, figure]) => html`<div><dt>${label}</dt><dd>${figure}</dd></div>`)}</dl>`;
