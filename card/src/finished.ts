/** A walk that is done: its figures, and no more than they. */

import { html, nothing, type TemplateResult } from "lit";
import type { PastSession } from "./contract.js";
import { fire } from "./idle.js";
import { flame, icon, ring } from "./icons.js";
import { share } from "./reckoning.js";
import { shows, type View } from "./view.js";
import type { Key } from "./words.js";

const SPARKS = 12;

export function finished(view: View, session: PastSession, close: () => void): TemplateResult {
  const { formats, say, heard } = view;
  const { goal, streak } = heard.walker;
  const shown: [Key, string][] = [];
  if (session.distance_m > 0) shown.push(["distance", formats.distance(session.distance_m)]);
  if (session.steps > 0) {
    shown.push([session.step_source === "estimate" ? "steps_estimated" : "steps_label", formats.number(session.steps)]);
  }
  if (session.backward_s > 0 && session.forward_s > 0) {
    shown.push(["backward", formats.timer(session.backward_s)], ["forward", formats.timer(session.forward_s)]);
  }
  const unit = streak.kind === "weekly" ? "weeks_in_a_row" : "days_in_a_row";
  return html`<div class="walk done">
    <div class="stage">
      <div class="dial">
        ${ring(share(goal.walked, goal.target))}
        <span class="sparks" aria-hidden="true">${Array.from({ length: SPARKS }, (_, at) => html`<i style="--at: ${at}"></i>`)}</span>
        <div class="middle">
          <span class="caption">${say("well_done")}</span>
          <span class="timer">${formats.timer(session.active_s)}</span>
          ${goal.reached ? html`<span class="caption good">${icon("check")}${say("goal_reached")}</span>` : nothing}
        </div>
      </div>
      ${streak.current > 0 && shows(view, "streak")
        ? html`<div class="way streak-line">${flame(fire(streak))}<strong>${formats.number(streak.current)}</strong><span>${say(unit, {}, streak.current)}</span></div>`
        : nothing}
    </div>
    ${shown.length > 0 ? html`<dl class="figures">${shown.map(([key, value]) => html`<div><dt>${say(key)}</dt><dd>${value}</dd></div>`)}</dl>` : nothing}
    <div class="controls"><button class="big quiet" @click=${close}>${icon("close")}<span>${say("close")}</span></button></div>
  </div>`;
}
