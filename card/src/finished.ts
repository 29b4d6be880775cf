/** A walk that is done: its figures, and no more than they. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import { figureList } from "./buttons.js";
import type { PastSession } from "./contract.js";
import { fire } from "./idle.js";
import { flame, icon, ring } from "./icons.js";
import { share } from "./reckoning.js";
import { shows, type View } from "./view.js";
import { HOUR_S, walked } from "./walking.js";

const SPARKS = 12;

export function finished(view: View, session: PastSession, close: () => void): TemplateResult {
  const { formats, say, heard } = view;
  const { goal, streak } = heard.walker;
  const shown = walked(view, session);
  if (session.backward_s > 0 && session.forward_s > 0) {
    shown.push([say("backward"), formats.timer(session.backward_s)], [say("forward"), formats.timer(session.forward_s)]);
  }
  const unit = streak.kind === "weekly" ? "weeks_in_a_row" : "days_in_a_row";
  return html`<div class="walk done">
    <div class="stage">
      <div class="dial">
        ${ring(share(goal.walked, goal.target))}
        <span class="sparks" aria-hidden="true">${Array.from({ length: SPARKS }, (_, at) => html`<i style="--at: ${at}"></i>`)}</span>
        <div class="middle">
          <span class="caption">${say("well_done")}</span>
          <span class="timer ${session.active_s < HOUR_S ? "" : "long"}">${formats.timer(session.active_s)}</span>
          ${goal.reached ? html`<span class="caption good">${icon("check")}${say("goal_reached")}</span>` : nothing}
        </div>
      </div>
      ${streak.current > 0 && shows(view, "streak")
        ? html`<div class="way streak-line">${flame(fire(streak))}<strong>${formats.number(streak.current)}</strong><span>${say(unit, {}, streak.current)}</span></div>`
        : nothing}
    </div>
    ${shown.length > 0 ? figureList("figures", shown) : nothing}
    <div class="controls"><button class="big quiet" @click=${close}>${icon("close")}<span>${say("close")}</span></button></div>
  </div>`;
}
