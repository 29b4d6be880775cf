/** A pretended Home Assistant: walkers in every state that the card shows, told as the integration tells them. */

const DAY_MS = 86_400_000;
const TODAY = "2026-11-26";

const plusDays = (date, days) => new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);

/** The same walks each time. */
function random(seed) {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

const sum = (active_s, sessions = active_s > 0 ? 1 : 0) => ({
  active_s,
  distance_m: Math.round(active_s * 0.7),
  steps: Math.round(active_s * 1.6),
  sessions,
});

function past(today = TODAY, days = 800) {
  const chance = random(7);
  const all = [];
  for (let ago = days; ago > 0; ago--) {
    const date = plusDays(today, -ago);
    const luck = chance();
    const active = Math.round(360 + chance() * 700);
    if (ago > 200 && ago < 213) all.push({ date, state: "vacation", ...sum(0) });
    else if (luck < 0.05 && ago > 12) all.push({ date, state: "frozen", ...sum(0) });
    else if (luck < 0.14 && ago > 12) all.push({ date, state: "rest", ...sum(luck < 0.08 ? active : 0) });
    else if (luck < 0.2 && ago > 40) continue;
    else if (luck < 0.3 && ago > 12) all.push({ date, state: "partial", ...sum(Math.round(active / 3)) });
    else all.push({ date, state: "completed", ...sum(Math.max(600, active)) });
  }
  return all;
}

const PAST = past();

function week(today, share = {}) {
  return Array.from({ length: 7 }, (_, at) => {
    const date = plusDays(TODAY, at - 3);
    const known = PAST.find((day) => day.date === date);
    if (at === 3) return { date, state: "pending", ...sum(0), ...today };
    if (at > 3) return { date, state: at === 5 ? "rest" : "pending", ...sum(0) };
    return { ...(known ?? { date, state: "missed", ...sum(0) }), ...share[at] };
  });
}

export function walker(change = {}) {
  const { streak, goal, session, today, ...rest } = change;
  return {
    device_id: "sam",
    name: "Sam",
    entities: {},
    phase: session ? "walking" : "idle",
    pause_reason: null,
    session: session ? { ...SESSION, ...session } : null,
    today: { date: TODAY, ...sum(0), ...today },
    goal: { measure: "minutes", kind: "daily", target: 600, walked: 0, reached: false, ...goal },
    streak: {
      kind: "daily",
      current: 12,
      longest: 40,
      at_risk: false,
      started: "2026-11-11",
      state: "pending",
      is_rest_day: false,
      is_vacation: false,
      freezes: 1,
      next_milestone: 14,
      ...streak,
    },
    week: week(today),
    first_weekday: 0,
    next_walk: { at: "2026-11-26T18:30:00+01:00", why: "reminder" },
    best: { longest_session_s: 2890, best_day_s: 3600, farthest_m: 2210 },
    total: { active_s: 402_000, distance_m: 281_400, steps: 643_000, sessions: 612 },
    path: { name: "Hallway", blocked: false, reasons: [] },
    can: { control: true },
    ...rest,
  };
}

const SESSION = {
  id: "now",
  started_at: "2026-11-23T18:00:00+01:00",
  direction: "backward",
  active_s: 312.4,
  backward_s: 312.4,
  forward_s: 0,
  distance_m: 218.7,
  steps: 497,
  step_source: "belt",
  speed_mps: 0.7,
  heart_rate_bpm: null,
  energy_kcal: null,
  planned_s: null,
  turn: null,
};

const done = { ...sum(745), state: "completed" };
const nobody = { active_s: 0, distance_m: 0, steps: 0, sessions: 0 };

/** By name: the walkers that the home tells of, or what it refuses. */
export const STATES = {
  idle: [walker({ goal: { walked: 252 }, today: sum(252) })],
  done: [walker({ goal: { walked: 745, reached: true }, today: done, streak: { current: 13, state: "completed" } })],
  twice: [walker({ goal: { walked: 1010, reached: true }, today: { ...sum(1010), state: "completed" }, streak: { current: 41, longest: 41, state: "completed", freezes: 2, next_milestone: 50 } })],
  risk: [walker({ streak: { at_risk: true } })],
  rest: [walker({ streak: { state: "rest", is_rest_day: true }, today: { ...sum(0), state: "rest" }, next_walk: { at: "2026-11-27T18:30:00+01:00" } })],
  frozen: [walker({ streak: { freezes: 0 } })],
  lost: [walker({ streak: { current: 0, freezes: 0 } })],
  vacation: [walker({ streak: { state: "vacation", is_vacation: true }, today: { ...sum(0), state: "vacation" }, next_walk: null })],
  weekly: [
    walker({
      goal: { measure: "sessions", kind: "weekly", target: 3, walked: 2, reached: false },
      streak: { kind: "weekly", current: 6, longest: 6, freezes: 0, next_milestone: 8 },
      today: sum(640),
    }),
  ],
  empty: [
    walker({
      streak: { current: 0, longest: 0, freezes: 0 },
      best: { longest_session_s: null, best_day_s: null, farthest_m: null },
      total: nobody,
      next_walk: null,
      path: null,
      isNew: true,
    }),
  ],
  blocked: [walker({ path: { name: "Hallway", blocked: true, reasons: ["Kitchen door is open", "The vacuum is not in its dock"] } })],
  walking: [walker({ session: { speed_mps: 0.72, heart_rate_bpm: 104 }, goal: { walked: 312 }, today: sum(312) })],
  planned: [walker({ session: { planned_s: 900, active_s: 611, turn: { every_s: 120, in_s: 47, due: false } }, goal: { walked: 611, reached: true }, today: sum(611) })],
  soon: [walker({ session: { turn: { every_s: 120, in_s: 9.2, due: false } }, goal: { walked: 312 }, today: sum(312) })],
  turn: [walker({ session: { turn: { every_s: 120, in_s: 0, due: true } }, goal: { walked: 312 }, today: sum(312) })],
  forward: [walker({ session: { direction: "forward", forward_s: 60, step_source: "estimate", turn: { every_s: 120, in_s: 0, due: true } } })],
  paused: [walker({ session: { speed_mps: null }, phase: "paused", pause_reason: "rest", goal: { walked: 312 }, today: sum(312) })],
  hour: [walker({ session: { active_s: 3725, distance_m: 2610, steps: 5931 }, goal: { walked: 3725, reached: true }, today: sum(3725) })],
  several: [
    walker({ goal: { walked: 252 }, today: sum(252) }),
    walker({ device_id: "kim", name: "Kim", session: { speed_mps: 0.9 }, goal: { walked: 460 } }),
    walker({ device_id: "alex", name: "Alexandra-Konstantina von und zu Oberwesel", goal: { walked: 745, reached: true } }),
  ],
  hostile: [walker({ name: '<img src=x onerror="document.title=1"><b>Sam</b>', path: { name: "<i>Hall</i>", blocked: false, reasons: [] } })],
  guest: [walker({ can: { control: false }, goal: { walked: 252 }, today: sum(252) })],
  older: [walker({ goal: { walked: 252 } })],
  gone: "unknown_walker",
  starting: "home_not_ready",
  nobody: [],
};
STATES.frozen[0].week[2] = { ...STATES.frozen[0].week[2], state: "frozen", ...sum(0) };
STATES.empty[0].week = STATES.empty[0].week.map((day) => ({ ...day, state: day.date < TODAY ? null : "pending", ...nobody }));
STATES.lost[0].week = STATES.lost[0].week.map((day, at) => (at < 3 ? { ...day, state: "missed", ...nobody } : day));

/** A connection that can be lost, and that replays walkers once a second while somebody walks. */
export class PretendedConnection {
  listeners = { ready: new Set(), disconnected: new Set() };
  connected = true;
  asked = [];
  subscriptions = new Set();

  constructor(told, version) {
    this.told = told;
    this.version = version;
  }

  addEventListener(event, listener) {
    this.listeners[event].add(listener);
  }

  removeEventListener(event, listener) {
    this.listeners[event].delete(listener);
  }

  fire(event) {
    this.connected = event === "ready";
    if (!this.connected) this.subscriptions.clear();
    for (const listener of [...this.listeners[event]]) listener();
  }

  async subscribeMessage(heard, message) {
    this.asked.push(message);
    if (typeof this.told === "string") throw { code: this.told, message: this.told };
    const subscription = { heard, message };
    this.subscriptions.add(subscription);
    setTimeout(() => this.tell(this.told), 0);
    return () => void this.subscriptions.delete(subscription);
  }

  /** Tell everybody of walkers. */
  tell(walkers, now = "2026-11-23T18:05:12.400+01:00") {
    this.told = walkers;
    for (const { heard, message } of this.subscriptions) {
      for (const walker of walkers) {
        if (message.walker && message.walker !== walker.device_id) continue;
        heard({ version: this.version, now, walker: structuredClone(walker) });
      }
    }
  }

  async sendMessagePromise(message) {
    this.asked.push(message);
    const [first] = this.told;
    if (first?.isNew) return { days: [], sessions: [] };
    const days = PAST.filter(({ date }) => date >= message.start && date <= message.end);
    const sessions = days
      .filter(({ active_s }) => active_s > 0)
      .map(({ date, ...walked }) => ({
        id: `walk-${date}`,
        started_at: `${date}T18:20:00+01:00`,
        finished_at: `${date}T18:34:00+01:00`,
        backward_s: walked.active_s,
        forward_s: 0,
        step_source: "belt",
        by_hand: false,
        direction: "backward",
        ...walked,
      }));
    return { days, sessions: message.sessions ? [...sessions, ...(this.finished ?? [])] : [] };
  }
}

export function pretendedHass(connection, change = {}) {
  return {
    connection,
    locale: { language: "en", number_format: "language", time_format: "language" },
    config: { time_zone: "Europe/Berlin", unit_system: { length: "km" } },
    themes: { darkMode: false },
    entities: {},
    called: [],
    async callService(...call) {
      this.called.push(call);
      if (this.refuses) throw this.refuses;
    },
    ...change,
  };
}
