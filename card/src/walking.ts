/** What is shown during a walk. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import { controls, figureList, type Button } from "./buttons.js";
import type { Direction, OpenSession, PastSession } from "./contract.js";
import { icon, ring } from "./icons.js";
import { amount } from "./idle.js";
import { share } from "./reckoning.js";
import { shows, type View } from "./view.js";

const RESUME: Button = ["resume", "resume_walk", "play"];
const PAUSE: Button = ["pause", "pause", "pause"];
const TURN: Button = ["turn", "turn", "turn"];
const FINISH: Button = ["finish", "finish", "finish"];

/** From here on the turn is announced, in seconds. */
const SOON_S = 15;
/** A timer that shows hours takes more room. */
export const HOUR_S = 3600;

export const opposite = (direction: Direction): Direction => (direction === "backward" ? "forward" : "backward");

export function walking(view: View, session: OpenSession, seconds: number, hidden: boolean): TemplateResult {
  const paused = view.heard.walker.phase === "paused";
  return html`<div class="walk ${paused ? "paused" : "moving"}" ?inert=${hidden}>
    <div class="stage">${dial(view, session, seconds, paused)} ${way(view, session, paused)}</div>
    ${figures(view, session)}
    ${controls(view, ...(paused ? [RESUME, FINISH] : [PAUSE, TURN, FINISH]))}
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
  // Once: to put a light that moves already elsewhere each second would make it twice as fast
  const from = ({ target }: Event) => (target as HTMLElement).style.setProperty("--from", String(seconds % 60));
  return html`<div class="dial">
    ${ring(done)} ${paused ? nothing : html`<span class="hand" @animationstart=${from} aria-hidden="true"></span>`}
    <div class="middle">
      <span class="caption">${phase(view)}</span>
      <span class="timer ${seconds < HOUR_S ? "" : "long"}" role="timer" aria-label=${say("time_walked")}>${time}</span>
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
  const shown = walked(view, session);
  if (session.speed_mps != null) shown.push([say("speed"), formats.speed(session.speed_mps)]);
  if (session.heart_rate_bpm != null) {
    shown.push([say("heart_rate"), say("beats", { n: formats.number(session.heart_rate_bpm) })]);
  }
  const done = amount(view, goal.measure, view.live.walked);
  const target = amount(view, goal.measure, goal.target);
  return html`${figureList("figures", shown)}
    ${session.planned_s && session.planned_s !== goal.target && shows(view, "goal") ? html`<p class="toward">${say("today_share", { done, target })}</p>` : nothing}`;
}

/** Distance and steps of a walk, so far as there are any. */
export function walked({ formats, say }: View, walk: OpenSession | PastSession): [string, string][] {
  const shown: [string, string][] = [];
  if (walk.distance_m > 0) shown.push([say("distance"), formats.distance(walk.distance_m)]);
  if (walk.steps > 0) shown.push([say(walk.step_source === "estimate" ? "steps_estimated" : "steps_label"), formats.number(walk.steps)]);
  return shown;
}

/** The whole card, until the walker has turned. */
export function turnCue(view: View, session: OpenSession, seconds: number): TemplateResult {
  const { say, formats } = view;
  const to = opposite(session.direction);
  return html`<div class="cue">
    <span class="arrow ${to}">${icon("turn")}</span>
    <strong>${say("turn_now")}</strong>
    <span class="then">${icon(to === "backward" ? "back" : "forth")}${say(to === "backward" ? "then_backward" : "then_forward")}</span>
    <span class="timer small" role="timer" aria-label=${say("time_walked")}>${formats.timer(seconds)}</span>
    ${controls(view, ["turn", "turned", "check"], ["pause", "pause", "pause", "quiet"], ["finish", "finish", "finish", "quiet"])}
  </div>`;
}
