/** What is round the card's content: the head with the walkers, and what has to be said about the connection. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import type { CardConfig, Layout } from "./config.js";
import type { OpenSession, Path, Phase } from "./contract.js";
import type { Formats } from "./formats.js";
import { icon, ring, type Icon } from "./icons.js";
import { share, type Heard } from "./reckoning.js";
import type { Subscription } from "./subscription.js";
import { VERSION } from "./version.js";
import { opposite } from "./walking.js";
import type { Key, Say } from "./words.js";

type Part = TemplateResult | typeof nothing;

interface Frame {
  layout: Layout;
  body: Part;
  head?: Part;
  cue?: boolean;
  phase?: Phase;
  waiting?: boolean;
}

export const frame = ({ layout, body, head = nothing, cue = false, phase = "idle", waiting = false }: Frame): TemplateResult =>
  html`<ha-card class="card ${layout} ${phase} ${cue ? "turning" : ""} ${waiting ? "waiting" : ""}" aria-busy=${waiting}>${head}${body}</ha-card>`;

interface Head {
  all: Heard[];
  heard: Heard;
  config: CardConfig;
  say: Say;
  choose: (device: string) => void;
  showsPath: boolean;
}

/** The walker's name; with several, a row of them to choose from. */
export function tabs({ all, heard, say, choose, showsPath }: Head): TemplateResult {
  const { walker } = heard;
  const clear = showsPath && walker.path && walker.path.blocked !== null ? path(walker.path, say) : nothing;
  if (all.length < 2) {
    return html`<div class="head"><h2>${walker.name}</h2>${clear}</div>`;
  }
  const moved = (event: KeyboardEvent) => {
    const row = event.currentTarget as HTMLElement;
    const mirrored = getComputedStyle(row).direction === "rtl" ? -1 : 1;
    const step = event.key === "ArrowRight" ? mirrored : event.key === "ArrowLeft" ? -mirrored : 0;
    const at = all.indexOf(heard) + step;
    const next = all[(at + all.length) % all.length];
    if (!step || !next) return;
    event.preventDefault();
    choose(next.walker.device_id);
    row.querySelectorAll<HTMLElement>("[role=tab]")[all.indexOf(next)]?.focus();
  };
  return html`<div class="head several">
    <div class="tabs" role="tablist" @keydown=${moved}>
      ${all.map(({ walker: { device_id, name, goal, phase } }) => {
        const chosen = device_id === walker.device_id;
        return html`<button role="tab" class="tab ${phase}" aria-selected=${chosen} tabindex=${chosen ? 0 : -1} @click=${() => choose(device_id)}>
          ${ring(share(goal.walked, goal.target))}<span>${name}</span>
          ${phase === "idle" ? nothing : html`<span class="sr">${say(phase)}</span>`}
        </button>`;
      })}
    </div>
    ${clear}
  </div>`;
}

function path({ name, blocked, reasons }: Path, say: Say): TemplateResult {
  const key: Key = blocked ? "path_blocked" : "path_clear";
  const picture: Icon = blocked ? "warning" : "check";
  return html`<div class="path ${key}">
    ${icon(picture)}<span>${say(key, { path: name })}</span>
    ${blocked && reasons.length > 0 ? html`<span class="reasons">${reasons.join(", ")}</span>` : nothing}
  </div>`;
}

interface Noticed {
  subscription: Subscription;
  heard: Heard | undefined;
  config: CardConfig;
  say: Say;
  formats: Formats;
  settled: boolean;
}

/** What is out of the ordinary. */
export function notices({ subscription, heard, config, say, formats, settled }: Noticed): Part {
  const { link, refusal, gone } = subscription;
  const line = (picture: Icon, text: string, more: Part = nothing) =>
    html`<div class="notice" role="status">${icon(picture)}<span>${text}</span>${more}</div>`;
  if (link === "lost") {
    return line("offline", heard?.walker.session ? say("lost", { time: formats.time(heard.now) }) : say("lost_idle"));
  }
  if (link === "refused") return line("warning", refused(refusal, say));
  if (!heard) {
    if (config.walker && gone.has(config.walker)) return line("warning", say("gone"));
    if (!settled) return nothing;
    return line("warning", say(link === "live" ? (config.walker ? "gone" : "no_walkers") : "connecting"));
  }
  if (heard.version !== VERSION) {
    const again = html`<button class="link" @click=${() => location.reload()}>${say("reload")}</button>`;
    return line("reload", say("outdated"), again);
  }
  return nothing;
}

function refused(code: string, say: Say): string {
  if (code === "unknown_walker" || code === "unauthorized") return say("gone");
  if (code === "no_home") return say("no_home");
  // The integration is not there yet while Home Assistant starts
  return code === "home_not_ready" || code === "unknown_command" ? say("home_not_ready") : say("refused", { code });
}

export const turnSentence = ({ direction }: OpenSession, say: Say): string =>
  `${say("turn_now")}. ${say(opposite(direction) === "backward" ? "then_backward" : "then_forward")}`;
