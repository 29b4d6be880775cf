/** What is shown while nobody walks: the streak, today, the week, and what it all comes to. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import { controls, figureList } from "./buttons.js";
import type { Day, Measure, Streak, Walker } from "./contract.js";
import { daysBetween } from "./formats.js";
import { flame, icon, ring, type Fire } from "./icons.js";
import { share } from "./reckoning.js";
import { shows, type View } from "./view.js";
import type { Key } from "./words.js";

export const idle = (view: View): TemplateResult => html`
  <div class="columns">
    <div class="column">
      <div class="standing">
        ${shows(view, "goal") ? goal(view) : nothing} ${shows(view, "streak") ? streak(view) : nothing}
      </div>
      ${shows(view, "week") ? week(view) : nothing} ${shows(view, "next") ? nextWalk(view) : nothing}
      ${controls(view, ["start", "start", "play"])}
    </div>
    ${shows(view, "year") || shows(view, "records")
      ? html`<div class="column past">
          ${shows(view, "year") ? html`<retrowalk-year .past=${view.past()} .formats=${view.formats} .say=${view.say} .openDay=${view.openDay}></retrowalk-year>` : nothing} ${shows(view, "records") ? records(view) : nothing}
        </div>`
      : nothing}
  </div>
`;

/** An amount of what the goal counts. */
export function amount({ formats, say }: View, measure: Measure, value: number): string {
  if (measure === "minutes") return formats.duration(value);
  const whole = Math.floor(value + 1e-6);
  return say(measure === "steps" ? "steps" : "walks", { n: formats.number(whole) }, whole);
}

function goal(view: View): TemplateResult {
  const { goal } = view.heard.walker;
  const { formats, say, live } = view;
  const done = share(live.walked, goal.target);
  const counted = goal.measure === "minutes" ? live.walked / 60 : live.walked;
  const target = amount(view, goal.measure, goal.target);
  return html`<div
    class="goal ${goal.reached ? "reached" : ""}"
    role="img"
    aria-label="${say(goal.kind === "weekly" ? "this_week" : "today")}: ${amount(view, goal.measure, live.walked)} ${say("of_target", { target })}"
  >
    ${ring(done)}
    <div class="middle">
      <span class="caption">${say(goal.kind === "weekly" ? "this_week" : "today")}</span>
      <span class="figure">${formats.number(Math.floor(counted + 1e-6))}</span>
      <span class="caption">${goal.reached ? html`<span class="tick">${icon("check")}</span>` : nothing}${say("of_target", { target })}</span>
    </div>
  </div>`;
}

/** How the flame burns. */
export function fire(streak: Streak): Fire {
  if (streak.is_vacation || streak.state === "vacation") return "vacation";
  if (streak.current === 0) return streak.is_rest_day ? "rest" : "out";
  if (streak.at_risk) return "risk";
  if (streak.state === "completed") return "lit";
  if (streak.is_rest_day || streak.state === "rest") return "rest";
  return streak.state === "frozen" ? "frozen" : "waiting";
}

/** Whether the day before was lost in the end, or saved. */
function yesterday({ week, today }: Walker): Day | undefined {
  return week.find(({ date }) => daysBetween(date, today.date) === 1);
}

function streak(view: View): TemplateResult {
  const { walker } = view.heard;
  const { streak } = walker;
  const { formats, say } = view;
  const frozen = yesterday(walker)?.state === "frozen" && streak.state === "pending" && !streak.at_risk;
  const burns = frozen && fire(streak) === "waiting" ? "frozen" : fire(streak);
  const unit = streak.kind === "weekly" ? "weeks_in_a_row" : "days_in_a_row";
  const details = [
    streak.freezes > 0 && say("freezes", { n: formats.number(streak.freezes) }, streak.freezes),
    streak.longest > streak.current && say("longest", { n: formats.number(streak.longest) }),
    streak.current > 0 && streak.next_milestone && say("milestone", { n: formats.number(streak.next_milestone) }),
  ].filter(Boolean);
  return html`<div class="streak ${burns}">
    <div class="count">
      ${flame(burns)}
      <span class="figure">${formats.number(streak.current)}</span>
    </div>
    ${streak.current > 0 ? html`<div class="unit">${say(unit, {}, streak.current)}</div>` : nothing}
    <div class="stands">${stands(walker, burns, view)}</div>
    ${details.length > 0 ? html`<ul class="details">${details.map((detail) => html`<li>${detail}</li>`)}</ul>` : nothing}
  </div>`;
}

function stands({ streak, total }: Walker, burns: Fire, { say }: View): string {
  if (burns === "out") {
    if (streak.longest === 0 && !total?.sessions) return say("first_walk");
    return `${streak.longest > 0 ? `${say("fire_out")}. ` : ""}${say("no_streak")}`;
  }
  const weekly = streak.kind === "weekly" && ["lit", "waiting", "risk"].includes(burns);
  return say(`fire_${burns}${weekly ? "_weekly" : ""}` as Key);
}

/** A day in words, for those who do not see it. */
export function spokenDay({ date, state, active_s, distance_m }: Day, { formats, say }: Pick<View, "formats" | "say">): string {
  const parts = [formats.day(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" })];
  if (active_s > 0) parts.push(formats.duration(active_s, "long"));
  if (distance_m > 0) parts.push(formats.distance(distance_m, "long"));
  parts.push(say(`state_${state ?? "none"}`));
  return parts.join(", ");
}

/** A bar is never so low that it cannot be seen. */
const LEAST = 0.06;

function week(view: View): TemplateResult {
  const { week, today, goal } = view.heard.walker;
  const daily = goal.kind === "daily" && goal.measure !== "sessions";
  const measured = (day: Day) => (goal.measure === "steps" ? day.steps : day.active_s);
  const full = Math.max(1, daily ? goal.target * 1.15 : 0, ...week.map(measured));
  return html`<div class="week" style="--goal: ${daily ? goal.target / full : 0}" role="group" aria-label=${view.say("this_week")}>
    ${daily ? html`<span class="line" aria-hidden="true"></span>` : nothing}
    ${week.map((day) => {
      const height = measured(day) > 0 ? Math.max(LEAST, measured(day) / full) : 0;
      const ahead = day.date > today.date;
      const now = day.date === today.date;
      return html`<button
        class="day ${day.state ?? ""} ${now ? "now" : ""} ${ahead ? "ahead" : ""}"
        ?disabled=${ahead}
        aria-current=${now ? "date" : nothing}
        @click=${() => view.openDay(day.date)}
      >
        <span class="bar" style="--share: ${height}">${mark(day, ahead)}</span>
        <span class="sr">${spokenDay(day, view)}</span>
        <span class="name" aria-hidden="true">${view.formats.day(day.date, { weekday: "short" })}</span>
      </button>`;
    })}
  </div>`;
}

/** What protects a day is told by its shape, not only by its colour. */
function mark({ state, active_s }: Day, ahead: boolean): TemplateResult | typeof nothing {
  if (active_s > 0) return nothing;
  if (state === "frozen") return icon("snow");
  if (state === "rest") return icon("moon");
  if (state === "vacation") return icon("away");
  return ahead ? nothing : html`<i class="dot"></i>`;
}

function nextWalk({ heard, formats, say }: View): TemplateResult | typeof nothing {
  const at = heard.walker.next_walk?.at;
  if (!at) return nothing;
  const date = formats.wall(at).slice(0, 10);
  const ahead = daysBetween(heard.walker.today.date, date);
  const day = ahead <= 0 ? say("today") : ahead === 1 ? say("tomorrow") : formats.day(date, { weekday: "long" });
  return html`<div class="next">
    ${icon("calendar")}<span>${say("next_walk")}</span><span class="when">${day}, ${formats.time(at)}</span>
  </div>`;
}

function records(view: View): TemplateResult | typeof nothing {
  const { best, total } = view.heard.walker;
  const { formats, say } = view;
  if (!total?.sessions) return nothing;
  const shown: [string, string][] = [
    [say("total_time"), formats.duration(total.active_s)],
    [say("total_distance"), formats.distance(total.distance_m)],
    [say("total_walks"), formats.number(total.sessions)],
  ];
  if (best?.longest_session_s) shown.push([say("longest_walk"), formats.duration(best.longest_session_s)]);
  if (best?.farthest_m) shown.push([say("farthest_walk"), formats.distance(best.farthest_m)]);
  if (best?.best_day_s) shown.push([say("best_day"), formats.duration(best.best_day_s)]);
  return figureList("records", shown);
}
