/** The heat map: 52 weeks at a time, a column each, from the walker's own journal. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Day, History } from "./contract.js";
import { plusDays, weekday, type Formats } from "./formats.js";
import { icon } from "./icons.js";
import { spokenDay } from "./idle.js";
import { Part } from "./part.js";
import { common } from "./styles/common.js";
import { yearStyles } from "./styles/year.js";
import type { Say } from "./words.js";

export const WEEKS = 52;
const WEEK = 7;
/** Nobody has walked for so many years. */
const PAGES = 40;

export interface Past {
  /** Changes where the past may have. */
  stamp: string;
  walker: string;
  today: string;
  firstWeekday: number;
  /** As it is just now, newer than what was asked for. */
  week: Day[];
  /** All walks there ever were: when so many were seen, there is nothing earlier. */
  sessions: number | undefined;
  /** Seconds that reach the goal; 0 where it is none of minutes. */
  goalS: number;
  ask: (walker: string, start: string, end: string) => Promise<History>;
}

/** The first day of a page; 0 is the one with this week. */
export function firstDay(today: string, firstWeekday: number, page: number): string {
  const into = (weekday(today) - firstWeekday + WEEK) % WEEK;
  return plusDays(today, -into - WEEK * (WEEKS - 1) - page * WEEKS * WEEK);
}

/** How full a day's cell is: 0 to 4. */
export function level({ state, active_s }: Day, goalS: number): number {
  if (active_s <= 0) return 0;
  if (state !== "completed" && state !== null) return goalS > 0 && active_s < goalS / 2 ? 1 : 2;
  return goalS > 0 && active_s >= goalS * 1.5 ? 4 : 3;
}

export class RetroWalkYear extends Part {
  static override styles = [common, yearStyles];
  declare past: Past;
  declare formats: Formats;
  declare say: Say;
  declare openDay: (date: string) => void;
  declare page: number;
  declare status: "loading" | "ready" | "failed";
  /** The day that the keyboard is at. */
  declare marked: string;

  #pages = new Map<number, Map<string, Day>>();
  #asked = "";
  #walker = "";
  #stamp = "";
  #seen: IntersectionObserver | undefined;
  #visible = false;

  static {
    this.watch("past", "formats", "say", "page", "status", "marked");
  }

  constructor() {
    super();
    this.page = 0;
    this.status = "loading";
    this.marked = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (typeof IntersectionObserver === "undefined") {
      this.#visible = true;
      return;
    }
    this.#seen = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.#visible = true;
      this.#load();
    });
    this.#seen.observe(this);
  }

  disconnectedCallback(): void {
    this.#seen?.disconnect();
    this.#asked = "";
  }

  protected override willUpdate(): void {
    const { walker, stamp } = this.past;
    if (walker !== this.#walker) {
      this.#walker = walker;
      this.page = 0;
      this.marked = "";
      this.#pages.clear();
    }
    // What was there stays on the screen until it is known better
    if (stamp !== this.#stamp) this.#asked = "";
    this.#stamp = stamp;
    this.#load();
  }

  #load(): void {
    const { walker, stamp, today, firstWeekday } = this.past;
    const asked = [walker, stamp, today, this.page].join();
    if (!this.#visible || asked === this.#asked) return;
    this.#asked = asked;
    if (!this.#pages.has(this.page)) this.status = "loading";
    const first = firstDay(today, firstWeekday, this.page);
    const last = plusDays(first, WEEKS * WEEK - 1);
    this.past.ask(walker, first, last < today ? last : today).then(
      ({ days }) => {
        if (asked !== this.#asked) return;
        if (this.page === 0) this.#pages.clear();
        this.#pages.set(this.page, new Map(days.map((day) => [day.date, day])));
        this.status = "ready";
        this.requestUpdate();
      },
      () => {
        if (asked === this.#asked) this.status = "failed";
      },
    );
  }

  protected override render(): TemplateResult {
    const { today, firstWeekday } = this.past;
    const first = firstDay(today, firstWeekday, this.page);
    const last = plusDays(first, WEEKS * WEEK - 1);
    const until = last < today ? last : today;
    const month = { month: "long", year: "numeric" } as const;
    const [from, to] = [this.formats.day(first, month), this.formats.day(until, month)];
    return html`<div class="head">
        <h3>${this.formats.day(first, { month: "short", year: "numeric" })} – ${this.formats.day(until, { month: "short", year: "numeric" })}</h3>
        <button class="flat" aria-label=${this.say("earlier")} ?disabled=${!this.#goesBack} @click=${() => this.#turn(1)}>${icon("previous")}</button>
        <button class="flat" aria-label=${this.say("later")} ?disabled=${this.page === 0} @click=${() => this.#turn(-1)}>${icon("next")}</button>
      </div>
      ${this.status === "failed"
        ? html`<p class="failed" role="alert">${this.say("history_failed")} <button class="link" @click=${this.#retry}>${this.say("again")}</button></p>`
        : html`<div
            class="weeks ${this.status}"
            role="grid"
            aria-label=${this.say("heat_map", { from, to })}
            aria-busy=${this.status === "loading"}
            @click=${this.#touched}
            @keydown=${this.#moved}
          >
            ${this.#weeks(first, until)}
          </div>`}`;
  }

  #weeks(first: string, until: string): TemplateResult[] {
    const days = this.#pages.get(this.page) ?? new Map<string, Day>();
    const live = new Map(this.past.week.map((day) => [day.date, day]));
    const marked = this.marked >= first && this.marked <= until ? this.marked : until;
    const weeks: TemplateResult[] = [];
    for (let week = 0; week < WEEKS; week++) {
      const begin = plusDays(first, week * WEEK);
      const dates = Array.from({ length: WEEK }, (_, at) => plusDays(begin, at));
      const month = dates.find((date) => date.endsWith("-01"));
      weeks.push(html`<div class="week" role="row">
        ${month ? html`<span class="month" aria-hidden="true">${this.formats.day(month, { month: "short" })}</span>` : nothing}
        ${dates.map((date) => this.#cell(live.get(date) ?? days.get(date) ?? nothingOn(date), until, marked))}
      </div>`);
    }
    return weeks;
  }

  #cell(day: Day, until: string, marked: string): TemplateResult {
    if (day.date > until) return html`<i class="cell ahead" role="gridcell" aria-disabled="true"></i>`;
    const now = day.date === this.past.today;
    return html`<button
      class="cell ${day.state ?? "none"} l${level(day, this.past.goalS)} ${now ? "now" : ""}"
      role="gridcell"
      data-date=${day.date}
      tabindex=${day.date === marked ? 0 : -1}
      aria-label=${spokenDay(day, this)}
    ></button>`;
  }

  /** Whether there may be walks before this page. */
  get #goesBack(): boolean {
    const { sessions } = this.past;
    if (this.page >= PAGES || this.status !== "ready") return false;
    if (sessions === undefined) return true;
    let seen = 0;
    for (const days of this.#pages.values()) for (const day of days.values()) seen += day.sessions;
    return seen < sessions;
  }

  #turn(pages: number): void {
    this.page = Math.max(0, this.page + pages);
    if (this.#pages.has(this.page)) this.status = "ready";
  }

  readonly #retry = (): void => {
    this.#asked = "";
    this.#load();
  };

  readonly #touched = (event: Event): void => {
    const date = (event.target as HTMLElement).dataset.date;
    if (!date) return;
    this.marked = date;
    this.openDay(date);
  };

  readonly #moved = (event: KeyboardEvent): void => {
    const date = (event.target as HTMLElement).dataset.date;
    if (!date) return;
    const first = firstDay(this.past.today, this.past.firstWeekday, this.page);
    const last = plusDays(first, WEEKS * WEEK - 1);
    const until = last < this.past.today ? last : this.past.today;
    const mirrored = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -WEEK * mirrored, ArrowRight: WEEK * mirrored };
    const to = event.key === "Home" ? first : event.key === "End" ? until : plusDays(date, steps[event.key] ?? 0);
    if (to === date && !(event.key in steps)) return;
    event.preventDefault();
    if (to < first || to > until) return;
    this.marked = to;
    void this.updateComplete.then(() => this.focusDay(to));
  };

  /** Put the keyboard on a day, where it is on this page. */
  focusDay(date: string): void {
    this.renderRoot.querySelector<HTMLElement>(`[data-date="${date}"]`)?.focus();
  }
}

const nothingOn = (date: string): Day => ({ date, state: null, active_s: 0, distance_m: 0, steps: 0, sessions: 0 });
