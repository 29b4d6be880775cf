/** The card's pictures, drawn with lines of the text's colour. */

import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit/html.js";

const LINES = {
  play: "M8 5.5v13l10.5-6.5z",
  pause: "M8.5 6v12M15.5 6v12",
  finish: "M6 21V4M6 4.5h11.5l-2.5 4 2.5 4H6",
  turn: "M4 8.5h11.5a4.5 4.5 0 0 1 0 9H9M8 4.5l-4 4 4 4",
  back: "M20 12H4.5M11 5.5L4.5 12l6.5 6.5",
  forth: "M4 12h15.5M13 5.5l6.5 6.5-6.5 6.5",
  previous: "M14.5 5.5L8 12l6.5 6.5",
  next: "M9.5 5.5L16 12l-6.5 6.5",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  edit: "M4.5 19.5l1-4.2L16.2 4.6l3.2 3.2L8.7 18.5zM13.8 7l3.2 3.2",
  remove: "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 12.5h9l1-12.5M10.2 10.5v5.8M13.8 10.5v5.8",
  check: "M5 12.5l4.7 4.7L19 7.5",
  warning: "M12 4.2L2.9 19.8h18.2zM12 10v4.6M12 17.1v.1",
  calendar: "M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4",
  reload: "M19 12a7 7 0 1 1-2.2-5.1M19 3.8v4.4h-4.4",
  offline: "M3.5 9.2a13 13 0 0 1 17 0M6.8 12.8a8 8 0 0 1 10.4 0M10 16.3a3.2 3.2 0 0 1 4 0M4 3.5l16 17",
  snow: "M12 3v18M4.2 7.5l15.6 9M19.8 7.5l-15.6 9M9.6 4.2L12 6.5l2.4-2.3M9.6 19.8l2.4-2.3 2.4 2.3",
  moon: "M19.5 14.3A8 8 0 1 1 9.7 4.5a6.4 6.4 0 0 0 9.8 9.8z",
  away: "M5 8.5h14v11H5zM9 8.5V5h6v3.5M9 12v4M15 12v4",
} as const;

/** What points the way of reading is mirrored where that is from right to left. */
const MIRRORED = new Set<Icon>(["play", "turn", "back", "forth", "previous", "next", "finish"]);

export type Icon = keyof typeof LINES;

export const icon = (name: Icon): TemplateResult =>
  html`<svg class="icon ${MIRRORED.has(name) ? "mirrored" : ""}" viewBox="0 0 24 24" aria-hidden="true"><path d=${LINES[name]}></path></svg>`;

export type Fire = "lit" | "waiting" | "risk" | "out" | "frozen" | "rest" | "vacation";

const FLAME =
  "M53 0C56 24 90 38 90 66C90 87 72 100 50 100C28 100 10 86 10 63C10 47 20 38 25 25C31 36 35 41 42 44C38 28 42 11 53 0Z";
const EMBER = "M52 52C54 64 69 69 69 81C69 91 61 97 50 97C39 97 31 91 31 80C31 69 47 66 52 52Z";

const BADGES: Partial<Record<Fire, Icon>> = { frozen: "snow", rest: "moon", vacation: "away" };

/** The streak's flame: how it burns says how the streak stands. */
export function flame(fire: Fire): TemplateResult {
  const badge = BADGES[fire];
  return html`<span class="flame ${fire}" aria-hidden="true"
    ><svg viewBox="0 -6 100 112">
      <path class="body" d=${FLAME}></path>
      <path class="ember" d=${EMBER}></path></svg
    >${badge && html`<span class="badge">${icon(badge)}</span>`}</span
  >`;
}

/** A ring that fills backward, as everything here goes: 0 to 1, a second round for more. */
export function ring(share: number, marks?: SVGTemplateResult): TemplateResult {
  const first = Math.min(1, Math.max(0, share));
  const more = Math.min(1, Math.max(0, share - 1));
  return html`<svg class="ring" viewBox="0 0 120 120" aria-hidden="true">
    <circle class="track" cx="60" cy="60" r="52"></circle>
    ${arc("done", first)}${more > 0.005 ? arc("more", more) : ""}${marks}
  </svg>`;
}

const arc = (name: string, share: number): SVGTemplateResult =>
  svg`<circle class="arc ${name} ${share > 0.003 ? "" : "empty"}" cx="60" cy="60" r="52" pathLength="100"
    stroke-dasharray="${Math.round(share * 1000) / 10} 200"></circle>`;
