/** What is shown during a walk. */

import { html, nothing, type TemplateResult } from "lit";
import type { Direction, OpenSession } from "./contract.js";
import { icon, ring } from "./icons.js";
import { amount } from "./idle.js";
import { share } from "./reckoning.js";
import { mayOrder, shows, type View } from "./view.js";
import type { Key } from "./words.js";

/** From here on the turn is announced, in seconds. */
const SOON_S = 15;

export const opposite = (direction: Direction): Direction => (direction === "backward" ? "forward" : "backward");

export function walking(view: View, session: OpenSession, seconds: number): TemplateResult {
  const paused = view.heard.walker.phase === "paused";
  return html`<div class="walk ${paused ? "paused" : "moving"}">
    <div class="stage">${dial(view, session, seconds, paused)} ${way(view, session, paused)}</div>
    ${figures(view, session)} ${mayOrder(view) ? controls(view, paused) : nothing}
  </div>`;
}

function dial(view: View, session: OpenSession, seconds: number, paused: boolean): TemplateResult {
  const { goal } = view.heard.walker;
  const { formats, live, say } = view;
  const planned = session.planned_s;
  const done = planned ? share(live.activeS, planned) : share(live.walked, goal.target);
  const under = planned
    ? say("of_plan", { target: formats.duration(planned) })
    : say("of_target", { target: amount(view, goal.measure, goal.target) });
  const time = formats.timer(seconds);
  return html`<div class="dial">
    ${ring(done)} ${paused ? nothing : html`<span class="hand" style="--from: ${seconds % 60}" aria-hidden="true"></span>`}
    <div class="middle">
      <span class="caption">${phase(view)}</span>
      <span class="timer" role="timer" aria-label="${say("time_walked")}: ${time}">${time}</span>
      <span class="caption">${under}</span>
    </div>
  </div>`;
}

function phase({ heard: { walker }, say }: View): string {
  if (walker.phase === "walking") return say("walking");
  const reason = walker.pause_reason;
  return say(reason === "rest" || reason === "link" ? `paused_${reason}` : "paused");
}

function way(view: View, session: OpenSession, paused: boolean): TemplateResult {
  const { live, say, formats } = view;
  const soon = !paused && live.turnInS !== null && live.turnInS <= SOON_S;
  return html`<div class="way ${session.direction} ${soon ? "soon" : ""}">
    ${session.direction === "unknown" ? nothing : icon(session.direction === "backward" ? "back" : "forth")}
    <span>${say(session.direction)}</span>
    ${live.turnInS === null || paused
      ? nothing
      : html`<span class="in">${say("turn_in", { time: formats.timer(Math.ceil(live.turnInS)) })}</span>`}
  </div>`;
}

function figures(view: View, session: OpenSession): TemplateResult {
  const { formats, say, heard } = view;
  const { goal } = heard.walker;
  const shown: [Key, string][] = [["distance", formats.distance(session.distance_m)]];
  if (session.step_source !== "none" || session.steps > 0) {
    shown.push([session.step_source === "estimate" ? "steps_estimated" : "steps_label", formats.number(session.steps)]);
  }
  if (session.speed_mps != null) shown.push(["speed", formats.speed(session.speed_mps)]);
  if (session.heart_rate_bpm != null) {
    shown.push(["heart_rate", say("beats", { n: formats.number(session.heart_rate_bpm) })]);
  }
  const done = amount(view, goal.measure, view.live.walked);
  const target = amount(view, goal.measure, goal.target);
  return html`<dl class="figures">
      ${shown.map(([key, value]) => html`<div><dt>${say(key)}</dt><dd>${value}</dd></div>`)}
    </dl>
    ${session.planned_s && shows(view, "goal")
      ? html`<div class="toward"><meter min="0" max="1" value=${Math.min(1, share(view.live.walked, goal.target))} aria-label=${say("today")}></meter>
          <span>${say("today_share", { done, target })}</span></div>`
      : nothing}`;
}

function controls({ busy, command, say }: View, paused: boolean): TemplateResult {
  const button = (name: "pause" | "resume" | "turn" | "finish", key: Key, picture: Parameters<typeof icon>[0]) =>
    html`<button class="big ${name} ${busy === name ? "busy" : ""}" aria-disabled=${busy !== null} @click=${() => command(name)}>
      ${icon(picture)}<span>${say(key)}</span>
    </button>`;
  return html`<div class="controls">
    ${paused ? button("resume", "resume_walk", "play") : button("pause", "pause", "pause")}
    ${paused ? nothing : button("turn", "turn", "turn")} ${button("finish", "finish", "finish")}
  </div>`;
}

/** The whole card, until the walker has turned. */
export function turnCue(view: View, session: OpenSession, seconds: number): TemplateResult {
  const { say, formats, busy, command } = view;
  const to = opposite(session.direction);
  return html`<div class="cue">
    <span class="arrow ${to}">${icon("turn")}</span>
    <strong>${say("turn_now")}</strong>
    <span class="then">${icon(to === "backward" ? "back" : "forth")}${say(to === "backward" ? "then_backward" : "then_forward")}</span>
    <span class="timer small" role="timer" aria-label="${say("time_walked")}: ${formats.timer(seconds)}">${formats.timer(seconds)}</span>
    ${mayOrder(view)
      ? html`<div class="controls">
          <button class="big turn ${busy === "turn" ? "busy" : ""}" aria-disabled=${busy !== null} @click=${() => command("turn")}>
            ${icon("check")}<span>${say("turned")}</span>
          </button>
          <button class="big pause quiet" aria-disabled=${busy !== null} @click=${() => command("pause")}>
            ${icon("pause")}<span>${say("pause")}</span>
          </button>
          <button class="big finish quiet" aria-disabled=${busy !== null} @click=${() => command("finish")}>
            ${icon("finish")}<span>${say("finish")}</span>
          </button>
        </div>`
      : nothing}
  </div>`;
}
